/** How sure an answer is and where it comes from: one line, and a card behind it. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { t } from "../strings.js";
import { shared } from "../styles/shared.js";
import type { Language, Source } from "../types.js";
import type { Shown } from "./contract.js";
import { webAddress } from "./links.js";
import { picture } from "./pictures.js";
import { sourcesStyles } from "./sources-styles.js";
import { checked, howSure, publication, shortly } from "./words.js";

/** The source card of one answer; nothing where the answer rests on nothing. */
export class HepaticaSources extends LitElement {
  static override properties = {
    language: {},
    contract: { attribute: false },
    isOpen: { state: true },
  };
  static override styles = [shared, sourcesStyles];

  language: Language = "en";
  contract: Shown | null = null;
  private isOpen = false;

  protected override render() {
    const { contract, isOpen } = this;
    if (!contract) return nothing;
    return html`<button
        class="line"
        type="button"
        aria-expanded=${isOpen}
        aria-controls="card"
        @click=${this.#toggle}
      >
        <span>${line(contract, this.language)}</span> ${picture("open")}
      </button>
      <div id="card" aria-live="off" ?hidden=${!isOpen}>
        ${isOpen ? this.#card(contract) : nothing}
      </div>`;
  }

  #toggle(): void {
    this.isOpen = !this.isOpen;
  }

  /** The small print says how sure it is in its own words, when there is any. */
  #card(contract: Shown): TemplateResult {
    const small = contract.small_print;
    const sure = small.length > 0 ? null : howSure(contract, this.language);
    const sources = contract.sources.map((source) => html`<li>${this.#source(source)}</li>`);
    return html`<div lang=${contract.language}>${small.map((one) => html`<p>${one}</p>`)}</div>
      ${sure ? html`<p>${sure}</p>` : nothing}
      ${
        sources.length > 0
          ? html`<ul>
              ${sources}
            </ul>`
          : nothing
      }
      <p>${checked(contract, this.language)}</p>`;
  }

  #source(source: Source): TemplateResult {
    const address = webAddress(source.url);
    const title = address
      ? html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow"
          >${source.title} ${t(this.language, "new_tab")}</a
        >`
      : source.title;
    const published = publication(source);
    return html`${title}${published === source.title ? nothing : html`<br />${published}`}`;
  }
}

customElements.define("hepatica-sources", HepaticaSources);

/** Whether there is something to tell about where an answer comes from. */
export function hasCard(contract: Shown): boolean {
  return contract.sources.length > 0 || contract.small_print.length > 0;
}

/** The line that is always seen: how sure, and the first source. */
function line(contract: Shown, language: Language): string {
  const said = howSure(contract, language) ?? t(language, "where_from");
  const [first, ...others] = contract.sources;
  if (!first) return said;
  const more = others.length > 0 ? ` ${t(language, "more_sources", { count: others.length })}` : "";
  return `${said} · ${shortly(first)}${more}`;
}
