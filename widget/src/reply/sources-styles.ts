import { css } from "lit";

/** The line about the source, and its card. */
export const sourcesStyles = css`
  :host {
    display: block;
  }
  .line {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em;
    inline-size: 100%;
    min-block-size: max(44px, 2.5em);
    padding: 0.4em 0.75em;
    border: 1px solid var(--hepatica-line);
    border-radius: var(--hepatica-radius);
    background: none;
    color: var(--hepatica-quiet);
    line-height: 1.35;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .line:hover {
    background: var(--hepatica-soft);
    color: var(--hepatica-ink);
  }
  .line[aria-expanded="true"] {
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  .line[aria-expanded="true"] svg {
    transform: rotate(180deg);
  }
  #card,
  #card > div {
    display: grid;
    gap: 0.6em;
  }
  #card {
    padding: 0.75em;
    border: 1px solid var(--hepatica-line);
    border-block-start: 0;
    border-radius: 0 0 var(--hepatica-radius) var(--hepatica-radius);
    color: var(--hepatica-quiet);
    font-size: 0.95em;
    overflow-wrap: anywhere;
  }
  #card > div:empty,
  #card > p:empty {
    display: none;
  }
  /* No bullets: one beside a link of several lines would stand at the last of them. */
  ul {
    display: grid;
    gap: 0.5em;
    padding: 0;
    list-style: none;
  }
  a {
    display: inline-block;
    padding-block: 0.35em;
  }
`;
