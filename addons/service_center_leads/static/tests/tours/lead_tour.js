import { registry } from "@web/core/registry";

// A visitor has sent the form; the desk finds it on the home screen and takes it in.

const steps = [
    {
        content: "The tile of requests opens the list behind its number",
        trigger: "[data-figure=leads_unanswered]",
        run: "click",
    },
    { trigger: ".o_data_row td[name=name]:contains(Nokla X7)", run: "click" },
    { trigger: ".o_form_view [name=fault] textarea" },
    {
        content: "Its photos are seen at once, and big",
        trigger: ".o_service_photo button",
        run: "click",
    },
    { trigger: ".o-FileViewer img" },
    { trigger: ".o-FileViewer-headerButton[aria-label=Close]", run: "click" },
    { trigger: "body:not(:has(.o-FileViewer)) button[name=action_call_missed]", run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=call_count]:contains(1)" },
    { trigger: "button[name=action_to_order]", run: "click" },
    { trigger: ".o_form_view button[name=action_view_lead]", run: "click" },
    { trigger: ".o_form_view button[name=action_view_order]" },
];

registry.category("web_tour.tours").add("service_center_lead_to_order", {
    steps: () => steps,
});
