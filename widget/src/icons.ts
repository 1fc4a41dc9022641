/** The few pictures of the shell; all have words beside them or on their button. */

import { html, type TemplateResult } from "lit";

const PATHS = {
  send: "M5 12h13M12 5l7 7-7 7",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
} as const;

/** A picture in the colour of the words beside it. */
export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d=${PATHS[name]} />
  </svg>`;
}
