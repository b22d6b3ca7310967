import { Component, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";

const SECONDS = 60;

/**
 * Shows what must not stay anywhere: the values live in this window alone, which closes
 * by itself.
 */
export class RevealDialog extends Component {
    static template = "service_center.RevealDialog";
    static components = { Dialog };
    static props = {
        title: String,
        values: { type: Array, element: String },
        close: Function,
    };

    setup() {
        this.state = useState({ left: SECONDS });
        useEffect(
            () => {
                const timer = browser.setInterval(() => this.tick(), 1000);
                return () => browser.clearInterval(timer);
            },
            () => []
        );
    }

    tick() {
        this.state.left -= 1;
        if (this.state.left <= 0) {
            this.props.close();
        }
    }
}

function reveal(env, action) {
    const { title, values } = action.params;
    env.services.action.doAction({ type: "ir.actions.act_window_close" });
    env.services.dialog.add(RevealDialog, { title, values });
}

registry.category("actions").add("service_center_reveal", reveal);
