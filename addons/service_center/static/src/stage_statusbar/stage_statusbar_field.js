import { registry } from "@web/core/registry";
import {
    StatusBarDurationField,
    statusBarDurationField,
} from "@mail/views/fields/statusbar_duration/statusbar_duration_field";

/**
 * The status bar of an order. Stages that the order cannot enter now are pale, and say
 * why when pointed at. A move that the server refuses is taken back on the screen too;
 * whatever else was typed stays.
 */
export class StageStatusBarField extends StatusBarDurationField {
    static template = "service_center.StageStatusBarField";

    getAllItems() {
        const items = super.getAllItems();
        const blockers = this.props.record.data.stage_blockers;
        if (!blockers || !this.props.record.resId) {
            return items;
        }
        for (const item of items) {
            const reasons = blockers[item.value];
            item.isBlocked = !item.isSelected && (!reasons || reasons.length > 0);
            item.reasons = (reasons || []).join("\n");
        }
        return items;
    }

    getDropdownItemClassNames(item) {
        const names = super.getDropdownItemClassNames(item);
        return item.isBlocked ? `${names || ""} opacity-50` : names;
    }

    async selectItem(item) {
        const { name, record } = this.props;
        const before = record.data[name];
        const typed = await record.isDirty();
        try {
            await super.selectItem(item);
        } catch (error) {
            await (typed ? record.update({ [name]: before }) : record.discard());
            throw error;
        }
    }
}

registry.category("fields").add("service_stage_statusbar", {
    ...statusBarDurationField,
    component: StageStatusBarField,
    additionalClasses: ["o_field_statusbar_duration"],
    fieldDependencies: [
        ...statusBarDurationField.fieldDependencies,
        { name: "stage_blockers", type: "json" },
    ],
});
