import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// A phone comes in, is repaired and goes out: three people, three tours.

const openOrders = [
    stepUtils.showAppsMenuItem(),
    {
        content: "Open the app",
        trigger: '.o_app[data-menu-xmlid="service_center.service_center_menu_root"]',
        run: "click",
    },
    {
        content: "From the home screen to the orders",
        trigger: 'button[data-menu-xmlid="service_center.service_center_menu_orders"]',
        run: "click",
    },
    {
        trigger: 'a[data-menu-xmlid="service_center.service_order_menu"]',
        run: "click",
    },
];

const openOrder = [
    {
        content: "The orders are on the screen",
        trigger: ".o_kanban_record:contains(Tour Model), .o_data_row:contains(Tour Model)",
    },
    {
        content: "Find the order by the serial number",
        trigger: ".o_searchview_input",
        run: "edit TOUR 356938035643809",
    },
    {
        trigger: ".o_searchview_autocomplete .o-dropdown-item.focus",
        run: "click",
    },
    {
        content: "Open it",
        trigger: ".o_data_row:contains(Tour Model) td[name=name], .o_kanban_record:contains(Tour Model)",
        run: "click",
    },
    { trigger: ".o_form_view [name=device_model_id] input:value(Tour Model)" },
];

const saved = {
    content: "The form is saved",
    trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)",
};

function choose(field, text) {
    return [
        {
            content: `Type ${text} into ${field}`,
            trigger: `.o_field_widget[name=${field}] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
            run: "click",
        },
    ];
}

function addLine(number, product, quantity) {
    // the row by its number: the one before may still be selected
    const row = `.o_field_widget[name=line_ids] .o_data_row:nth-child(${number}).o_selected_row`;
    return [
        {
            content: "Add a line",
            trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add button, .o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: `${row} [name=product_id] input`,
            run: `edit ${product}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains(${product})`,
            run: "click",
        },
        {
            trigger: `${row} [name=quantity] input`,
            run: `edit ${quantity}`,
        },
    ];
}

registry.category("web_tour.tours").add("service_center_desk_takes_in", {
    steps: () => [
        ...openOrders,
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "The phone number leads to the customer",
            trigger: ".o_field_widget[name=partner_phone] input",
            run: "edit 8 912 345-67-89 && press Tab",
        },
        { trigger: ".o_field_widget[name=partner_id] input:value(Анна Крылова)" },
        {
            content: "The serial number is new",
            trigger: ".o_field_widget[name=serial] input",
            run: "edit TOUR 35-693803-564380-9",
        },
        ...choose("device_model_id", "Tour Model"),
        { trigger: ".o_field_widget[name=device_brand_id] input:value(Tour Brand)" },
        {
            trigger: ".o_field_widget[name=fault] textarea",
            run: "edit Does not switch on",
        },
        {
            trigger: ".o_field_widget[name=appearance] textarea",
            run: "edit Scratch on the back",
        },
        ...choose("accessory_ids", "Charger"),
        {
            content: "Some people click everything twice",
            trigger: ".o_form_button_save",
            run: "dblclick",
        },
        saved,
        {
            content: "Print the receipt",
            trigger: "button:contains(Print Receipt)",
            run: "click",
        },
        {
            content: "Nobody skips the repair",
            trigger: ".o_statusbar_status button:contains(Done)",
            run: "click",
        },
        {
            trigger: ".modal-body:contains(From “New” it can only go to)",
        },
        { trigger: ".modal-footer button", run: "click" },
        {
            content: "The status bar stands where the order stands",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(New)",
        },
        saved,
    ],
});

registry.category("web_tour.tours").add("service_center_engineer_repairs", {
    steps: () => [
        ...openOrders,
        ...openOrder,
        { trigger: "button:contains(Take to Work)", run: "dblclick" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(In Work)" },
        {
            trigger: ".o_field_widget[name=diagnosis] textarea",
            run: "edit Broken screen",
        },
        ...addLine(1, "Tour Work", "1"),
        ...addLine(2, "Tour Part", "2"),
        {
            trigger: ".o_selected_row [name=discount] input",
            run: "edit 10",
        },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "1500 and two for 3333.33 less 10 %, with 20 % tax",
            trigger: ".o_field_widget[name=amount_total]:contains(8,999.99)",
        },
        saved,
        { trigger: ".o_statusbar_buttons button:contains(Done)", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});

registry.category("web_tour.tours").add("service_center_desk_issues", {
    steps: () => [
        ...openOrders,
        ...openOrder,
        { trigger: ".o_statusbar_buttons button:contains(Issue)", run: "dblclick" },
        { trigger: ".ribbon:contains(Issued)" },
        {
            content: "Print the act",
            trigger: "button:contains(Print Act)",
            run: "click",
        },
        {
            content: "An issued order is frozen",
            trigger: ".o_field_widget[name=fault] span:contains(Does not switch on)",
        },
        {
            trigger: ".o_form_view:not(:has(.o_field_widget[name=line_ids] .o_field_x2many_list_row_add))",
        },
    ],
});

registry.category("web_tour.tours").add("service_center_drag_is_refused", {
    steps: () => [
        ...openOrders,
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        {
            content: "Drag a new order straight to Done",
            trigger: ".o_kanban_group:contains(New) .o_kanban_record:contains(Tour Model)",
            run: "drag_and_drop(.o_kanban_group:contains(Waiting for Parts))",
        },
        { trigger: ".modal-body:contains(From “New” it can only go to)" },
        { trigger: ".modal-footer button", run: "click" },
        {
            trigger: ".o_kanban_group:contains(New) .o_kanban_record:contains(Tour Model)",
        },
    ],
});
