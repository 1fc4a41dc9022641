import { css } from "lit";

/**
 * The frame: head, line, log and composer below each other. Where there is little room for the size
 * of the text (a small phone, 200% text), head and composer shrink, so that the log keeps its share.
 */
export const chatStyles = css`
  :host {
    display: block;
    block-size: min(44rem, 90dvh);
    font-family: var(--hepatica-font);
    font-size: 1.0625rem;
    line-height: 1.55;
    color: var(--hepatica-ink);
    background: var(--hepatica-page);
    text-size-adjust: none;
    -webkit-text-size-adjust: none;
  }
  :host([hidden]) {
    display: none;
  }
  /* Where the browser's own text is large already, a word must still fit on the screen. */
  :host([size="2"]) {
    font-size: max(1.0625rem, min(1.3rem, 12vw));
  }
  :host([size="3"]) {
    font-size: max(1.0625rem, min(1.6rem, 12vw));
  }
  :host([full]) {
    position: fixed;
    inset: 0;
    block-size: auto;
  }
  .frame {
    container-type: size;
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }
  header {
    display: flex;
    align-items: center;
    gap: 0.2em;
    padding-block: 0.2em;
    padding-inline: max(0.9em, calc(50% - 23em)) max(0.3em, calc(50% - 23.6em));
    background: var(--hepatica-card);
  }
  header img {
    block-size: 2em;
    max-inline-size: 6em;
    object-fit: contain;
    margin-inline-end: 0.3em;
  }
  h1 {
    flex: 1;
    display: -webkit-box;
    min-inline-size: 0;
    overflow: hidden;
    font-size: 1.15em;
    line-height: 1.3;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  header button {
    flex: none;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.8em;
    padding: 0.2em max(1em, calc(50% - 23em / 0.9));
    border-block-end: 1px solid var(--hepatica-line);
    background: var(--hepatica-card);
    color: var(--hepatica-quiet);
    font-size: 0.9em;
    line-height: 1.35;
  }
  .line a {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-block-size: 44px;
    color: inherit;
  }
  .scroll {
    position: relative;
    flex: 1;
    min-block-size: 0;
    padding: 0.9em max(0.9em, calc(50% - 23em)) 1.2em;
    overflow-y: auto;
    overscroll-behavior: contain;
    overflow-wrap: anywhere;
  }
  .scroll:focus-visible {
    outline-offset: -3px;
  }
  .notice {
    padding: 0.7em 0.9em;
    border-inline-start: 0.3em solid var(--hepatica-accent);
    background: var(--hepatica-soft);
  }
  .note,
  .aside,
  .status {
    margin-block: 0.8em;
    color: var(--hepatica-quiet);
  }
  .note {
    padding-block-start: 0.6em;
    border-block-start: 1px solid var(--hepatica-line);
  }
  article {
    margin-block-start: 1.1em;
  }
  .said {
    inline-size: fit-content;
    max-inline-size: 90%;
    margin-block-end: 0.8em;
    margin-inline-start: auto;
    padding: 0.5em 0.9em;
    border-radius: var(--hepatica-radius) var(--hepatica-radius) 0.2em;
    background: var(--hepatica-accent);
    color: var(--hepatica-on-accent);
  }
  .said [dir] {
    white-space: pre-line;
  }
  .aside {
    margin-block: 0.4em;
  }
  article .aside {
    text-align: end;
  }
  .failure,
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .failure {
    margin-block: 0.8em;
    padding: 0.7em 0.9em;
    border-inline-start: 0.3em solid var(--hepatica-urgent);
    background: var(--hepatica-card);
  }
  .failure p {
    flex-basis: 100%;
  }
  [role="alert"] + .button {
    margin-block-start: 0.8em;
  }
  .chips {
    margin-block-start: 0.8em;
  }
  .status {
    min-block-size: 1.6em;
  }
  .dots {
    margin-inline-end: 0.4em;
  }
  .dots i {
    display: inline-block;
    inline-size: 0.4em;
    block-size: 0.4em;
    margin-inline-end: 0.2em;
    border-radius: 50%;
    background: currentcolor;
  }
  @media (prefers-reduced-motion: no-preference) {
    .dots i {
      animation: breathe 1.4s infinite ease-in-out;
    }
    .dots i:nth-child(2) {
      animation-delay: 0.2s;
    }
    .dots i:nth-child(3) {
      animation-delay: 0.4s;
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.25;
    }
  }
  @container (max-width: 15em) or (max-height: 26em) {
    header {
      padding-block: 0;
      padding-inline: 0.4em 0;
    }
    header img,
    .machine {
      display: none;
    }
    header button {
      padding: 0 0.2em;
      min-block-size: 44px;
    }
    h1 {
      font-size: 1em;
      -webkit-line-clamp: 1;
    }
    .line {
      padding-block: 0;
      padding-inline: 0.4em;
      line-height: 1.2;
    }
    .scroll {
      padding: 0.5em 0.4em;
    }
  }
  @media (forced-colors: active) {
    .said,
    .notice,
    .failure {
      border: 1px solid;
    }
    .dots i {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
  @media print {
    :host,
    :host([full]),
    .frame,
    .scroll {
      display: block;
      position: static;
      block-size: auto !important;
      container-type: normal;
      overflow: visible;
    }
    header button,
    hepatica-composer,
    .chips,
    .status,
    .failure {
      display: none;
    }
  }
`;
