import { Component, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { isMobileOS } from "@web/core/browser/feature_detection";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { shrinkPhoto } from "./shrink";

/**
 * The photos of an order: taken with the camera of the phone or tablet, seen as a grid,
 * opened big by a tap. What is sent is small, and shows how far it has come.
 */
export class PhotosField extends Component {
    static template = "service_center.PhotosField";
    static props = { ...standardFieldProps };

    setup() {
        this.upload = useService("file_upload");
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.viewer = useFileViewer();
        this.camera = useRef("camera");
        this.files = useRef("files");
        this.hasCamera = isMobileOS();
        this.state = useState({ waiting: 0, current: null });
    }

    get groups() {
        const photos = this.props.record.data[this.props.name].records.map((each) => ({
            id: each.resId,
            kind: each.data.kind,
            name: each.data.name,
            title: each.data.create_date
                ? each.data.create_date.toLocaleString(luxon.DateTime.DATETIME_SHORT)
                : "",
            url: this.getUrl(each.resId, "image_256", each.data.checksum),
        }));
        return [
            { kind: "intake", label: _t("At intake") },
            { kind: "repair", label: _t("During the repair") },
        ]
            .map((group) => ({
                ...group,
                photos: photos.filter((photo) => photo.kind === group.kind),
            }))
            .filter((group) => group.photos.length);
    }

    get order() {
        return this.props.record.data;
    }

    get canAdd() {
        const { state, is_intake_locked } = this.order;
        return state !== "issued" && (state !== "new" || !is_intake_locked);
    }

    get canDelete() {
        return this.order.state === "new" && !this.order.is_intake_locked;
    }

    /** Part of the current upload that has arrived, in percent. */
    get percent() {
        return Math.round((this.state.current?.progress || 0) * 100);
    }

    getUrl(id, field, checksum) {
        const unique = (checksum || "").slice(0, 12);
        return `/web/image/service.order.photo/${id}/${field}?unique=${unique}`;
    }

    open(opened) {
        const files = this.props.record.data[this.props.name].records.map((each) => {
            const url = this.getUrl(each.resId, "image", each.data.checksum);
            return {
                id: each.resId,
                name: each.data.name,
                isImage: true,
                isViewable: true,
                defaultSource: url,
                downloadUrl: `${url}&download=true`,
            };
        });
        this.viewer.open(
            files.find((file) => file.id === opened),
            files
        );
    }

    async onChosen(ev) {
        const files = [...ev.target.files];
        ev.target.value = ""; // the same file may be chosen again
        if (files.length && (await this.props.record.save())) {
            await this.send(files);
        }
    }

    /** One after the other: a phone has little memory, and the order of photos stays. */
    async send(files) {
        this.state.waiting = files.length;
        for (const file of files) {
            try {
                await this.sendOne(await shrinkPhoto(file));
            } catch {
                this.notification.add(
                    _t(
                        "%s was not added: it is no picture that this browser can show, or the connection broke.",
                        file.name
                    ),
                    { type: "danger", sticky: true }
                );
            }
            this.state.waiting -= 1;
        }
        this.state.current = null;
        await this.refresh();
    }

    async sendOne(photo) {
        const route = `/service_center/order/${this.props.record.resId}/photo`;
        // what the server refuses is said by the upload service itself
        const upload = await this.upload.upload(route, [photo]);
        this.state.current = upload;
        await new Promise((resolve) => upload.xhr.addEventListener("loadend", resolve));
    }

    async refresh() {
        const { record } = this.props;
        if (await record.isDirty()) {
            await record.save();
        } else {
            await record.load();
        }
    }

    remove(id) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Delete this photo?"),
            body: _t("It cannot be brought back."),
            confirmLabel: _t("Delete"),
            confirm: async () => {
                await this.orm.unlink("service.order.photo", [id]);
                await this.refresh();
            },
            cancel: () => {},
        });
    }
}

registry.category("fields").add("service_photos", {
    component: PhotosField,
    supportedTypes: ["one2many"],
    isEmpty: () => false,
    relatedFields: [
        { name: "kind", type: "selection" },
        { name: "name", type: "char" },
        { name: "checksum", type: "char" },
        { name: "create_date", type: "datetime" },
    ],
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "is_intake_locked", type: "boolean" },
    ],
});
