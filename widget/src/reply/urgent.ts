/** Replies that send for help: their heading, and whom to call. */

import { html, nothing, type TemplateResult } from "lit";

import { t } from "../strings.js";
import type { Call, Language } from "../types.js";
import type { Shown } from "./contract.js";
import { dialled } from "./links.js";
import { picture } from "./pictures.js";

const HEADINGS: Partial<
  Record<Shown["kind"], "urgent_emergency" | "urgent_crisis" | "not_available">
> = {
  emergency: "urgent_emergency",
  crisis: "urgent_crisis",
  unavailable: "not_available",
};

/** The heading of a reply that must be seen at once; nothing for other kinds. */
export function heading(contract: Shown, language: Language): TemplateResult | typeof nothing {
  const key = HEADINGS[contract.kind];
  return key ? html`<h2 class="heading">${picture("warning")} ${t(language, key)}</h2>` : nothing;
}

/** Whom to call, as big links; where no number is known, what to look for. */
export function calls(contract: Shown, language: Language): TemplateResult | typeof nothing {
  if (contract.call.length === 0) return nothing;
  return html`<ul class="calls">
    ${contract.call.map((call) => html`<li>${oneCall(call, contract.language, language)}</li>`)}
  </ul>`;
}

function oneCall(call: Call, spoken: string, language: Language): TemplateResult {
  const { label, number } = call;
  if (!number)
    return html`<p class="call">${picture("phone")} ${t(language, "call_unknown", { label })}</p>`;
  const words = html`${picture("phone")}
    <span
      ><strong>${t(language, "call_number", { number })}</strong>
      <span lang=${spoken}>${label}</span></span
    >`;
  const address = dialled(number);
  return address
    ? html`<a class="button call" href=${address}>${words}</a>`
    : html`<p class="call">${words}</p>`;
}
