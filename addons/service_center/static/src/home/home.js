import { Component, onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { browser } from "@web/core/browser/browser";
import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;

const EVERY_MINUTE = 60000;
const BRANCH_KEY = "service_center.home.branch";

/**
 * The first screen: what needs doing now, in one request.
 *
 * Which component shows a tile is told by its type, from the registry
 * `service_center_home_tiles`; a seam registers its own.
 */
export class ServiceHome extends Component {
    static template = "service_center.Home";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.scan = useService("service_center_scan");
        // with touch, the top bar of every screen has the camera
        this.hasCamera = isBarcodeScannerSupported() && !hasTouch();
        const branch = Number(browser.localStorage.getItem(BRANCH_KEY)) || false;
        this.state = useState({ home: null, error: "", loadedAt: null, branch });
        onWillStart(() => {
            // the screen stands at once, its numbers follow
            this.load();
        });
        useExternalListener(window, "focus", () => this.refresh());
        useExternalListener(document, "visibilitychange", () => this.refresh());
        const timer = browser.setInterval(() => this.refresh(), EVERY_MINUTE);
        onWillUnmount(() => {
            this.isGone = true;
            browser.clearInterval(timer);
        });
    }

    get tiles() {
        const components = registry.category("service_center_home_tiles");
        return this.state.home.tiles.filter((tile) => components.contains(tile.type));
    }

    getComponent(tile) {
        return registry.category("service_center_home_tiles").get(tile.type);
    }

    get loadedAt() {
        return formatDateTime(this.state.loadedAt);
    }

    /** Nobody looks at a hidden tab, and one request at a time is enough. */
    refresh() {
        if (document.visibilityState === "visible" && !this.isLoading) {
            return this.load();
        }
    }

    async load() {
        const number = (this.request = (this.request || 0) + 1);
        this.isLoading = true;
        let home;
        let failure = "";
        try {
            home = await this.orm.silent.call("service.home", "get_home", [
                this.state.branch,
            ]);
        } catch (error) {
            failure = error.data?.message || error.message || _t("No connection");
        }
        if (this.isGone || number !== this.request) {
            return;
        }
        this.isLoading = false;
        this.state.error = failure;
        if (home) {
            this.state.home = home;
            this.state.loadedAt = DateTime.now();
        }
    }

    chooseBranch(ev) {
        this.state.branch = Number(ev.target.value) || false;
        browser.localStorage.setItem(BRANCH_KEY, this.state.branch || "");
        return this.load();
    }

    /** What is known exactly opens at once, everything else is a search. */
    async find(ev) {
        const text = new FormData(ev.target).get("text").trim();
        if (!text) {
            return;
        }
        const found = await this.orm.call("service.scan", "resolve", [text]);
        return this.action.doAction(
            found || "service_center.service_order_action_found",
            found ? {} : { additionalContext: { search_default_display_name: text } }
        );
    }

    create() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("New Order"),
            res_model: "service.order",
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("service_center.home", ServiceHome);
