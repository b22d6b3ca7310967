import { Component, onWillStart, useState } from "@odoo/owl";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { hasTouch } from "@web/core/browser/feature_detection";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** In the top bar of a telephone or tablet: scan with its camera. */
export class ScanSystray extends Component {
    static template = "service_center.ScanSystray";
    static props = {};

    setup() {
        this.scan = useService("service_center_scan");
        this.state = useState({ isShown: false });
        onWillStart(async () => {
            this.state.isShown =
                hasTouch() && isBarcodeScannerSupported() && (await this.scan.mayScan());
        });
    }
}

registry
    .category("systray")
    .add("service_center.scan", { Component: ScanSystray }, { sequence: 90 });
