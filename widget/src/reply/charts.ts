/** Charts and tables as templates, each with the same in words. */

import { html, nothing, svg, type TemplateResult } from "lit";

import { languageOf, t } from "../strings.js";
import type { Chart, CurveChart, IconChart, IconPanel, Language, Table } from "../types.js";
import type { Shown } from "./contract.js";
import { drawing, type Line, monthsOf, VIEW } from "./curve.js";
import { crowd, ONE } from "./icons.js";

type Content = TemplateResult | typeof nothing;

/** The charts of a reply; all their words are in the reply's language. */
export function charts(contract: Shown): Content[] {
  const language = languageOf(contract.language);
  return contract.charts.map((chart) => figure(chart, contract.language, language));
}

function figure(chart: Chart, spoken: string, language: Language): TemplateResult {
  return html`<figure class="chart" lang=${spoken}>
    <figcaption>${chart.title}</figcaption>
    ${chart.kind === "icons" ? icons(chart, language) : curve(chart, language)}
    ${chart.caption ? html`<p class="caption">${chart.caption}</p>` : nothing}
  </figure>`;
}

function icons(chart: IconChart, language: Language): TemplateResult {
  const isDrawn = chart.panels.some((panel) => crowd(panel));
  return html`<div class="panels">${chart.panels.map(panel)}</div>
    ${isDrawn ? legend(chart, language) : nothing}`;
}

function panel(one: IconPanel): TemplateResult {
  const drawn = crowd(one);
  return html`<div class="panel">
    ${one.label ? html`<p class="label">${one.label}</p>` : nothing}
    ${
      drawn
        ? html`<svg
            class="people"
            viewBox=${`0 0 ${drawn.width} ${drawn.height}`}
            aria-hidden="true"
            focusable="false"
          >
            <path class="empty" d=${drawn.empty} />
            <path class="filled" d=${drawn.filled} />
          </svg>`
        : nothing
    }
    <p class="said">${one.text}</p>
  </div>`;
}

function legend(chart: IconChart, language: Language): TemplateResult {
  const entry = (kind: "filled" | "empty"): TemplateResult =>
    html`<span class="entry">
      <svg
        class="person"
        viewBox=${`0 0 ${ONE.width} ${ONE.height}`}
        aria-hidden="true"
        focusable="false"
      >
        <path class=${kind} d=${ONE.path} />
      </svg>
      ${chart[kind]}
    </span>`;
  return html`<p class="legend">
    ${entry("filled")} ${entry("empty")} <span>${t(language, "one_person")}</span>
  </p>`;
}

function curve(chart: CurveChart, language: Language): TemplateResult {
  const { plot, months, percents, lines } = drawing(chart.series);
  return html`<svg
      class="curve"
      viewBox=${`0 0 ${VIEW.width} ${VIEW.height}`}
      aria-hidden="true"
      focusable="false"
    >
      <text class="axis" x="0" y="16">${t(language, "people_of_100")}</text>
      ${percents.map(
        ({ at, y }) =>
          svg`<path class="grid" d="M${plot.left} ${y}H${plot.right}" />
            <text x=${plot.left - 6} y=${y + 5} text-anchor="end">${at}</text>`,
      )}
      ${months.map(
        ({ at, x }) =>
          svg`<path class="grid" d="M${x} ${plot.bottom}v5" />
            <text x=${x} y=${plot.bottom + 21} text-anchor="middle">${at}</text>`,
      )}
      <text class="axis" x=${plot.right} y=${plot.bottom + 42} text-anchor="end">
        ${t(language, "months")}
      </text>
      ${lines.map(oneLine)}
    </svg>
    <details>
      <summary>${t(language, "numbers_as_table")}</summary>
      ${scrolled(curveTable(chart, language), chart.title)}
    </details>`;
}

function oneLine({ path, marks, dashes, label }: Line, index: number): ReturnType<typeof svg> {
  return svg`<g class="series series-${index}">
    <path class="line" d=${path} stroke-dasharray=${dashes || nothing} />
    <path class="marks" d=${marks + label.mark} />
    ${label.lines.map(({ x, y, text }) => svg`<text x=${x} y=${y}>${text}</text>`)}
  </g>`;
}

function curveTable({ title, series }: CurveChart, language: Language): TemplateResult {
  const columns = [t(language, "months"), ...series.map(({ label }) => label)];
  const rows = monthsOf(series).map((months) => [
    `${months}`,
    ...series.map(
      ({ points }) =>
        points.find((point) => point.months === months)?.text ?? t(language, "no_figure"),
    ),
  ]);
  return table({ columns, rows }, title);
}

/** The table of a reply; it scrolls sideways by itself, also from the keyboard. */
export function contractTable(contract: Shown): Content {
  if (!contract.table) return nothing;
  const caption = t(languageOf(contract.language), "side_by_side");
  return html`<div lang=${contract.language}>
    ${scrolled(table(contract.table, caption), caption)}
  </div>`;
}

function scrolled(content: TemplateResult, label: string): TemplateResult {
  // A group and no region: a landmark for each table of a long talk would be too many.
  return html`<div class="scroll" role="group" tabindex="0" aria-label=${label}>${content}</div>`;
}

function table({ columns, rows }: Table, caption: string): TemplateResult {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => header(column, "col"))}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first, ...others]) =>
          html`<tr>
            ${header(first ?? "", "row")} ${others.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A header cell; an empty one heads nothing. */
function header(text: string, scope: "col" | "row"): TemplateResult {
  return text ? html`<th scope=${scope}>${text}</th>` : html`<td></td>`;
}
