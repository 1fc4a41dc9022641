/** What a word of the glossary means, over the page. */

import { html, LitElement, nothing } from "lit";

import { t } from "../strings.js";
import { shared } from "../styles/shared.js";
import type { Language, Term } from "../types.js";
import { say } from "./events.js";
import { meaningStyles } from "./meaning-styles.js";

/**
 * A small dialog for one word at a time. Escape, a tap beside it and the button close it, and the
 * focus goes back to the word.
 *
 * @fires hepatica-say with the question about the word, when somebody asks it
 */
export class HepaticaMeaning extends LitElement {
  static override properties = { language: {}, spoken: {}, term: { state: true } };
  static override styles = [shared, meaningStyles];

  language: Language = "en";
  /** The language of the glossary's words. */
  spoken = "en";
  private term: Term | null = null;
  #opener: HTMLElement | null = null;

  /** Explain a word. `opener` is what was tapped. */
  async show(term: Term, opener: HTMLElement): Promise<void> {
    this.term = term;
    this.#opener = opener;
    await this.updateComplete;
    if (!this.#dialog?.open) this.#dialog?.showModal();
  }

  protected override render() {
    if (!this.term) return nothing;
    const { term, meaning, question } = this.term;
    return html`<dialog
      aria-labelledby="term"
      aria-live="off"
      @close=${this.#closed}
      @click=${this.#tapped}
    >
      <div class="inside">
        <div lang=${this.spoken}>
          <h2 id="term">${term}</h2>
          <p>${meaning}</p>
        </div>
        <div class="row">
          <button class="button" type="button" @click=${this.#close}>
            ${t(this.language, "close")}
          </button>
          ${
            question
              ? html`<button class="quiet-button" type="button" @click=${() => this.#ask(question)}>
                  ${t(this.language, "ask_about")}
                </button>`
              : nothing
          }
        </div>
      </div>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  #close(): void {
    this.#dialog?.close();
  }

  #closed(): void {
    this.#opener?.focus();
    this.term = null;
  }

  /** The dialog's own edge is empty: a tap on the dialog itself is a tap beside it. */
  #tapped(event: MouseEvent): void {
    if (event.target === event.currentTarget) this.#close();
  }

  #ask(question: string): void {
    this.#close();
    say(this, question);
  }
}

customElements.define("hepatica-meaning", HepaticaMeaning);

declare global {
  interface HTMLElementTagNameMap {
    "hepatica-meaning": HepaticaMeaning;
  }
}
