/** Whom to call, outside of replies. */

import { html, nothing, type TemplateResult } from "lit";
import { dialled } from "./reply/links.js";
import { picture } from "./reply/pictures.js";
import { t } from "./strings.js";
import type { About, Call, Language } from "./types.js";

/** The quiet line that is always there: what to do in an emergency. */
export function emergencyLine(about: About | null, language: Language) {
  const call = about?.calls[language].find(({ purpose }) => purpose === "emergency");
  if (!call) return nothing;
  const words = t(language, "call_emergency", { number: call.number ?? call.label });
  const address = call.number && dialled(call.number);
  return address
    ? html`<a href=${address}>${picture("phone")}${words}</a>`
    : html`<span>${words}</span>`;
}

/** One entry of the list in the menu. */
export function callItem({ label, number }: Call): TemplateResult {
  const address = number && dialled(number);
  const told = address ? html`<a class="quiet-button" href=${address}>${number}</a>` : number;
  return html`<li>${label}${number ? html`: ${told}` : ""}</li>`;
}
