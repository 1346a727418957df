import type { Page } from "playwright-core";
import { dashboardOf, filledIn, type Observed, type Panel } from "./dashboard";
import { must } from "./shell";

interface Line {
  readonly name: string;
  /** Where the dashboard chooses one, as for the classes of status. */
  readonly color?: string;
  readonly values: readonly (number | null)[];
}

interface Drawn extends Panel {
  readonly lines: readonly Line[];
  /** Of a tile: what stands on it, and in which colour. */
  readonly tile?: { readonly value?: number; readonly text?: string; readonly color: string };
}

/** Grafana's colours, by their names. */
const COLORS: Record<string, string> = {
  green: "#73bf69",
  blue: "#5794f2",
  yellow: "#f2cc0c",
  orange: "#ff9830",
  purple: "#b877d9",
  red: "#f2495c",
};
/** What the picture in the README shows. */
export const SHORT = [
  "Requests",
  "Failed",
  "p95",
  "Targets down",
  "Requests by route",
  "Responses by status",
  "Duration percentiles",
  "Distribution of durations",
];

const MINUTES = 15;
const STEP = 10;

/**
 * Draws what the dashboard's panels would show of the last minutes: their queries, their places and Prometheus's own answers, drawn with uPlot,
 * the library that Grafana's time series are drawn with. Grafana itself cannot run where its image cannot be had.
 */
export async function drawPanels(page: Page, observed: Observed): Promise<number> {
  const { title, panels } = dashboardOf(observed.portfolio);
  const end = Math.floor(Date.now() / 1000 / STEP) * STEP;
  const times = Array.from({ length: (MINUTES * 60) / STEP + 1 }, (_, index) => end - MINUTES * 60 + index * STEP);
  const drawn: Drawn[] = [];
  for (const panel of panels) {
    if (!panel.targets) continue;
    const lines: Line[] = [];
    let last: number | undefined;
    for (const { expr, legendFormat = "" } of panel.targets) {
      const query = filledIn(expr, observed.portfolio.namespace, observed.portfolio.name);
      for (const { metric, values } of await observed.prometheus.range(query, times[0]!, end, STEP)) {
        const known = new Map(values.map(([time, value]) => [time, Number(value)]));
        const name = legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => metric[label] ?? "");
        last ??= Number(values.at(-1)?.[1]);
        lines.push({ name, color: colorOf(panel, name), values: times.map((time) => finite(known.get(time))) });
      }
    }
    must(lines.length > 0, `the panel "${panel.title}" has no data`);
    drawn.push({ ...panel, lines, tile: panel.type === "stat" ? tileOf(panel, last) : undefined });
  }
  await page.setViewportSize({ width: 1200, height: 900 });
  await page.setContent(html(title, drawn));
  await page.addStyleTag({ path: require.resolve("uplot/dist/uPlot.min.css") });
  await page.addScriptTag({ path: require.resolve("uplot/dist/uPlot.iife.min.js") });
  await page.evaluate(`(${DRAW})(${JSON.stringify({ times, drawn, colors: Object.values(COLORS) })})`);
  const canvases = await page.locator("canvas").count();
  const graphs = drawn.filter(({ type, options }) => type !== "stat" || options?.graphMode === "area").length;
  must(canvases === graphs, `${canvases} of ${graphs} graphs were drawn`);
  return drawn.length;
}

function colorOf({ fieldConfig }: Panel, name: string): string | undefined {
  const chosen = fieldConfig?.overrides?.find(
    ({ matcher }) => /^\/.*\/$/.test(matcher.options) && new RegExp(matcher.options.slice(1, -1)).test(name),
  );
  return COLORS[chosen?.properties.find(({ value }) => value.fixedColor)?.value.fixedColor ?? ""];
}

/** As Grafana fills a tile: by thresholds, with its words for what is no number and for nothing at all. */
function tileOf({ fieldConfig: { defaults = {} } = {} }: Panel, value: number | undefined): Drawn["tile"] {
  const { thresholds, mappings = [], noValue = "No data" } = defaults;
  if (value === undefined || Number.isNaN(value))
    return {
      text: value === undefined ? noValue : (mappings.find(({ options }) => options.match === "nan")?.options.result.text ?? "NaN"),
      color: "#ccccdc",
    };
  const step = thresholds?.steps.filter((each) => each.value === null || value >= each.value).at(-1);
  return { value, color: COLORS[step?.color ?? "green"] ?? "#73bf69" };
}

