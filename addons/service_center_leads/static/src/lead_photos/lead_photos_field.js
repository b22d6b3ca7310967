import { PhotosField } from "@service_center/photos/photos_field";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * The photos that came with a request, as an order shows those of its intake: a grid,
 * opened big by a tap. They belong to letters and forms, so none is added or deleted.
 */
export class LeadPhotosField extends PhotosField {
    get groups() {
        const photos = this.props.record.data[this.props.name].records.map((each) => ({
            id: each.resId,
            name: each.data.name,
            title: each.data.create_date
                ? each.data.create_date.toLocaleString(luxon.DateTime.DATETIME_SHORT)
                : "",
            url: this.getUrl(each.resId, "image_256", each.data.checksum),
        }));
        return photos.length ? [{ kind: "request", label: _t("Photos"), photos }] : [];
    }

    get canAdd() {
        return false;
    }

    get canDelete() {
        return false;
    }

    getUrl(id, field, checksum) {
        const size = field === "image_256" ? "/256x256" : "";
        const unique = (checksum || "").slice(0, 12);
        return `/web/image/${id}${size}?unique=${unique}`;
    }
}

registry.category("fields").add("service_lead_photos", {
    component: LeadPhotosField,
    supportedTypes: ["many2many"],
    relatedFields: [
        { name: "name", type: "char" },
        { name: "checksum", type: "char" },
        { name: "create_date", type: "datetime" },
    ],
});
