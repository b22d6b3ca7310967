import { onMounted, onWillUnmount, useEnv } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/**
 * While the component is on the screen, every scan is its own: hand scanner and camera.
 *
 * @param {Function} taker called with the code; `false` gives it back
 */
export function useScans(taker) {
    const scan = useService("service_center_scan");
    const { inDialog } = useEnv();
    let giveBack;
    onMounted(() => {
        giveBack = scan.take(taker, { inDialog });
    });
    onWillUnmount(() => giveBack?.());
    return scan;
}
