import { browser } from "@web/core/browser/browser";

// Three tones that are told apart without looking: good, look here, no.
const TONES = {
    good: [[1320, 0.09]],
    look: [
        [740, 0.12],
        [988, 0.18],
    ],
    bad: [
        [220, 0.18],
        [165, 0.3],
    ],
};

let context;

/**
 * Play a tone and let the telephone tremble; where there is no sound, nothing happens.
 *
 * @param {"good"|"look"|"bad"} name
 */
export function play(name) {
    browser.navigator.vibrate?.(name === "good" ? 60 : [120, 60, 120]);
    const AudioContext = window.AudioContext || window.webkitAudioContext;
    if (!AudioContext) {
        return;
    }
    context ??= new AudioContext();
    let start = context.currentTime;
    for (const [frequency, length] of TONES[name]) {
        const tone = context.createOscillator();
        const volume = context.createGain();
        tone.frequency.value = frequency;
        volume.gain.setValueAtTime(0.25, start);
        volume.gain.exponentialRampToValueAtTime(0.01, start + length);
        tone.connect(volume).connect(context.destination);
        tone.start(start);
        tone.stop(start + length);
        start += length;
    }
}
