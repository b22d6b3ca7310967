import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

// A scanner presses its keys faster than a hand can, and ends with Enter.
const MAX_GAP = 50;
const MIN_KEYS = 5;

/**
 * A code that is scanned anywhere in the client opens what it stands for.
 *
 * A hand scanner types: Odoo's barcode service tells its keys from those of a person,
 * and leaves text fields alone. The one text field in which nobody wants the code itself
 * is the search box, which Odoo focuses when a list opens: there a burst of keys counts
 * as a scan, too. Screens that do their own thing with codes stay theirs: a form with a
 * barcode handler, and the client actions named in `service_center_scan_owners`. A screen
 * or dialog that wants the codes itself takes them with `useScans`.
 */
export const scanService = {
    dependencies: ["action", "barcode", "notification", "orm"],

    async start(env, { action, barcode, notification, orm }) {
        let isAllowed;
        const takers = [];

        /**
         * Give all scans to a screen or dialog; the last one that asked gets them.
         *
         * @param {Function} taker called with the code; if it returns `false`, the code
         *   is none of its own and is looked up
         * @param {Object} [options]
         * @param {boolean} [options.inDialog] it is a dialog's own
         * @returns {Function} gives them back
         */
        function take(taker, { inDialog = false } = {}) {
            const entry = { taker, inDialog };
            takers.push(entry);
            return () => takers.splice(takers.indexOf(entry), 1);
        }

        function isTaken() {
            const owner = action.currentController?.action.tag;
            return (
                registry.category("service_center_scan_owners").contains(owner || "") ||
                Boolean(document.querySelector(".o_field_barcode_handler"))
            );
        }

        async function mayScan() {
            const groups = registry.category("service_center_scan_groups").getAll();
            isAllowed ??= Promise.all(groups.map((group) => user.hasGroup(group))).then(
                (found) => found.includes(true)
            );
            return isAllowed;
        }

        function refuse(message) {
            notification.add(message, { type: "danger", title: _t("Scan") });
            sayNo();
        }

        /** The sound of a scan that led nowhere. */
        function sayNo() {
            const sound = new Audio();
            const type = sound.canPlayType("audio/ogg; codecs=vorbis") ? "ogg" : "mp3";
            sound.src = `/barcodes/static/src/audio/error.${type}`;
            // a browser that plays nothing shows the message all the same
            sound.play().catch(() => {});
        }

        /** A dialog in front wants its answer first; one that takes scans has them. */
        function isInFront() {
            const isModal = document.querySelector(".modal.o_technical_modal");
            if (isModal && !takers.at(-1)?.inDialog) {
                refuse(_t("Close the window on top first, then scan again."));
                return true;
            }
        }

        /**
         * Open what a code stands for, or say clearly that it stands for nothing.
         *
         * @param {string} code
         */
        async function open(code) {
            return isInFront() || find(code);
        }

        async function find(code) {
            if (takers.length && (await takers.at(-1).taker(code)) !== false) {
                return;
            }
            const found = await orm.call("service.scan", "resolve", [code]);
            if (!found) {
                return refuse(
                    _t("Nothing is known here by the code %(code)s.", { code })
                );
            }
            // one order after the other: they do not pile up in the breadcrumb
            const current = action.currentController?.action;
            const options =
                current?.res_model === found.res_model && current?.res_id && found.res_id
                    ? { stackPosition: "replaceCurrentAction" }
                    : {};
            return action.doAction(found, options);
        }

        /** Read a code with the camera of the telephone or tablet, and open it. */
        async function scanWithCamera() {
            if (isInFront()) {
                return;
            }
            let code;
            try {
                code = await scanBarcode(env);
            } catch (error) {
                return refuse(error.message);
            }
            browser.navigator.vibrate?.(100);
            return find(code); // the camera's own dialog is just being closed
        }

        barcode.bus.addEventListener("barcode_scanned", async ({ detail }) => {
            const isCommand = /^O(BT|CD)/.test(detail.barcode);
            if (!isCommand && (takers.length || !isTaken()) && (await mayScan())) {
                await open(detail.barcode);
            }
        });

        let keys = "";
        let last = 0;
        window.addEventListener(
            "keydown",
            async (ev) => {
                const box = ev.target;
                if (!box?.matches?.(".o_searchview_input")) {
                    keys = "";
                    return;
                }
                const isQuick = ev.timeStamp - last < MAX_GAP;
                last = ev.timeStamp;
                if (ev.key?.length === 1 && !ev.ctrlKey && !ev.metaKey) {
                    keys = isQuick ? keys + ev.key : ev.key;
                } else if (ev.key === "Enter") {
                    const code = keys;
                    keys = "";
                    if (isQuick && code.length >= MIN_KEYS && box.value === code) {
                        ev.preventDefault();
                        ev.stopImmediatePropagation();
                        box.value = "";
                        box.dispatchEvent(new InputEvent("input", { bubbles: true }));
                        if (await mayScan()) {
                            await open(code);
                        }
                    }
                } else if (ev.key !== "Shift") {
                    keys = "";
                }
            },
            { capture: true }
        );

        return { open, scanWithCamera, mayScan, take, sayNo };
    },
};

registry.category("services").add("service_center_scan", scanService);
// Whose scans are looked up; a seam adds the groups of its own roles.
registry
    .category("service_center_scan_groups")
    .add("engineer", "service_center.service_center_group_engineer")
    .add("manager", "service_center.service_center_group_manager");
registry
    .category("service_center_scan_owners")
    .add("event.event_barcode_scan_view", true);
