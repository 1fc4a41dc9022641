/** Charts at the border: one that is not whole is left out, because half a comparison misleads. */

import type { Chart, CurveChart, CurvePoint, IconChart, IconPanel } from "../types.js";
import { all, fields, number, some, text, whole } from "./check.js";

const MOST = { charts: 8, panels: 8, series: 4, points: 60 };
const LARGEST_GROUP = 1e9;
const LONGEST_MONTHS = 1200;

/** The charts that can be drawn. */
export function readCharts(value: unknown): Chart[] {
  return some(value, readChart, MOST.charts);
}

function readChart(value: unknown): Chart | null {
  const { kind } = fields(value);
  if (kind === "icons") return readIcons(fields(value));
  return kind === "curve" ? readCurve(fields(value)) : null;
}

function readIcons(given: Record<string, unknown>): IconChart | null {
  const title = text(given.title);
  const panels = all(given.panels, readPanel, MOST.panels);
  const filled = text(given.filled);
  const empty = text(given.empty);
  if (!title || !panels || !filled || !empty) return null;
  return { kind: "icons", title, panels, filled, empty, caption: text(given.caption) ?? "" };
}

function readPanel(value: unknown): IconPanel | null {
  const given = fields(value);
  const said = text(given.text);
  const outOf = whole(given.out_of, 1, LARGEST_GROUP);
  const count = outOf && whole(given.count, 0, outOf);
  if (!said || !outOf || count === null) return null;
  return { label: text(given.label), count, out_of: outOf, text: said };
}

function readCurve(given: Record<string, unknown>): CurveChart | null {
  const title = text(given.title);
  const series = all(given.series, readSeries, MOST.series);
  if (!title || !series?.some((one) => one.points.length > 1)) return null;
  return { kind: "curve", title, series, caption: text(given.caption) ?? "" };
}

function readSeries(value: unknown): CurveChart["series"][number] | null {
  const given = fields(value);
  const label = text(given.label);
  const points = all(given.points, readPoint, MOST.points);
  return label && points
    ? { label, points: [...points].sort((one, other) => one.months - other.months) }
    : null;
}

function readPoint(value: unknown): CurvePoint | null {
  const given = fields(value);
  const months = number(given.months, 0, LONGEST_MONTHS);
  const percent = number(given.percent, 0, 100);
  if (months === null || percent === null) return null;
  return { months, percent, text: text(given.text) ?? `${percent}` };
}
