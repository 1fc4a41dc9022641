/** Where the person writes. */

import { LitElement, html, nothing } from "lit";
import { picture } from "./reply/pictures.js";
import { t } from "./strings.js";
import { composerStyles } from "./styles/composer.js";
import { shared } from "./styles/shared.js";
import type { Language } from "./types.js";

/** The counter appears when this part of the room is left. */
const NEARLY_FULL = 0.15;
/** What browsers report for keys that an input method is using. */
const COMPOSING = 229;

/**
 * A text field that grows, and a button. Fires `hepatica-send` with `{text}` once the text is fine;
 * says what is wrong otherwise, and never loses a text.
 */
export class Composer extends LitElement {
  static override properties = {
    language: {},
    longest: { type: Number },
    hint: { state: true },
    length: { state: true },
  };
  static override styles = [shared, composerStyles];

  language: Language = "en";
  /** Most characters of a message; 0 when not known yet. */
  longest = 0;
  /** What is said after a sending that could not be; fixed, so that it is read out once. */
  private hint: string | null = null;
  private length = 0;

  override focus(): void {
    this.#field?.focus();
  }

  /** Puts a text back into the field, before what stands there. */
  put(text: string): void {
    this.#write([text, this.#field?.value].filter(Boolean).join("\n"));
    this.focus();
  }

  clear(): void {
    this.#write("");
  }

  override render() {
    const { language, hint } = this;
    const left = this.#left;
    return html`
      <form @submit=${this.#send}>
        <label class="sr-only" for="field">${t(language, "your_question")}</label>
        <textarea
          id="field"
          rows="1"
          autocomplete="off"
          enterkeyhint="send"
          dir="auto"
          placeholder=${t(language, "type_here")}
          aria-describedby="hint left"
          aria-invalid=${hint || left < 0 ? "true" : "false"}
          @input=${this.#written}
          @keydown=${this.#pressed}
        ></textarea>
        <button class="button" @click=${once}>
          ${picture("send")}<span class="word">${t(language, "send")}</span>
        </button>
      </form>
      <p id="hint" role="alert">${hint}</p>
      <p id="left">${hint ? nothing : this.#counter(left)}</p>
    `;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  /** What is written, as it would be sent. */
  get #text(): string {
    return this.#field?.value.trim() ?? "";
  }

  #write(text: string): void {
    if (this.#field) this.#field.value = text;
    this.#written();
  }

  /** Characters left; endless while the limit is not known. */
  get #left(): number {
    return this.longest ? this.longest - this.length : Infinity;
  }

  #counter(left: number) {
    if (left > this.longest * NEARLY_FULL || !this.longest) return nothing;
    return t(this.language, left < 0 ? "over" : "left", { n: Math.abs(left) });
  }

  #written = (): void => {
    // As the server counts: an emoji is one character.
    this.length = [...this.#text].length;
    this.hint = null;
  };

  #pressed = (event: KeyboardEvent): void => {
    const composing = event.isComposing || event.keyCode === COMPOSING;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    // A key that is held down sends once.
    if (event.repeat) event.preventDefault();
    else this.#send(event);
  };

  #send = (event: Event): void => {
    event.preventDefault();
    this.#written();
    this.focus();
    const text = this.#text;
    if (!text || this.#left < 0) {
      this.hint = t(this.language, text ? "too_long" : "empty", { n: -this.#left });
      return;
    }
    this.clear();
    this.dispatchEvent(new CustomEvent("hepatica-send", { detail: { text } }));
  };
}

/** The second half of a double click is no message: people double-click everything. */
function once(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}

customElements.define("hepatica-composer", Composer);

declare global {
  interface HTMLElementTagNameMap {
    "hepatica-composer": Composer;
  }
}
