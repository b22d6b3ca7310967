import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useScans } from "@service_center/scan/use_scans";
import { TONE_CLASSES, useScanQueue } from "./queue";
import { ScanBar } from "./scan_bar";

const MODEL = "service.place";
const TONES = { place: "good", held: "good", moved: "good", here: "look" };

/** Moving devices: scan a place and then devices, or a device and then a place. */
export class PlaceScan extends Component {
    static template = "service_center_places.PlaceScan";
    static components = { ScanBar };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ places: [], place: false, order: false, last: false });
        this.queue = useScanQueue((code) => this.handle(code), TONES);
        this.push = (code) => this.queue.push(code);
        useScans(this.push);
        const { place_id, order_id } = this.props.action.params || {};
        onWillStart(async () => {
            const found = await this.orm.call(MODEL, "get_screen", [
                place_id || false,
                order_id || false,
            ]);
            Object.assign(this.state, found);
        });
    }

    get tone() {
        return TONE_CLASSES[this.queue.state.tone];
    }

    get hint() {
        if (this.state.order) {
            return _t("Now scan the place");
        }
        return this.state.place ? _t("Scan devices") : _t("Scan a place or a device");
    }

    /** What a scan does is for the server to say. */
    async handle(code) {
        const answer = await this.orm.silent.call(MODEL, "scan", [code], {
            place_id: this.state.place?.id || false,
            order_id: this.state.order?.id || false,
        });
        this.state.last = answer.order || false;
        if (answer.type === "unknown") {
            return answer; // a held device stays in the hand
        }
        if (this.state.order && answer.type !== "held") {
            // device, place, device, place: the next device is not for this place
            this.state.order = false;
            await this.refresh();
            return answer;
        }
        this.state.order = answer.type === "held" && answer.order;
        this.state.place = answer.place || this.state.place;
        return answer;
    }

    choose(place) {
        return this.push(place.code);
    }

    leave() {
        Object.assign(this.state, { place: false, order: false, last: false });
        this.queue.state.message = "";
        return this.refresh();
    }

    async refresh() {
        const { places } = await this.orm.call(MODEL, "get_screen", []);
        this.state.places = places;
    }

    openOrder(device) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "service.order",
            res_id: device.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("service_center_places.scan", PlaceScan);
