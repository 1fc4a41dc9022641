import { css } from "lit";

/**
 * What every element of the widget shares: focus ring, hidden text, buttons.
 * Sizes are in em, so that they grow with the text; `max(44px, ...)` is the touch target.
 */
export const shared = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 3px solid var(--hepatica-accent);
    outline-offset: 2px;
  }
  p,
  ul,
  h1,
  h2,
  h3 {
    margin: 0;
  }
  h2,
  h3 {
    font-size: 1.1em;
    line-height: 1.35;
  }
  a {
    color: var(--hepatica-accent);
  }
  .sr-only {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  .button,
  .quiet-button,
  .chip {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4em;
    min-block-size: max(44px, 2.5em);
    min-inline-size: 44px;
    padding: 0.4em 0.9em;
    border: 1.5px solid var(--hepatica-accent);
    border-radius: var(--hepatica-radius);
    background: var(--hepatica-card);
    color: var(--hepatica-accent);
    font: inherit;
    line-height: 1.3;
    text-align: start;
    text-decoration: none;
    overflow-wrap: anywhere;
    touch-action: manipulation;
  }
  .button {
    background: var(--hepatica-accent);
    color: var(--hepatica-on-accent);
    font-weight: 600;
  }
  .quiet-button {
    border-color: transparent;
    background: none;
    padding: 0.4em 0.6em;
  }
  .chip {
    border-radius: 1.4em;
  }
  .button:hover,
  .quiet-button:hover,
  .chip:hover {
    text-decoration: underline;
  }
  .quiet-button:hover,
  .chip:hover {
    background: var(--hepatica-soft);
  }
  svg {
    inline-size: 1.3em;
    block-size: 1.3em;
    flex: none;
  }
  @media (forced-colors: active) {
    .button,
    .quiet-button,
    .chip {
      border-color: ButtonText;
    }
    :focus-visible {
      outline-color: Highlight;
    }
  }
`;
