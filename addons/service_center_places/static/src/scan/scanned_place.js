import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { play } from "./sounds";

/** The saved order on the form in front, if there is one. */
function getOrderOnForm({ services }) {
    const { action, view, currentState, props } = services.action.currentController || {};
    const isForm = action?.res_model === "service.order" && view?.type === "form";
    return isForm && (currentState?.resId || props?.resId);
}

/**
 * A place was scanned somewhere: on the form of an order its device goes there, anywhere
 * else the place is opened.
 */
async function scannedPlace(env, action) {
    const orderId = getOrderOnForm(env);
    const { place_id, code } = action.params;
    if (!orderId) {
        return env.services.action.doAction({
            ...action,
            tag: "service_center_places.scan",
        });
    }
    const answer = await env.services.orm.call("service.place", "scan", [code], {
        order_id: orderId,
    });
    const isGood = ["moved", "here"].includes(answer.type);
    play(isGood ? "good" : "bad");
    env.services.notification.add(answer.message, {
        title: _t("Scan"),
        type: isGood ? "success" : "danger",
    });
    return place_id && { type: "ir.actions.client", tag: "soft_reload" };
}

registry.category("actions").add("service_center_places.scanned_place", scannedPlace);
