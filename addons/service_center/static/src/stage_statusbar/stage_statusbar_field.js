import { registry } from "@web/core/registry";
import {
    StatusBarDurationField,
    statusBarDurationField,
} from "@mail/views/fields/statusbar_duration/statusbar_duration_field";

/**
 * The status bar of an order. A move that the server refuses is taken back on the
 * screen too; whatever else was typed stays.
 */
export class StageStatusBarField extends StatusBarDurationField {
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
});
