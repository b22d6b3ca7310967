import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useScans } from "@service_center/scan/use_scans";
import { TONE_CLASSES, useScanQueue } from "../scan/queue";
import { ScanBar } from "../scan/scan_bar";

const MODEL = "service.place.audit";
const TONES = { place: "good", found: "good", again: "look", wrong: "look" };
const OTHERS_SCAN = 10000; // milliseconds until the scans of others are asked for
const SHOWN = 200;

/**
 * The evening audit: scan a shelf, then what lies there, and see what is missing.
 *
 * Several people may scan one shelf; each scan brings the numbers of all.
 */
export class PlaceAudit extends Component {
    static template = "service_center_places.PlaceAudit";
    static components = { ScanBar };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.state = useState({ places: [], audit: false, shown: "missing" });
        this.queue = useScanQueue((code) => this.handle(code), TONES);
        this.push = (code) => this.queue.push(code);
        this.scans = 0;
        useScans(this.push);
        onWillStart(() => this.load());
        const timer = browser.setInterval(() => this.refresh(), OTHERS_SCAN);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    async load() {
        const { audit_id } = this.props.action.params || {};
        if (audit_id) {
            this.state.audit = await this.orm.call(MODEL, "get_state", [[audit_id]]);
        } else {
            await this.loadPlaces();
        }
    }

    async loadPlaces() {
        const { places } = await this.orm.call(MODEL, "get_overview", []);
        this.state.places = places;
    }

    /** What colleagues have scanned meanwhile. */
    async refresh() {
        const { audit } = this.state;
        const { scans } = this;
        if (!audit?.is_open || this.queue.state.busy || document.hidden) {
            return;
        }
        let found;
        try {
            found = await this.orm.silent.call(MODEL, "get_state", [[audit.id]]);
        } catch {
            return; // the next scan tells of a lost connection
        }
        // a scan meanwhile knows better
        if (this.state.audit?.id === audit.id && this.scans === scans) {
            this.state.audit = found;
        }
    }

    get tone() {
        return TONE_CLASSES[this.queue.state.tone];
    }

    get hint() {
        return this.state.audit ? _t("Scan devices") : _t("Scan a shelf");
    }

    get figures() {
        const { counts } = this.state.audit;
        return [
            { key: "missing", label: _t("Missing"), tone: counts.missing ? "text-danger" : "" },
            { key: "wrong", label: _t("Wrong"), tone: counts.wrong ? "text-warning" : "" },
            { key: "uncollected", label: _t("Uncollected"), tone: "" },
            { key: "found", label: _t("Found"), tone: "text-success" },
        ].map((each) => ({ ...each, value: counts[each.key] }));
    }

    get devices() {
        const { devices } = this.state.audit;
        const belongs = {
            missing: (each) => each.status === "missing",
            wrong: (each) => ["wrong", "issued"].includes(each.status),
            uncollected: (each) => each.days && ["found", "wrong"].includes(each.status),
            found: (each) => each.status === "found",
        };
        return devices.filter(belongs[this.state.shown]);
    }

    get shownDevices() {
        return this.devices.slice(0, SHOWN);
    }

    /** A scan chooses the shelf, or says what lies there. */
    async handle(code) {
        const { audit } = this.state;
        this.scans++;
        const answer = audit
            ? await this.orm.silent.call(MODEL, "scan", [[audit.id], code])
            : await this.orm.silent.call(MODEL, "start", [code]);
        if (answer.state) {
            Object.assign(this.state, { audit: answer.state, shown: "missing" });
        }
        if (answer.device) {
            audit.counts = answer.counts;
            audit.devices = [
                answer.device,
                ...audit.devices.filter((each) => each.id !== answer.device.id),
            ];
        }
        if (answer.type === "closed") {
            this.state.audit = await this.orm.call(MODEL, "get_state", [[audit.id]]);
        }
        return answer;
    }

    choose(place) {
        return this.push(place.code);
    }

    /** Say what closing will do before it is done. */
    close() {
        const { missing, wrong } = this.state.audit.counts;
        const body = _t(
            "Missing: %(missing)s — their managers are told. Wrong here: %(wrong)s — the books say from now on that they lie here.",
            { missing, wrong }
        );
        this.dialog.add(ConfirmationDialog, {
            title: _t("Close the audit of %(place)s?", { place: this.state.audit.place }),
            body,
            confirmLabel: _t("Close the Audit"),
            confirm: async () => {
                this.state.audit = await this.orm.call(MODEL, "action_close", [
                    [this.state.audit.id],
                ]);
            },
            cancel: () => {},
        });
    }

    next() {
        this.state.audit = false;
        this.queue.state.message = "";
        return this.loadPlaces();
    }

    print() {
        return this.action.doAction("service_center_places.service_place_audit_report", {
            additionalContext: { active_ids: [this.state.audit.id] },
        });
    }
}

registry.category("actions").add("service_center_places.audit", PlaceAudit);
