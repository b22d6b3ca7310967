import { onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { getColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { registry } from "@web/core/registry";
import { HomeTile } from "./home_tiles";

/** Figures with a small chart; the library is loaded when there is one to draw. */
export class ChartTile extends HomeTile {
    static template = "service_center.HomeChart";

    setup() {
        super.setup();
        this.canvas = useRef("canvas");
        useEffect(
            () => {
                this.draw();
            },
            () => [JSON.stringify(this.props.tile.series)]
        );
        onWillUnmount(() => {
            this.isGone = true;
            this.chart?.destroy();
        });
    }

    /** What the chart shows, for whoever does not see it. */
    get summary() {
        const { labels, series } = this.props.tile;
        return series
            .map(({ label, values }) => {
                const days = values.map((value, index) => `${labels[index]}: ${value}`);
                return `${label}: ${days.join(", ")}`;
            })
            .join(". ");
    }

    async draw() {
        await loadBundle("web.chartjs_lib");
        if (this.isGone) {
            return;
        }
        this.chart?.destroy();
        const { labels, series } = this.props.tile;
        const scheme = cookie.get("color_scheme");
        this.chart = new Chart(this.canvas.el, {
            type: "bar",
            data: {
                labels,
                datasets: series.map(({ label, values }, index) => ({
                    label,
                    data: values,
                    backgroundColor: getColor(index, scheme, "odoo"),
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                plugins: { legend: { position: "bottom" } },
                scales: {
                    x: { grid: { display: false } },
                    y: { beginAtZero: true, ticks: { precision: 0 } },
                },
            },
        });
    }
}

registry.category("service_center_home_tiles").add("chart", ChartTile);
