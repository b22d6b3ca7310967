import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const MODEL = "service.order";
const SPECIFICATION = {
    display_name: {},
    partner_id: { fields: { display_name: {} } },
    device_id: { fields: { display_name: {} } },
    stage_id: { fields: { display_name: {} } },
};

/** A line of the command palette that shows an order. */
class OrderCommand extends Component {
    static template = "service_center.OrderCommand";
    static props = {
        order: Object,
        name: { type: String, optional: true },
        searchValue: { type: String, optional: true },
        executeCommand: { type: Function, optional: true },
        slots: { type: Object, optional: true },
    };

    get details() {
        const { partner_id, device_id, stage_id } = this.props.order;
        return [partner_id, device_id, stage_id]
            .map((each) => each && each.display_name)
            .filter(Boolean)
            .join(" · ");
    }
}

/** The orders that the search box would find: by number, customer, phone, serial. */
async function findOrders(env, text) {
    const { records } = await env.services.orm.silent.webSearchRead(
        MODEL,
        [["display_name", "ilike", text]],
        { specification: SPECIFICATION, limit: 10 }
    );
    return records.map((order) => ({
        Component: OrderCommand,
        action: () =>
            env.services.action.doAction({
                type: "ir.actions.act_window",
                res_model: MODEL,
                res_id: order.id,
                views: [[false, "form"]],
            }),
        category: "service_orders",
        href: `/odoo/service-orders/${order.id}`,
        name: order.display_name,
        props: { order },
    }));
}

registry.category("command_setup").add("#", {
    debounceDelay: 200,
    emptyMessage: _t("No order found"),
    name: _t("service orders"),
    placeholder: _t("Number, customer, phone or serial of an order"),
});
registry
    .category("command_categories")
    .add("service_orders", { namespace: "#", name: _t("Service Orders") });

registry.category("command_provider").add("service_orders", {
    namespace: "#",
    async provide(env, { searchValue }) {
        const text = (searchValue || "").trim();
        const mayFind = text && (await env.services.service_center_scan.mayScan());
        return mayFind ? findOrders(env, text) : [];
    },
});

// Typed without “#”: what was typed is looked up in the list of orders.
registry.category("command_provider").add("service_orders_default", {
    async provide(env, { searchValue }) {
        const text = (searchValue || "").trim();
        if (text.length < 3 || !(await env.services.service_center_scan.mayScan())) {
            return [];
        }
        return [
            {
                action: () =>
                    env.services.action.doAction(
                        "service_center.service_order_action",
                        {
                            additionalContext: {
                                search_default_open: 0,
                                search_default_display_name: text,
                            },
                        }
                    ),
                category: "default",
                name: _t("Find the order: %(text)s", { text }),
            },
        ];
    },
});
