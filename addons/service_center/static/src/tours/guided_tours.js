import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { markup } from "@odoo/owl";

// What a newcomer is shown, pointing at the real screens. The steps that are `auto` only
// stand in for what a person does between two pointers: the tests walk the same way.

const field = (name) => `.o_form_view .o_field_widget[name=${name}]`;
const suggestion =
    ".o-autocomplete--dropdown-item:not(.o_loading):not(:has(.fa-spin)):first > a";
const lines = ".o_field_widget[name=line_ids]";
const saved = {
    isActive: ["auto"],
    trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)",
};

registry.category("web_tour.tours").add("service_center_guide_desk", {
    url: "/odoo/service-home",
    steps: () => [
        {
            trigger: ".o_service_home_new",
            content: markup(
                _t("Somebody brings a device. Begin a <b>new order</b> from here.")
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: `${field("partner_phone")} input`,
            content: _t(
                "The phone number first, in any spelling: it finds whoever was here before."
            ),
            tooltipPosition: "right",
            run: "edit 8 912 000-11-22",
        },
        { isActive: ["auto"], trigger: "body", run: "press Tab" },
        {
            trigger: `${field("partner_name")} input, ${field("partner_id")} input`,
            content: _t(
                "A known customer stands here already. Of a new one, type the name."
            ),
            tooltipPosition: "right",
            run: "click",
        },
        {
            isActive: ["auto"],
            trigger: `${field("partner_name")} input`,
            run: "edit Guided Customer",
        },
        {
            trigger: `${field("serial")} input`,
            content: _t(
                "Type or scan the serial number or IMEI: a device that was here before tells its story."
            ),
            tooltipPosition: "left",
            run: "edit GUIDE-0001",
        },
        {
            trigger: `${field("device_model_id")} input`,
            content: _t("Write a few letters of the model. Brand and type come with it."),
            tooltipPosition: "left",
            run: "edit Guide Model",
        },
        { isActive: ["auto"], trigger: suggestion, run: "click" },
        {
            trigger: `${field("fault")} textarea`,
            content: _t("What is wrong, in the words of the customer."),
            tooltipPosition: "right",
            run: "edit Does not switch on",
        },
        {
            trigger: ".o_form_button_save",
            content: markup(_t("<b>Save</b>: the order gets its number and its bar code.")),
            tooltipPosition: "bottom",
            run: "click",
        },
        saved,
        {
            trigger: ".o_statusbar_buttons button[data-hotkey=t]",
            content: markup(
                _t(
                    "<b>Print the receipt</b> for the customer. Does something have to come first, such as a photo? Then you are told."
                )
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            isActive: ["auto"],
            trigger: ".o_form_view .o_field_widget[name=name] span:contains(-)",
        },
    ],
});

registry.category("web_tour.tours").add("service_center_guide_engineer", {
    url: "/odoo/service-home",
    steps: () => [
        {
            trigger: "[data-tile=bench] [data-figure=unassigned]",
            content: markup(_t("These orders of your branch are <b>free to take</b>.")),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger:
                ".o_list_view .o_data_row:first td[name=name], .o_kanban_record:not(.o_kanban_ghost):first",
            content: _t("Open the one that you begin with."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_start]",
            content: markup(
                _t("<b>Take it to work</b>: it is yours now, and its clock runs.")
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            isActive: ["auto"],
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(In Work)",
        },
        {
            trigger: `${field("diagnosis")} textarea`,
            content: _t("Write down what you found. It is printed on the act."),
            tooltipPosition: "bottom",
            run: "edit Broken screen",
        },
        {
            trigger: `${lines} .o_field_x2many_list_row_add button, ${lines} .o_field_x2many_list_row_add a`,
            content: _t(
                "Add the work, and parts if any. “Catalog” takes many at once."
            ),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: `${lines} .o_selected_row [name=product_id] input`,
            content: _t("Write a few letters of the work and choose it: its price comes with it."),
            tooltipPosition: "top",
            run: "edit Guide Work",
        },
        { isActive: ["auto"], trigger: suggestion, run: "click" },
        {
            trigger: ".o_form_button_save",
            content: markup(_t("<b>Save</b>. The amount stands below the lines.")),
            tooltipPosition: "bottom",
            run: "click",
        },
        saved,
        {
            trigger: ".o_statusbar_buttons button[name=action_done]",
            content: markup(
                _t(
                    "Repaired? Press <b>Done</b>: the desk sees at once that it is ready. What is missing yet, you are told."
                )
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            isActive: ["auto"],
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)",
        },
    ],
});
