import { useState } from "@odoo/owl";
import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SIZES, utils as uiUtils } from "@web/core/ui/ui_service";
import { _t } from "@web/core/l10n/translation";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { shrinkPhoto } from "../photos/shrink";

const base64 = (dataUrl) => (dataUrl || "").split(",")[1];

/**
 * The customer reads the receipt and signs below it. If something is refused, the
 * dialog stays open, with the signature in it. A receipt that was signed by hand comes
 * in as a scan or a photo.
 */
export class SignReceiptDialog extends SignatureDialog {
    static template = "service_center.SignReceiptDialog";
    static props = {
        ...SignatureDialog.props,
        nameAndSignatureProps: { type: Object, optional: true },
        uploadSignature: { type: Function, optional: true },
        orderId: Number,
        title: String,
        onSigned: Function,
    };
    static defaultProps = { nameAndSignatureProps: {} };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({ busy: false, onPaper: false, scan: null });
    }

    get receiptUrl() {
        const small = this.env.isSmall ? "_roll" : "";
        const report = `service_center.report_intake${small}`;
        // On paper there is room to answer by hand, so the preview shows what is signed.
        const context = { service_on_screen: !this.state.onPaper };
        const query = encodeURIComponent(JSON.stringify(context));
        return `/report/html/${report}/${this.props.orderId}?context=${query}`;
    }

    /** Drawn by hand, in a field as high as a thumb needs and no higher. */
    get nameAndSignatureProps() {
        const isNarrow = this.env.isSmall || uiUtils.getSize() >= SIZES.LG;
        return {
            ...super.nameAndSignatureProps,
            mode: "draw",
            displaySignatureRatio: isNarrow ? 2.5 : 5,
        };
    }

    get isReady() {
        const { signature, state } = this;
        const shown = state.onPaper ? state.scan : !signature.isSignatureEmpty;
        return Boolean(!state.busy && shown && signature.name.trim());
    }

    async onChooseScan(ev) {
        this.state.scan = ev.target.files[0] || null;
    }

    async readScan() {
        const isPdf = this.state.scan.type === "application/pdf";
        const file = isPdf ? this.state.scan : await shrinkPhoto(this.state.scan);
        return base64(await getDataURLFromFile(file));
    }

    async onClickConfirm() {
        if (!this.isReady) {
            return;
        }
        this.state.busy = true;
        try {
            const kept = this.state.onPaper
                ? { scan: await this.readScan() }
                : { signature: base64(this.signature.getSignatureImage()) };
            await this.orm.call(
                "service.order",
                "action_record_receipt",
                [[this.props.orderId]],
                { signed_by: this.signature.name, ...kept }
            );
        } finally {
            this.state.busy = false;
        }
        this.props.close();
        this.notification.add(_t("The receipt is signed."), { type: "success" });
        await this.props.onSigned();
    }
}

registry.category("actions").add("service_center.sign_receipt", (env, { params }) => {
    env.services.dialog.add(SignReceiptDialog, {
        orderId: params.order_id,
        defaultName: params.customer_name,
        title: _t("Receipt %(order)s, version %(version)s", {
            order: params.order_name,
            version: params.version,
        }),
        onSigned: () => env.services.action.doAction("soft_reload"),
    });
});
