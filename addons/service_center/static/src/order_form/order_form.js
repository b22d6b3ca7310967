import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formView } from "@web/views/form/form_view";
import { useScans } from "@service_center/scan/use_scans";

/** The form of an order: a part that is scanned goes onto it, all else is looked up. */
export class OrderFormController extends formView.Controller {
    setup() {
        super.setup();
        this.notification = useService("notification");
        useScans((code) => this.addScanned(code));
    }

    /**
     * @param {string} code
     * @returns {Promise<boolean>} whether it was something for this order
     */
    async addScanned(code) {
        const { root } = this.model;
        if (!root.resId) {
            return false;
        }
        // what is typed in is kept first, or the form says what is wrong with it
        if (!(await root.save())) {
            return true;
        }
        const added = await this.orm.call(root.resModel, "add_scanned", [
            [root.resId],
            code,
        ]);
        if (added) {
            await root.load();
            this.notification.add(
                _t("%(name)s: %(quantity)s on this order", added),
                { type: "success" }
            );
        }
        return Boolean(added);
    }
}

registry.category("views").add("service_order_form", {
    ...formView,
    Controller: OrderFormController,
});
