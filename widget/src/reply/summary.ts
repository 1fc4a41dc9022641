/** A page with the questions, answers and sources of a conversation, to take to the doctor. */

import { html, LitElement, nothing, render, type TemplateResult } from "lit";

import { t } from "../strings.js";
import { shared } from "../styles/shared.js";
import type { About, Language, Turn } from "../types.js";
import { fileOf, keep, printAlone, stopPrinting } from "./paper.js";
import { type Summary, summarise } from "./summary-content.js";
import { page } from "./summary-page.js";
import { pageStyles, summaryStyles } from "./summary-styles.js";

/** The summary in a dialog, with buttons to print and to save it. Nothing of it is sent. */
export class HepaticaSummary extends LitElement {
  static override properties = {
    turns: { attribute: false },
    about: { attribute: false },
    language: {},
    summary: { state: true },
  };
  static override styles = [shared, pageStyles, summaryStyles];

  turns: Turn[] = [];
  about: About | null = null;
  language: Language = "en";
  private summary: Summary | null = null;
  /** What was written last time, in the conversation that began with this turn. */
  #kept = "";
  #first: string | undefined;

  /** Open the dialog with what was said until now. */
  async show(): Promise<void> {
    this.#startAnew();
    this.summary = summarise(this.turns);
    await this.updateComplete;
    if (!this.#dialog?.open) this.#dialog?.showModal();
    this.renderRoot.querySelector<HTMLElement>("#title")?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    stopPrinting();
  }

  protected override render() {
    const { summary, language } = this;
    if (!summary) return nothing;
    return html`<dialog aria-labelledby="title" lang=${language} @close=${this.#closed}>
      <div class="bar">
        <h1 id="title" tabindex="-1">${t(language, "summary_title")}</h1>
        <div class="row">
          <button class="button" type="button" @click=${this.#print}>
            ${t(language, "print")}
          </button>
          <button class="button" type="button" @click=${this.#save}>${t(language, "save")}</button>
          <button class="quiet-button" type="button" @click=${this.#close}>
            ${t(language, "close")}
          </button>
        </div>
      </div>
      <div class="summary">
        ${page(
          summary,
          this.about,
          language,
          html`<textarea
            rows="4"
            aria-label=${t(language, "own_questions")}
            .value=${this.#kept}
          ></textarea>`,
        )}
      </div>
    </dialog>`;
  }

  /** What was written in a conversation that is forgotten is forgotten, too. */
  #startAnew(): void {
    const first = this.turns?.[0]?.id;
    if (this.#first !== undefined && this.#first !== first) this.#kept = "";
    this.#first = first;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  /** The person's own questions, as they stand there now. */
  get #own(): string {
    return this.renderRoot.querySelector("textarea")?.value ?? "";
  }

  /** The page for paper: what was written, and lines to write more by hand. */
  #paper(summary: Summary): HTMLElement {
    const paper = document.createElement("div");
    paper.className = "summary";
    paper.lang = this.language;
    const own = html`<p class="own">${this.#own}</p>
      <p class="ruled"></p>
      <p class="ruled"></p>
      <p class="ruled"></p>`;
    const title: TemplateResult = html`<h1>${t(this.language, "summary_title")}</h1>`;
    render(html`${title} ${page(summary, this.about, this.language, own)}`, paper);
    return paper;
  }

  #print(): void {
    if (this.summary) printAlone(this.#paper(this.summary));
  }

  #save(): void {
    if (!this.summary) return;
    const { language } = this;
    const title = t(language, "summary_title");
    const on = new Date().toLocaleDateString("sv");
    keep(fileOf(this.#paper(this.summary), title, language), t(language, "summary_file", { on }));
  }

  #close(): void {
    this.#dialog?.close();
  }

  #closed(): void {
    stopPrinting();
    this.#kept = this.#own;
    this.summary = null;
  }
}

customElements.define("hepatica-summary", HepaticaSummary);

declare global {
  interface HTMLElementTagNameMap {
    "hepatica-summary": HepaticaSummary;
  }
}
