/** The geometry of a line chart of people out of 100 over months, in units of its view box. */

import type { CurveChart } from "../types.js";

export const VIEW = { width: 350, height: 236 };
const PLOT = { left: 36, right: 222, top: 30, bottom: 186 };
const BESIDE = PLOT.right + 16;
const MOST_TICKS = 6;
/** Lines differ by dashes and markers as well as by colour. */
const DASHES = ["", "7 5", "2 4", "10 4 2 4"];
const STEPS = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240];
const LINE_HEIGHT = 17;
const MOST_LINES = 3;
const LABEL_WIDTH = 12;
const WORDS = new RegExp(`[\\u2e80-\\uffef]|[^\\s\\u2e80-\\uffef]{1,${LABEL_WIDTH}}\\s*`, "g");

/** A place on the chart. */
export interface Place {
  x: number;
  y: number;
}

/** One group: its points, joined by straight lines, and its label to the right, with its marker. */
export interface Line {
  path: string;
  /** The markers, as one path. */
  marks: string;
  dashes: string;
  label: { mark: string; lines: (Place & { text: string })[] };
}

/** Everything to draw. */
export interface Drawing {
  plot: typeof PLOT;
  months: { at: number; x: number }[];
  percents: { at: number; y: number }[];
  lines: Line[];
}

/** Lay a chart out. Nothing is drawn before a group's first point or after its last one. */
export function drawing(series: CurveChart["series"]): Drawing {
  const last = Math.max(1, ...series.flatMap((one) => one.points.map((point) => point.months)));
  const step = STEPS.find((one) => last / one <= MOST_TICKS) ?? last;
  const end = Math.ceil(last / step) * step;
  const x = (months: number): number => between(PLOT.left, PLOT.right, months / end);
  const y = (percent: number): number => between(PLOT.bottom, PLOT.top, percent / 100);
  const placed = series.map((one) =>
    one.points.map((point) => ({ x: x(point.months), y: y(point.percent) })),
  );
  return {
    plot: PLOT,
    months: steps(0, end, step).map((at) => ({ at, x: x(at) })),
    percents: steps(0, 100, 25).map((at) => ({ at, y: y(at) })),
    lines: labelled(
      placed,
      series.map((one) => one.label),
    ),
  };
}

/** The months at which any group has a point, each once, in order. */
export function monthsOf(series: CurveChart["series"]): number[] {
  const months = series.flatMap((one) => one.points.map((point) => point.months));
  return [...new Set(months)].sort((one, other) => one - other);
}

/** Labels stand to the right, as high as the group's last point but apart from each other. */
function labelled(placed: Place[][], labels: string[]): Line[] {
  const order = placed.map((places, index) => {
    const texts = wrapped(labels[index] ?? "");
    const tall = texts.length * LINE_HEIGHT;
    return { places, texts, tall, top: (places.at(-1)?.y ?? 0) - tall / 2 };
  });
  let free = 0;
  for (const one of [...order].sort((first, second) => first.top - second.top)) {
    one.top = Math.max(one.top, free);
    free = one.top + one.tall + 6;
  }
  const over = Math.max(0, free - VIEW.height);
  return order.map(({ places, texts, top }, index) => ({
    path: places.map(({ x, y }, nth) => `${nth > 0 ? "L" : "M"}${x} ${y}`).join(""),
    marks: places.map((place) => marker(index, place)).join(""),
    dashes: DASHES[index % DASHES.length] ?? "",
    label: {
      mark: marker(index, { x: BESIDE, y: top - over + LINE_HEIGHT / 2 }),
      lines: texts.map((text, nth) => ({
        text,
        x: BESIDE + 10,
        y: top - over + LINE_HEIGHT * (nth + 0.8),
      })),
    },
  }));
}

/** A filled circle, square, triangle or diamond around a place. */
function marker(index: number, { x, y }: Place): string {
  const shapes = [
    `M${x - 5} ${y}a5 5 0 1 1 10 0a5 5 0 1 1 -10 0z`,
    `M${x - 5} ${y - 5}h10v10h-10z`,
    `M${x} ${y - 6}l6 11h-12z`,
    `M${x} ${y - 7}l7 7l-7 7l-7 -7z`,
  ];
  return shapes[index % shapes.length] ?? "";
}

/**
 * A label in lines short enough to stand beside the plot; Chinese may break anywhere.
 *
 * A longer one is cut: the table below the chart has it whole.
 */
export function wrapped(label: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of label.match(WORDS) ?? []) {
    if (line && widthOf(line + word.trimEnd()) > LABEL_WIDTH) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  if (line) lines.push(line.trimEnd());
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), "…"] : lines;
}

function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);
}

function between(from: number, to: number, share: number): number {
  return Math.round((from + (to - from) * share) * 10) / 10;
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}
