import { registry } from "@web/core/registry";

// An order is found from wherever one is: by the search box, the palette, a scan.

/** A scanner with the given keyboard layout on: it types fast and ends with Enter. */
function scan(code) {
    return () => {
        for (const key of [...code, "Enter"]) {
            const options = { key, bubbles: true, cancelable: true };
            document.body.dispatchEvent(new KeyboardEvent("keydown", options));
        }
    };
}

/** The same into the search box, which Odoo focuses when a list opens. */
function scanInto(code) {
    return ({ anchor }) => {
        for (const key of [...code, "Enter"]) {
            const options = { key, bubbles: true, cancelable: true };
            const isHandled = !anchor.dispatchEvent(new KeyboardEvent("keydown", options));
            if (key !== "Enter" && !isHandled) {
                anchor.value += key;
                anchor.dispatchEvent(new InputEvent("input", { bubbles: true }));
            }
        }
    };
}

const onTheForm = {
    trigger: ".o_form_view [name=device_model_id] input:value(Found Model)",
};
const atHome = { trigger: ".o_service_home_tile[data-tile=stages_center]" };
const backHome = [
    { trigger: ".o_main_navbar .o_menu_brand", run: "click" },
    atHome,
];

registry.category("web_tour.tours").add("service_center_find", {
    steps: () => [
        atHome,
        {
            content: "The field of the home screen: a phone number in another spelling",
            trigger: ".o_service_home_find input",
            run: "edit 8 (912) 345-67-89",
        },
        { trigger: ".o_service_home_find button[type=submit]", run: "click" },
        {
            trigger: ".o_facet_value:contains(8 (912) 345-67-89)",
        },
        { trigger: ".o_data_row:contains(Found Model) td[name=name]", run: "click" },
        onTheForm,
        ...backHome,
        {
            content: "A whole serial number opens the order at once",
            trigger: ".o_service_home_find input",
            run: "edit fnd-77 01",
        },
        { trigger: ".o_service_home_find input", run: "edit fnd-7701" },
        { trigger: ".o_service_home_find button[type=submit]", run: "click" },
        onTheForm,
        {
            content: "The command palette",
            trigger: "body",
            run: "press control+k",
        },
        { trigger: ".o_command_palette_search input", run: "edit #крылова анна" },
        { trigger: ".o_command_palette .o_command:contains(Found Model)", run: "click" },
        onTheForm,
        { trigger: "body", run: "press control+k" },
        { trigger: ".o_command_palette_search input", run: "edit Крылова" },
        {
            trigger: ".o_command_palette .o_command:contains(Find the order: Крылова)",
            run: "click",
        },
        { trigger: ".o_facet_value:contains(Крылова)" },
        { trigger: ".o_data_row:contains(Found Model)" },
    ],
});

registry.category("web_tour.tours").add("service_center_scan", {
    steps: () => [
        atHome,
        { content: "Scan at home", trigger: "body", run: scan("FND-7701") },
        onTheForm,
        ...backHome,
        {
            content: "Scan with a Russian layout on",
            trigger: "body",
            run: scan("АТВ-7701"),
        },
        onTheForm,
        {
            content: "Scan another one on the form: it takes the first one's place",
            trigger: "body",
            run: scan("YSI-8802"),
        },
        { trigger: ".o_form_view [name=device_model_id] input:value(Other Model)" },
        {
            content: "With a Ukrainian layout on",
            trigger: "body",
            run: scan("АТВ-7701"),
        },
        onTheForm,
        {
            content: "A part that is scanned while its order is open goes onto it",
            trigger: "body",
            run: scan("4820001234567"),
        },
        { trigger: ".o_data_row:contains(Screen):contains(1.00)" },
        { content: "One more", trigger: "body", run: scan("4820001234567") },
        { trigger: ".o_data_row:contains(Screen):contains(2.00)" },
        { content: "An unknown code", trigger: "body", run: scan("40404040") },
        {
            trigger: ".o_notification:contains(Nothing is known here by the code 40404040)",
        },
        {
            content: "What is typed into a field stays there",
            trigger: ".o_field_widget[name=fault] textarea",
            run: "edit 40404041",
        },
        {
            trigger: "body:not(:has(.o_notification:contains(40404041)))",
        },
        { trigger: ".o_form_button_cancel", run: "click" },
        {
            trigger: 'button[data-menu-xmlid="service_center.service_center_menu_orders"]',
            run: "click",
        },
        {
            trigger: 'a[data-menu-xmlid="service_center.service_order_menu"]',
            run: "click",
        },
        { trigger: ".o_data_row:contains(Found Model)" },
        {
            content: "A scan into the search box of a list opens the order, too",
            trigger: ".o_searchview_input",
            run: scanInto("ІІІ-8802"),
        },
        {
            trigger: ".o_notification:contains(ІІІ-8802)",
        },
        { trigger: ".o_searchview_input", run: scanInto("НЫШ-8802") },
        { trigger: ".o_form_view [name=device_model_id] input:value(Other Model)" },
    ],
});
