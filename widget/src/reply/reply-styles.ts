import { css } from "lit";

/** One reply: its texts, help, actions and suggestions. */
export const replyStyles = css`
  :host {
    display: grid;
    gap: 0.75em;
    min-inline-size: 0;
    line-height: 1.55;
  }
  .reply {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9em;
    padding: 1em;
    border: 1px solid var(--hepatica-line);
    border-radius: var(--hepatica-radius);
    background: var(--hepatica-card);
    color: var(--hepatica-ink);
    overflow-wrap: anywhere;
  }
  .texts {
    display: grid;
    gap: 0.7em;
  }
  .texts ul,
  .texts ol,
  .parts ul {
    display: grid;
    gap: 0.4em;
    margin: 0;
    padding-inline-start: 1.4em;
  }
  .word {
    display: inline;
    margin-block: -0.5em;
    padding: 0.5em 0;
    border: 0;
    background: none;
    text-align: start;
    text-decoration: underline dotted 2px var(--hepatica-accent);
    text-underline-offset: 0.2em;
  }
  .word:hover {
    text-decoration-style: solid;
  }
  hepatica-meaning {
    display: contents;
  }
  .heading {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }
  .urgent {
    border: 2px solid var(--hepatica-urgent);
    border-inline-start-width: 0.5em;
    background: var(--hepatica-urgent-soft);
  }
  .urgent .heading {
    color: var(--hepatica-urgent);
    font-size: 1.3em;
  }
  .unavailable {
    border-inline-start: 0.5em solid var(--hepatica-accent);
  }
  .calls {
    display: grid;
    gap: 0.5em;
    padding: 0;
    list-style: none;
  }
  .call {
    display: flex;
    align-items: center;
    gap: 0.6em;
    font-weight: 600;
  }
  .call strong {
    display: block;
    font-size: 1.15em;
  }
  a.call {
    justify-content: start;
  }
  .urgent a.call {
    border-color: var(--hepatica-urgent);
    background: var(--hepatica-urgent);
    color: var(--hepatica-on-urgent);
  }
  .actions,
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 0.5em;
  }
  .actions {
    margin-block-end: -0.4em;
    margin-inline: -0.4em;
  }
  .chips {
    gap: 0.5em;
  }
  @media (forced-colors: active) {
    a.call {
      border: 2px solid LinkText;
    }
  }
`;
