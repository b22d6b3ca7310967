import { onMounted, onWillUnmount } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/**
 * While the component is on the screen, every scan is its own: hand scanner and camera.
 *
 * @param {Function} taker called with the code
 */
export function useScans(taker) {
    const scan = useService("service_center_scan");
    let giveBack;
    onMounted(() => {
        giveBack = scan.take(taker);
    });
    onWillUnmount(() => giveBack?.());
    return scan;
}
