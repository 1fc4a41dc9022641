import { css } from "lit";

export const composerStyles = css`
  :host {
    display: block;
    padding: 0.5em max(0.6em, calc(50% - 23em)) max(0.5em, env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--hepatica-line);
    background: var(--hepatica-card);
  }
  form {
    display: flex;
    align-items: end;
    gap: 0.5em;
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    min-block-size: max(44px, 2.5em);
    max-block-size: 7.5em;
    padding: 0.5em 0.7em;
    border: 1.5px solid var(--hepatica-line);
    border-radius: var(--hepatica-radius);
    background: var(--hepatica-card);
    color: var(--hepatica-ink);
    font: inherit;
    line-height: 1.4;
    resize: none;
    field-sizing: content;
  }
  @supports not (field-sizing: content) {
    textarea {
      block-size: 4em;
    }
  }
  textarea::placeholder {
    color: var(--hepatica-quiet);
    opacity: 1;
  }
  textarea[aria-invalid="true"] {
    border-color: var(--hepatica-urgent);
  }
  p {
    font-size: 0.9em;
    color: var(--hepatica-quiet);
  }
  #hint {
    color: var(--hepatica-urgent);
  }
  @container (max-width: 15em) or (max-height: 26em) {
    :host {
      padding-block: 0.2em;
    }
    textarea {
      min-block-size: 44px;
      max-block-size: 4.2em;
      padding: 0.25em 0.4em;
    }
    textarea[aria-invalid="true"] {
      max-block-size: 2.9em;
    }
    p {
      max-block-size: 4.2em;
      overflow-y: auto;
    }
    .button {
      min-block-size: 44px;
      padding: 0.2em;
    }
    .word {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }
`;
