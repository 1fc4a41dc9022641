import { css } from "lit";

/** The dialog that explains a word. */
export const meaningStyles = css`
  dialog {
    inline-size: min(26rem, 100% - 2rem);
    max-block-size: calc(100% - 2rem);
    padding: 0;
    border: 1px solid var(--hepatica-line);
    border-radius: var(--hepatica-radius);
    background: var(--hepatica-card);
    color: var(--hepatica-ink);
    font-family: var(--hepatica-font);
    line-height: 1.5;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  .inside {
    display: grid;
    gap: 1em;
    padding: 1.1em;
  }
  h2 {
    margin-block-end: 0.3em;
  }
  p {
    overflow-wrap: anywhere;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
`;
