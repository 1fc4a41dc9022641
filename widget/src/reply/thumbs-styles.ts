import { css } from "lit";

/** The thumbs and the reasons below them. */
export const thumbsStyles = css`
  :host {
    display: block;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 0.5em;
  }
  [aria-pressed="true"] {
    background: var(--hepatica-soft);
    font-weight: 600;
    border-color: currentColor;
  }
  form {
    margin-block: 0.5em;
    padding: 0.75em;
    border: 1px solid var(--hepatica-line);
    border-radius: var(--hepatica-radius);
  }
  fieldset {
    min-inline-size: 0;
    margin: 0 0 0.5em;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    font-weight: 600;
  }
  label {
    display: flex;
    align-items: center;
    gap: 0.6em;
    min-block-size: 44px;
  }
  input {
    flex: none;
    inline-size: 1.3em;
    block-size: 1.3em;
    margin: 0;
    accent-color: var(--hepatica-accent);
  }
  [role="status"]:empty {
    display: none;
  }
  [role="status"] {
    padding-inline: 0.6em;
    color: var(--hepatica-quiet);
  }
`;
