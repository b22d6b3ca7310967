import { Component, useRef } from "@odoo/owl";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { useService } from "@web/core/utils/hooks";

/** A field for who has no scanner, and the camera for who has a telephone. */
export class ScanBar extends Component {
    static template = "service_center_places.ScanBar";
    static props = { onCode: Function, placeholder: String };

    setup() {
        this.scan = useService("service_center_scan");
        this.hasCamera = isBarcodeScannerSupported();
        this.input = useRef("code");
    }

    async submit() {
        const code = this.input.el.value.trim();
        this.input.el.value = "";
        if (code) {
            await this.props.onCode(code);
        }
    }
}
