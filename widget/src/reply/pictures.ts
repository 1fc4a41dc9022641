/** Small pictures beside words; a screen reader does not hear of them. */

import { html, nothing, type TemplateResult } from "lit";

const UP = "M7 11v9H3v-9zM7 11l4-8a2.5 2.5 0 0 1 2 3l-1 4h7a2 2 0 0 1 2 2l-1.5 6a2 2 0 0 1-2 2H7";
const PATHS = {
  warning: "M12 3 2 21h20zM12 9v6M12 17.6v.6",
  phone:
    "M6 3h3l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
  sound: "M4 9v6h4l4 4V5L8 9zM15.5 9a4 4 0 0 1 0 6M18 6a8 8 0 0 1 0 12",
  stop: "M6 6h12v12H6z",
  up: UP,
  down: UP,
  open: "M5 9l7 7 7-7",
  send: "M5 12h13M12 5l7 7-7 7",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
} as const;

/** A picture in the colour of the words beside it. */
export function picture(name: keyof typeof PATHS): TemplateResult {
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
    <path d=${PATHS[name]} transform=${name === "down" ? "rotate(180 12 12)" : nothing} />
  </svg>`;
}
