import { registry } from "@web/core/registry";
import { download } from "@web/core/network/download";

const isSmall = () => document.body.clientWidth < 768;
const papers = [];

/** What the browser would save is noted: a server under test makes no PDF. */
function noteDownloads() {
    download._download = async (options) => {
        papers.push(JSON.stringify(options.data));
    };
}

function row(status) {
    return isSmall()
        ? { trigger: `.o_kanban_record:contains(Tour Zebra):contains(${status})` }
        : { trigger: `.o_data_row:contains(Tour Zebra):contains(${status})` };
}

registry.category("web_tour.tours").add("service_center_labels_intake", {
    steps: () => [
        { trigger: ".o_form_view", run: noteDownloads },
        ...(isSmall()
            ? [{ trigger: ".o_statusbar_buttons button:has(.oi-ellipsis-v)", run: "click" }]
            : []),
        {
            content: "One press for both papers",
            trigger: "button[name=action_print_intake]",
            run: "click",
        },
        { trigger: ".o_notification:contains(Labels on their way to Tour Zebra: 2)" },
        {
            content: "and the receipt has come, too",
            trigger: "body",
            async run() {
                for (let waited = 0; !papers.length && waited < 100; waited++) {
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
                if (!papers.some((paper) => paper.includes("report_intake"))) {
                    throw new Error(`No receipt: ${papers}`);
                }
            },
        },
    ],
});

registry.category("web_tour.tours").add("service_center_labels_waiting", {
    steps: () => [row("Waiting")],
});

registry.category("web_tour.tours").add("service_center_labels_printed", {
    steps: () => [
        row("Printed"),
        ...(isSmall() ? [{ trigger: row("Printed").trigger, run: "click" }] : []),
        {
            content: "Once more, as a person asks",
            trigger: `${isSmall() ? ".o_form_view" : ".o_data_row"} button[name=action_print_again]`,
            run: "click",
        },
        { trigger: ".o_notification:contains(Labels on their way to Tour Zebra: 2)" },
    ],
});
