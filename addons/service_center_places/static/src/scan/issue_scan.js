import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useScans } from "@service_center/scan/use_scans";
import { ScanBar } from "./scan_bar";
import { play } from "./sounds";

/** Issue an order with its device in the hand: the scan proves it. */
export class IssueScan extends Component {
    static template = "service_center_places.IssueScan";
    static components = { ScanBar };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ error: "" });
        this.issue = this.issue.bind(this);
        useScans(this.issue);
    }

    async issue(code) {
        const { order_id } = this.props.action.params;
        let answer;
        try {
            answer = await this.orm.silent.call("service.order", "issue_scanned", [
                [order_id],
                code,
            ]);
        } catch (error) {
            answer = { message: error.data?.message || error.message };
        }
        if (answer.type !== "issued") {
            this.state.error = answer.message;
            return play("bad");
        }
        play("good");
        await this.action.doAction({ type: "ir.actions.act_window_close" });
        return this.action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
    }
}

registry.category("actions").add("service_center_places.issue_scan", IssueScan);
