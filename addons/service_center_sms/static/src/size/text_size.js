import { Component } from "@odoo/owl";
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

    get data() {
        return this.props.record.data;
    }

    get preview() {
        const body = this.data[this.props.body] || "";
        if (!this.data.samples) {
            return body;
        }
        const { plain, other } = this.data.samples;
        return fill(body, isPlain(body) ? plain : other);
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
