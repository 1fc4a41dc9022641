/** One reply of the bot, as a person reads it. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { languageOf, t } from "../strings.js";
import { shared } from "../styles/shared.js";
import type { Language, Message, Term } from "../types.js";
import { chartStyles } from "./chart-styles.js";
import { charts, contractTable } from "./charts.js";
import { isFactual, isUrgent, readMessages, type Said, type Shown } from "./contract.js";
import { say } from "./events.js";
import { finderOf } from "./glossary.js";
import { content } from "./content.js";
import { mark, spokenBlocks, unmark } from "./mark.js";
import "./meaning.js";
import { parts } from "./parts.js";
import { picture } from "./pictures.js";
import { replyStyles } from "./reply-styles.js";
import { hasCard } from "./sources.js";
import { Speech } from "./speech.js";
import { withoutSmallPrint } from "./text.js";
import "./thumbs.js";
import { calls, heading } from "./urgent.js";

/**
 * Shows what came back for one message. Nothing in the messages can make it fail: what cannot be
 * shown is left out, and the texts stay.
 *
 * @fires hepatica-say with a text to send as if it had been typed
 * @fires hepatica-feedback with what somebody thinks of the answer
 */
export class HepaticaReply extends LitElement {
  static override properties = {
    messages: { attribute: false },
    language: {},
    terms: { attribute: false },
    latest: { type: Boolean },
    turn: {},
  };
  static override styles = [shared, replyStyles, chartStyles];

  messages: Message[] = [];
  language: Language = "en";
  terms: Term[] = [];
  /** Whether this is the last reply, so that one can go on from it. */
  latest = false;
  /** The id of the turn, for feedback. */
  turn = "";

  readonly #texts = document.createElement("div");
  readonly #speech = new Speech(this);
  #said: Said = { texts: [], contract: null };

  constructor() {
    super();
    this.#texts.className = "texts";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("messages")) this.#write();
    if (changed.has("messages") || changed.has("terms")) this.#mark();
    this.#texts.lang = this.#spoken;
    // Words that become buttons later are no news to the log around.
    this.#texts.ariaLive = changed.has("messages") ? null : "off";
  }

  protected override render() {
    const { contract } = this.#said;
    const kind = contract?.kind ?? "answer";
    return html`<div class="reply ${isUrgent(contract) ? "urgent" : kind}">
        ${contract ? this.#told(contract) : this.#texts} ${this.#actions(contract)}
      </div>
      ${this.#suggestions(contract)}
      <hepatica-meaning .language=${this.language} .spoken=${this.#spoken}></hepatica-meaning>`;
  }

  /** The language of the texts. */
  get #spoken(): string {
    return this.#said.contract?.language ?? this.language;
  }

  #write(): void {
    this.#speech.stop();
    this.#said = readMessages(this.messages);
    const { texts, contract } = this.#said;
    this.#texts.replaceChildren(...withoutSmallPrint(texts, contract).map(content));
  }

  #mark(): void {
    unmark(this.#texts);
    if (isUrgent(this.#said.contract)) return;
    mark(this.#texts, finderOf(this.terms), new Set(), (term, opener) => {
      void this.renderRoot.querySelector("hepatica-meaning")?.show(term, opener);
    });
  }

  #told(contract: Shown): TemplateResult {
    return html`${heading(contract, this.language)} ${calls(contract, this.language)} ${this.#texts}
    ${charts(contract)} ${contractTable(contract)} ${parts(contract, this.language)}
    ${
      hasCard(contract)
        ? html`<hepatica-sources
            .contract=${contract}
            .language=${this.language}
          ></hepatica-sources>`
        : nothing
    }`;
  }

  #actions(contract: Shown | null): TemplateResult | typeof nothing {
    const factual = isFactual(contract);
    const spoken = languageOf(this.#spoken);
    const canRead = this.#speech.speaks(this.#spoken) && this.#said.texts.length > 0;
    if (!factual && !canRead) return nothing;
    return html`<div class="actions" role="group" aria-label=${t(this.language, "about_answer")}>
      ${
        factual && this.latest
          ? html`${this.#sayButton("simpler", t(spoken, "say_simpler"))}
            ${this.#sayButton("more", t(spoken, "say_more"))}`
          : nothing
      }
      ${canRead ? this.#readButton() : nothing}
      ${
        factual && this.turn
          ? html`<hepatica-thumbs .turn=${this.turn} .language=${this.language}></hepatica-thumbs>`
          : nothing
      }
    </div>`;
  }

  #sayButton(key: "simpler" | "more", text: string): TemplateResult {
    return html`<button class="quiet-button" type="button" @click=${() => say(this, text)}>
      ${t(this.language, key)}
    </button>`;
  }

  #readButton(): TemplateResult {
    const { speaking } = this.#speech;
    return html`<button class="quiet-button" type="button" @click=${this.#toggleReading}>
      ${picture(speaking ? "stop" : "sound")}
      ${t(this.language, speaking ? "stop_reading" : "read_aloud")}
    </button>`;
  }

  #toggleReading(): void {
    if (this.#speech.speaking) this.#speech.stop();
    else this.#speech.read(spokenBlocks(this.#texts), this.#spoken);
  }

  /** What can be asked next; "simpler" and "more" have their buttons already. */
  #suggestions(contract: Shown | null): TemplateResult | typeof nothing {
    if (!contract || !this.latest) return nothing;
    const spoken = languageOf(contract.language);
    const buttons = isFactual(contract) ? [t(spoken, "say_simpler"), t(spoken, "say_more")] : [];
    const chips = contract.suggestions.filter((one) => !buttons.includes(one));
    if (chips.length === 0) return nothing;
    return html`<div class="chips" role="group" aria-label=${t(this.language, "ask_next")}>
      ${chips.map(
        (one) =>
          html`<button
            class="chip"
            type="button"
            lang=${contract.language}
            @click=${() => say(this, one)}
          >
            ${one}
          </button>`,
      )}
    </div>`;
  }
}

customElements.define("hepatica-reply", HepaticaReply);

declare global {
  interface HTMLElementTagNameMap {
    "hepatica-reply": HepaticaReply;
  }
}
