import { css } from "lit";

export const menuStyles = css`
  dialog {
    inline-size: min(28em, 100vw - 1em);
    max-inline-size: none;
    max-block-size: calc(100dvh - 1em);
    padding: 0;
    border: 1.5px solid var(--hepatica-line);
    border-radius: var(--hepatica-radius);
    background: var(--hepatica-card);
    color: var(--hepatica-ink);
    overflow-y: auto;
    overflow-wrap: anywhere;
    overscroll-behavior: contain;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 50%);
  }
  .inside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1em;
    padding: 0.8em 1em 1.2em;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }
  h2:focus {
    outline: none;
  }
  section,
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.3em;
  }
  ul {
    padding-inline-start: 1.2em;
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.2em;
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  legend {
    padding: 0;
    font-weight: 600;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-block-size: 44px;
    min-inline-size: 44px;
    cursor: pointer;
  }
  input {
    inline-size: 1.3em;
    block-size: 1.3em;
    flex: none;
    margin: 0;
    accent-color: var(--hepatica-accent);
  }
  .chip {
    justify-self: start;
  }
  #hint {
    color: var(--hepatica-quiet);
    font-size: 0.9em;
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em;
  }
  .urgent {
    border-color: var(--hepatica-urgent);
    background: var(--hepatica-urgent);
    color: var(--hepatica-on-urgent);
  }
  @media print {
    dialog {
      display: none;
    }
  }
`;