const finite = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** Panels in the dashboard's grid of 24 columns; rows of headings are left out. */
function html(title: string, panels: readonly Drawn[]): string {
  const cells = panels.map(
    ({ title: name, gridPos: { w }, type }, index) =>
      `<section class="${type}${SHORT.includes(name) ? "" : " more"}" style="grid-column: span ${w}"><h2>${escaped(name)}</h2><div id="panel-${index}"></div></section>`,
  );
  return `<!doctype html><meta charset="utf-8"><style>
    body { background: #111217; color: #ccccdc; font: 13px Inter, Helvetica, Arial, sans-serif; margin: 0; padding: 16px; }
    h1 { font-size: 18px; margin: 0; } p { color: #8e8e9a; margin: 4px 0 12px; } h2 { font-size: 13px; font-weight: 500; margin: 0 0 4px; }
    main { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); gap: 8px; }
    section { background: #181b1f; border: 1px solid #2c2f36; padding: 8px; overflow: hidden; }
    section { border-radius: 2px; } .short .more { display: none; }
    .stat > div { font-size: 32px; font-weight: 500; text-align: center; padding-top: 6px; } .stat b { font-weight: 500; }
    .uplot .u-legend { color: #ccccdc; font-size: 11px; text-align: left; height: 20px; overflow: hidden; margin: 0; }
    .uplot .u-legend th { font-weight: 400; padding: 2px 4px; } .uplot .u-value { display: none; }
  </style><h1>${escaped(title)}</h1>
  <p>The data of the dashboard's panels as Prometheus answered them in an end-to-end run, drawn with uPlot. Grafana's own image cannot be run there.</p>
  <main>${cells.join("")}</main>`;
}

/** Runs in the page. */
const DRAW = `({ times, drawn, colors }) => {
  const trimmed = (value) => Number(value.toPrecision(3)).toString();
  const scaled = (value, steps) => { const [size, unit] = steps.find(([size]) => Math.abs(value) >= size) ?? steps.at(-1); return trimmed(value / size) + unit; };
  const texts = {
    percentunit: (value) => trimmed(value * 100) + " %",
    s: (value) => scaled(value, [[1, " s"], [0.001, " ms"], [0.000001, " µs"]]),
    bytes: (value) => scaled(value, [[2 ** 30, " GiB"], [2 ** 20, " MiB"], [2 ** 10, " KiB"], [1, " B"]]),
    reqps: (value) => trimmed(value) + " req/s",
  };
  /** A column a step, a row a bucket: the share of the requests that fell into it. */
  const heatmap = (place, lines) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: place.clientWidth, height: 200 });
    const buckets = lines.toSorted((a, b) => Number(a.name.replace("+Inf", "Infinity")) - Number(b.name.replace("+Inf", "Infinity")));
    const context = canvas.getContext("2d");
    const [left, wide, high] = [60, (canvas.width - 60) / times.length, canvas.height / buckets.length];
    context.font = "11px sans-serif";
    buckets.forEach(({ name, values }, row) => {
      const top = canvas.height - (row + 1) * high;
      context.fillStyle = "#8e8e9a";
      context.fillText(name + " s", 0, top + high - 2);
      values.forEach((value, column) => {
        const all = buckets.at(-1).values[column];
        const share = all > 0 ? (value - (row > 0 ? buckets[row - 1].values[column] : 0)) / all : 0;
        context.fillStyle = "rgba(255, 152, 48, " + share + ")";
        context.fillRect(left + column * wide, top, Math.ceil(wide), high - 1);
      });
    });
    place.append(canvas);
  };
  const spark = (place, values, stroke) => {
    const options = {
      width: place.clientWidth, height: 44, cursor: { show: false }, legend: { show: false }, axes: [{ show: false }, { show: false }],
      scales: { y: { range: (_, low, high) => [0, Math.max(high ?? 0, 1e-9)] } },
      series: [{}, { stroke, fill: stroke + "33", width: 1.5, points: { show: false } }],
    };
    new uPlot(options, [times, values], place);
  };
  const clock = (_, seconds) => seconds.map((second) => new Date(second * 1000).toISOString().slice(11, 16));
  drawn.forEach(({ type, lines, fieldConfig, options: { graphMode } = {}, tile }, index) => {
    const place = document.getElementById("panel-" + index);
    const text = texts[fieldConfig?.defaults?.unit] ?? trimmed;
    if (type === "stat") {
      place.append(Object.assign(document.createElement("b"), { textContent: tile.text ?? text(tile.value), style: "color: " + tile.color }));
      if (graphMode === "area") spark(place, lines[0].values, tile.color);
      return;
    }
    if (type === "heatmap") return heatmap(place, lines);
    const grey = { stroke: "#8e8e9a", grid: { stroke: "#24272d", width: 1 }, ticks: { show: false }, font: "11px sans-serif" };
    const series = lines.map(({ name, color }, at) => {
      const stroke = color ?? colors[at % colors.length];
      return { label: name || "value", stroke, fill: stroke + "1a", width: 1.5, points: { show: false } };
    });
    const options = {
      width: place.clientWidth, height: 190, cursor: { show: false }, legend: { live: false },
      scales: { y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high ?? 1) <= 0 ? 1 : high * 1.1] } },
      axes: [{ ...grey, values: clock }, { ...grey, size: 70, values: (_, ticks) => ticks.map(text) }],
      series: [{ label: "" }, ...series],
    };
    new uPlot(options, [times, ...lines.map(({ values }) => values)], place);
  });
}`;
