import { Component, useRef, useState } from "@odoo/owl";
import {
    BarcodeVideoScanner,
    isBarcodeScannerSupported,
} from "@web/core/barcode/barcode_video_scanner";

const SAME_CODE = 3000; // milliseconds in which the camera still looks at the last code

/**
 * A field for who has no scanner, and the camera for who has a telephone.
 *
 * The camera stays on: one device after the other is held before it.
 */
export class ScanBar extends Component {
    static template = "service_center_places.ScanBar";
    static components = { BarcodeVideoScanner };
    static props = { onCode: Function, placeholder: String };

    setup() {
        this.state = useState({ isCameraOn: false, error: "" });
        this.last = { code: "", time: 0 };
        this.hasCamera = isBarcodeScannerSupported();
        this.input = useRef("code");
    }

    toggleCamera() {
        Object.assign(this.state, { isCameraOn: !this.state.isCameraOn, error: "" });
    }

    /** The camera reads the same code again and again while one points at it. */
    onResult(code) {
        const isSame = code === this.last.code && Date.now() - this.last.time < SAME_CODE;
        this.last = { code, time: Date.now() };
        return isSame || this.props.onCode(code);
    }

    onError(error) {
        Object.assign(this.state, { isCameraOn: false, error: error.message });
    }

    async submit() {
        const code = this.input.el.value.trim();
        this.input.el.value = "";
        if (code) {
            await this.props.onCode(code);
        }
    }
}
