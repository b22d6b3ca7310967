import { registry } from "@web/core/registry";

// The first screen after login, for each role, on a desk and on a telephone.

const tile = (key) => `.o_service_home_tile[data-tile=${key}]`;
const figure = (key, name) => `${tile(key)} [data-figure=${name}]`;
const backHome = { trigger: ".o_breadcrumb a, .o_back_button", run: "click" };
const noTile = (key) => ({
    content: `No tile ${key}`,
    trigger: `.o_service_home_tiles:not(:has([data-tile=${key}]))`,
});

registry.category("web_tour.tours").add("service_center_home_engineer", {
    steps: () => [
        {
            content: "His own order, by stage",
            trigger: `${tile("stages_mine")} .o_service_home_total:contains(1)`,
        },
        noTile("stages_center"),
        noTile("branch_month"),
        { trigger: ".o_service_home:not(:has(.o_service_home_new))" },
        {
            content: "What nobody has taken yet",
            trigger: figure("bench", "unassigned") + ":contains(2)",
            run: "click",
        },
        { trigger: ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)" },
        backHome,
        { trigger: tile("my_month") },
    ],
});

registry.category("web_tour.tours").add("service_center_home_desk", {
    steps: () => [
        { trigger: `${tile("stages_center")} .o_service_home_total:contains(4)` },
        { trigger: `${tile("branch_month")} canvas` },
        noTile("setup"),
        { trigger: figure("attention", "late") + ":contains(1)", run: "click" },
        {
            content: "The list holds what was counted",
            trigger: ".o_breadcrumb:contains(Overdue), .o_control_panel:contains(Overdue)",
        },
        { trigger: ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)" },
        backHome,
        {
            content: "An issued order is found by its customer, too",
            trigger: ".o_service_home input[name=text]",
            run: "edit Gone Long Ago",
        },
        { trigger: ".o_service_home form button[type=submit]", run: "click" },
        {
            content: "And it is the first thing one sees",
            trigger:
                ".o_data_row:contains(Gone Long Ago), .o_kanban_renderer:not(.o_kanban_grouped) .o_kanban_record:contains(Gone Long Ago)",
        },
        backHome,
        { trigger: ".o_service_home_new", run: "click" },
        { trigger: ".o_form_view [name=partner_phone] input" },
        { trigger: ".o_form_button_cancel", run: "click" },
    ],
});

registry.category("web_tour.tours").add("service_center_home_head", {
    steps: () => [
        {
            content: "First steps, until the head puts them away",
            trigger: `${tile("setup")} [data-step=order] .fa-check-circle`,
        },
        { trigger: ".o_service_home_dismiss", run: "click" },
        noTile("setup"),
        {
            content: "One branch of all",
            trigger: ".o_service_home_branch",
            run: "selectByLabel Market",
        },
        { trigger: `${tile("stages_center")} .o_service_home_total:contains(1)` },
        {
            trigger: ".o_service_home_branch",
            run: "selectByLabel All branches",
        },
        { trigger: `${tile("stages_center")} .o_service_home_total:not(:contains(/^1$/))` },
    ],
});
