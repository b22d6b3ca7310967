import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloatTime, formatInteger, formatMonetary } from "@web/views/fields/formatters";

const TONES = { danger: "text-danger", warning: "text-warning", info: "text-info" };
const STAGE_TONES = {
    new: "bg-info",
    in_progress: "bg-primary",
    approval: "bg-warning",
    waiting_parts: "bg-warning",
    done: "bg-success",
    refused: "bg-danger",
};

/** A tile of the home screen. Seams inherit it, or its template, for their own. */
export class HomeTile extends Component {
    static template = "service_center.HomeFigures";
    static props = { tile: Object, reload: Function };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    format({ value, format, currency_id }) {
        if (format === "monetary") {
            return formatMonetary(value, { currencyId: currency_id });
        }
        return format === "hours" ? formatFloatTime(value) : formatInteger(value);
    }

    getTone(figure) {
        return TONES[figure.tone] || "";
    }

    /** Every number opens the list behind it. */
    open(action) {
        return action && this.action.doAction(action);
    }
}

/** Orders by stage, with a bar as long as their part of the whole. */
export class StagesTile extends HomeTile {
    static template = "service_center.HomeStages";

    getBar(figure) {
        const most = Math.max(...this.props.tile.figures.map((each) => each.value));
        return {
            style: `width: ${Math.round((100 * figure.value) / most)}%`,
            class: STAGE_TONES[figure.state] || "bg-secondary",
        };
    }
}

/** A few orders by name, and the list of all of them. */
export class OrdersTile extends HomeTile {
    static template = "service_center.HomeOrders";

    getAge({ days }) {
        return days > 0 ? _t("%(days)s d", { days }) : _t("today");
    }

    openOrder(order) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "service.order",
            res_id: order.id,
            views: [[false, "form"]],
        });
    }
}

/** First steps of a new centre, ticked off by the data themselves. */
export class SetupTile extends HomeTile {
    static template = "service_center.HomeSetup";

    getHint(step) {
        return step.is_done ? _t("Done") : _t("To Do");
    }

    async dismiss() {
        await this.orm.call("service.home", "dismiss_setup", []);
        return this.props.reload();
    }
}

registry
    .category("service_center_home_tiles")
    .add("figures", HomeTile)
    .add("stages", StagesTile)
    .add("orders", OrdersTile)
    .add("setup", SetupTile);
