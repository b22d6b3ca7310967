import { registry } from "@web/core/registry";

/** A scanner types fast and ends with Enter, wherever the cursor is. */
function scan(code) {
    return () => {
        for (const key of [...code, "Enter"]) {
            const options = { key, bubbles: true, cancelable: true };
            document.body.dispatchEvent(new KeyboardEvent("keydown", options));
        }
    };
}

function figure(key, value) {
    return { trigger: `[data-figure=${key}] .o_service_audit_number:contains(/^${value}$/)` };
}

function says(tone, text) {
    return { trigger: `.o_service_scan_message[data-tone=${tone}]:contains(${text})` };
}

/** A telephone shows the first button of a form, and the others below three dots. */
const moreButtons = () =>
    document.body.clientWidth < 768
        ? [{ trigger: ".o_statusbar_buttons button:has(.oi-ellipsis-v)", run: "click" }]
        : [];

registry.category("web_tour.tours").add("service_center_places_audit", {
    steps: () => [
        { trigger: ".o_service_place[data-place='Tour Shelf']" },
        { content: "Scan the shelf", trigger: "body", run: scan("9711111111") },
        { trigger: ".o_service_audit h1:contains(Tour Shelf)" },
        figure("missing", 2),
        { content: "Scan what lies there", trigger: "body", run: scan("TOUR-1") },
        says("good", "ST-"),
        figure("missing", 1),
        figure("found", 1),
        { content: "Again, by mistake", trigger: "body", run: scan("TOUR-1") },
        says("look", "ST-"),
        figure("found", 1),
        {
            content: "One that belongs elsewhere, with a Russian layout on",
            trigger: "body",
            run: scan("ЕЩГК-3"),
        },
        says("look", "belongs elsewhere: Counter"),
        figure("wrong", 1),
        { content: "Unknown", trigger: "body", run: scan("40404040") },
        says("bad", "Nothing is known here by the code 40404040"),
        { trigger: ".o_service_audit_figures [data-figure=missing]", run: "click" },
        { trigger: ".o_service_audit_device[data-status=missing]" },
        { trigger: ".o_service_audit_close", run: "click" },
        { trigger: ".modal-body:contains(Missing: 1)" },
        { content: "What is asked wants its answer first", trigger: "body", run: scan("TOUR-2") },
        { trigger: ".o_notification:contains(Close the window on top first)" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: ".o_service_audit_closed" },
        { trigger: ".o_service_audit_next", run: "click" },
        { trigger: ".o_service_place[data-place='Tour Shelf'] .fa-check-circle" },
    ],
});

registry.category("web_tour.tours").add("service_center_places_move", {
    steps: () => [
        {
            content: "A place scanned anywhere opens it",
            trigger: ".o_service_home_tile[data-tile=places]",
        },
        { trigger: "body", run: scan("9711111111") },
        { trigger: ".o_service_places h1:contains(Tour Shelf)" },
        { content: "Then devices", trigger: "body", run: scan("TOUR-3") },
        says("good", "→ Tour Shelf"),
        { trigger: ".o_service_place_device:contains(ST-)" },
        { content: "Other way round", trigger: ".o_service_places_leave", run: "click" },
        { trigger: ".o_service_place[data-place=Counter]" },
        { content: "A device is held", trigger: "body", run: scan("TOUR-3") },
        says("good", "Now scan the place"),
        { content: "and put in a place by a tap", trigger: ".o_service_place[data-place=Counter]", run: "click" },
        says("good", "→ Counter"),
        { trigger: ".o_service_place[data-place=Counter]:contains(1)" },
        { trigger: ".o_service_places_last:contains(ST-)", run: "click" },
        {
            content: "On the form of the order a place that is scanned takes the device",
            trigger: ".o_form_view [name=action_scan_place]:contains(Counter)",
        },
        { trigger: "body", run: scan("9711111111") },
        { trigger: ".o_notification:contains(→ Tour Shelf)" },
        { trigger: ".o_form_view [name=action_scan_place]:contains(Tour Shelf)" },
    ],
});

registry.category("web_tour.tours").add("service_center_places_issue", {
    steps: () => [
        { trigger: ".o_form_view [name=next_step]:contains(not in the house)" },
        ...moreButtons(),
        { trigger: "button[name=action_issue_scan]", run: "click" },
        { trigger: ".modal .o_service_issue_scan" },
        { content: "Another device", trigger: "body", run: scan("TOUR-2") },
        { trigger: ".o_service_issue_error:contains(another device)" },
        { content: "The right one", trigger: "body", run: scan("TOUR-1") },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_form_view .ribbon:contains(Issued)" },
    ],
});
