import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const BASIC = new Set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡" +
        "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
);
const EXTENSION = new Set("\f^{}\\[~]|€");

const isPlain = (text) => [...text].every((char) => BASIC.has(char) || EXTENSION.has(char));

/** The same count as in tools/segments.py: { length, parts, left }. */
export function measure(text) {
    const chars = [...text];
    const plain = isPlain(text);
    const widths = chars.map((char) =>
        plain ? (EXTENSION.has(char) ? 2 : 1) : char.length
    );
    const [single, part] = plain ? [160, 153] : [70, 67];
    const length = widths.reduce((sum, width) => sum + width, 0);
    if (length <= single) {
        return { length, parts: length ? 1 : 0, left: single - length };
    }
    let parts = 1;
    let used = 0;
    for (const width of widths) {
        if (used + width > part) {
            parts += 1;
            used = 0;
        }
        used += width;
    }
    return { length, parts, left: part - used };
}

/** The text with typical values, as tools/placeholders.py fills it in. */
export function fill(text, samples) {
    const line = (text || "").replace(/\s+/g, " ").trim();
    const filled = line.replace(/\{([^{}]*)\}/g, (found, name) => samples[name] ?? found);
    return filled.replace(/\s+/g, " ").replace(/\s+([.,;:!?])/g, "$1").trim();
}

/** What a text looks like and costs, while it is being written. */
export class TextSize extends Component {
    static template = "service_center_sms.TextSize";
    static props = { ...standardWidgetProps, body: String };

    setup() {
        this.root = useRef("root");
        this.state = useState({ typed: null });
        // a field tells its record when one leaves it: what is being typed is seen here
        useExternalListener(document, "input", (ev) => this.onInput(ev));
        useEffect(
            () => {
                this.state.typed = null;
            },
            () => [this.data[this.props.body]]
        );
    }

    get data() {
        return this.props.record.data;
    }

    get body() {
        return this.state.typed ?? (this.data[this.props.body] || "");
    }

    onInput(ev) {
        const field = ev.target.closest?.(`.o_field_widget[name="${this.props.body}"]`);
        const form = this.root.el?.closest(".o_form_view");
        if (field && form?.contains(field)) {
            this.state.typed = ev.target.value;
        }
    }

    get preview() {
        if (!this.data.samples) {
            return this.body;
        }
        const { plain, other } = this.data.samples;
        return fill(this.body, isPlain(this.body) ? plain : other);
    }

    get size() {
        return measure(this.preview);
    }

    get price() {
        const price = this.data.service_price * this.size.parts;
        const sign = this.data.service_currency || "";
        return price ? `${formatFloat(price, { digits: [16, 2] })} ${sign}` : "";
    }
}

registry.category("view_widgets").add("service_text_size", {
    component: TextSize,
    extractProps: ({ attrs }) => ({ body: attrs.body || "body" }),
});
