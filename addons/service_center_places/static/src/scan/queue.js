import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { play } from "./sounds";

/**
 * Scans one after the other, however fast they come, and the last word about them.
 *
 * @param {Function} act asked with a code; returns the server's answer
 * @param {Object} tones which sound belongs to which type of answer
 */
export function useScanQueue(act, tones) {
    const state = useState({ message: "", tone: "", busy: 0 });
    let last = Promise.resolve();

    async function handle(code) {
        try {
            const answer = await act(code);
            state.message = answer.message;
            state.tone = tones[answer.type] || "bad";
        } catch (error) {
            state.message = error.data?.message || error.message || _t("No connection");
            state.tone = "bad";
        }
        state.busy--;
        play(state.tone);
    }

    function push(code) {
        state.busy++;
        last = last.then(() => handle(code));
        return last;
    }

    return { state, push };
}

export const TONE_CLASSES = {
    good: "alert-success",
    look: "alert-warning",
    bad: "alert-danger",
};
