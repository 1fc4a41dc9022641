import { css } from "lit";

/** Charts and tables. */
export const chartStyles = css`
  .chart {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6em;
    margin: 0;
    padding-block: 0.75em;
    border-block: 1px solid var(--hepatica-line);
  }
  .chart + .chart {
    margin-block-start: -0.9em;
    border-block-start: 0;
  }
  figcaption,
  .label {
    font-weight: 600;
  }
  .panels {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 7.5em), 1fr));
    gap: 0.4em 1em;
  }
  /* Labels of one line and of two: the people of both groups still stand at the same height. */
  .panel {
    display: grid;
    grid-row: span 3;
    grid-template-rows: subgrid;
    max-inline-size: 16em;
  }
  .panel .label {
    grid-row: 1;
  }
  .people {
    grid-row: 2;
  }
  .panel .said {
    grid-row: 3;
  }
  .people,
  .curve {
    inline-size: 100%;
    block-size: auto;
  }
  .curve {
    max-inline-size: 24em;
  }
  .person {
    inline-size: 0.9em;
    block-size: 1.35em;
    vertical-align: -0.3em;
  }
  .filled,
  .empty,
  .grid,
  .line,
  .marks {
    fill: none;
    stroke: currentColor;
  }
  .filled,
  .marks {
    fill: currentColor;
  }
  .filled {
    color: var(--hepatica-filled);
  }
  .empty,
  .grid {
    color: var(--hepatica-line);
  }
  .grid {
    stroke-opacity: 0.5;
  }
  .line {
    stroke-width: 2.5;
  }
  .series-0 path {
    color: var(--hepatica-accent);
  }
  .series-2 path {
    color: var(--hepatica-quiet);
  }
  .curve text {
    fill: currentColor;
    font-size: 15px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 1em;
  }
  .legend,
  .caption {
    color: var(--hepatica-quiet);
    font-size: 0.95em;
  }
  summary {
    min-block-size: 44px;
    padding-block: 0.6em;
    color: var(--hepatica-accent);
    cursor: pointer;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    min-inline-size: 100%;
  }
  caption {
    padding-block-end: 0.4em;
    font-weight: 600;
    text-align: start;
  }
  th,
  td {
    min-inline-size: 7em;
    padding: 0.5em 0.6em;
    border: 1px solid var(--hepatica-line);
    overflow-wrap: normal;
    text-align: start;
    vertical-align: top;
  }
  th {
    background: var(--hepatica-soft);
  }
  @media (forced-colors: active) {
    .chart path {
      color: CanvasText !important;
    }
  }
`;
