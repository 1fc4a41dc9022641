import { css } from "lit";

/**
 * The page itself, in the dialog, on paper and in a file. The file is written as XML: no child
 * combinators here, their sign would be escaped.
 */
export const pageStyles = css`
  .summary {
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .summary h1 {
    margin: 0 0 0.3em;
    font-size: 1.5em;
  }
  .summary h2 {
    margin: 1.3em 0 0.3em;
    font-size: 1.15em;
  }
  .summary h3 {
    margin: 1em 0 0.3em;
    font-size: 1em;
  }
  .summary p,
  .summary ul,
  .summary ol {
    margin: 0 0 0.5em;
  }
  .summary ul,
  .summary ol {
    padding-inline-start: 1.5em;
  }
  .summary .notice {
    font-weight: 600;
  }
  .summary .small {
    font-size: 0.9em;
  }
  .summary .own {
    white-space: pre-wrap;
  }
  .summary .ruled {
    block-size: 1.8em;
    border-block-end: 1px solid;
  }
`;

/** The file alone. */
export const fileStyles = css`
  body {
    max-width: 44rem;
    margin: 2rem auto;
    padding: 0 1rem;
    background: #fff;
    color: #111;
    font-family: system-ui, sans-serif;
  }
`;

/** On paper there is nothing but the page; on the screen it is not seen. */
export const printStyles = css`
  @media screen {
    .hepatica-print {
      display: none;
    }
  }
  @media print {
    html,
    body {
      display: block !important;
      block-size: auto !important;
      max-block-size: none !important;
      overflow: visible !important;
      position: static !important;
      background: #fff !important;
    }
    body > :not(.hepatica-print) {
      display: none !important;
    }
    .hepatica-print {
      color-scheme: light;
      color: #000;
      font:
        11pt system-ui,
        sans-serif;
    }
    .hepatica-print h2,
    .hepatica-print h3 {
      break-after: avoid;
    }
    .hepatica-print li {
      break-inside: avoid;
    }
  }
`;

/** The dialog around it. */
export const summaryStyles = css`
  dialog {
    inline-size: min(48rem, 100%);
    max-inline-size: 100%;
    max-block-size: 100%;
    padding: 0 1rem 1rem;
    border: 1px solid var(--hepatica-line);
    border-radius: var(--hepatica-radius);
    background: var(--hepatica-card);
    color: var(--hepatica-ink);
    font-family: var(--hepatica-font);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em 1em;
    padding-block: 0.75rem;
    border-block-end: 1px solid var(--hepatica-line);
  }
  #title {
    font-size: 1.3em;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .bar + .summary {
    padding-block-start: 0.75rem;
  }
  textarea {
    inline-size: 100%;
    min-block-size: 6em;
    padding: 0.5em;
    border: 1.5px solid var(--hepatica-line);
    border-radius: var(--hepatica-radius);
    background: var(--hepatica-page);
    color: inherit;
    font: inherit;
  }
`;
