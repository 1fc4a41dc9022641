/** What became of each request of a message that held several. */

import { html, nothing, type TemplateResult } from "lit";

import { t } from "../strings.js";
import type { Language } from "../types.js";
import type { Shown } from "./contract.js";

/** The list of requests; nothing when there was only one. */
export function parts(contract: Shown, language: Language): TemplateResult | typeof nothing {
  const list = contract.parts;
  if (list.length < 2) return nothing;
  return html`<div class="parts">
    <p>${t(language, "parts_heading", { count: list.length })}</p>
    <ul>
      ${list.map(
        ({ asked, kind }) =>
          html`<li>
            <q>${asked}</q>${language === "zh" ? "：" : ": "}${t(language, `part_${kind}`)}
          </li>`,
      )}
    </ul>
  </div>`;
}
