import { registry } from "@web/core/registry";

/** A camera that sees one code, in the middle of its picture. */
function pointCameraAt(code) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const paint = () => canvas.getContext("2d").fillRect(0, 0, 64, 64);
    paint();
    setInterval(paint, 50); // no picture comes without a change
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
    window.BarcodeDetector = class {
        static async getSupportedFormats() {
            return ["code_128"];
        }

        async detect({ clientWidth, clientHeight }) {
            const ratio = Math.min(clientWidth / 64, clientHeight / 64);
            const [x, y] = [clientWidth / 2 / ratio, clientHeight / 2 / ratio];
            return [{ rawValue: code, boundingBox: { x, y, width: 0, height: 0 } }];
        }
    };
}

registry.category("web_tour.tours").add("service_center_scan_camera", {
    steps: () => [
        {
            content: "A label before the camera of a telephone",
            trigger: ".o_service_home_tile[data-tile=stages_center]",
            run: () => pointCameraAt("FND-7701"),
        },
        { trigger: ".o_service_scan_systray", run: "click" },
        { trigger: ".o_form_view [name=device_model_id] input:value(Found Model)" },
        {
            content: "A code that nobody knows",
            trigger: "body:not(:has(.modal))",
            run: () => pointCameraAt("40404040"),
        },
        { trigger: ".o_service_scan_systray", run: "click" },
        {
            trigger: ".o_notification:contains(Nothing is known here by the code 40404040)",
        },
    ],
});
