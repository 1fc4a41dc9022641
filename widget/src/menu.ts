/** Settings and help, in a dialog of their own. */

import { LitElement, html } from "lit";
import { callItem } from "./calls.js";
import { picture } from "./reply/pictures.js";
import { t } from "./strings.js";
import { menuStyles } from "./styles/menu.js";
import { shared } from "./styles/shared.js";
import type { About, Language } from "./types.js";

/** How large the text is, in three steps. */
export const SIZES = ["1", "2", "3"] as const;
export type Size = (typeof SIZES)[number];

/**
 * The menu and the question before forgetting. Fires `hepatica-language` and `hepatica-size` with
 * `{value}`, `hepatica-summary`, and `hepatica-forget` once that was confirmed.
 */
export class Menu extends LitElement {
  static override properties = { language: {}, size: {}, about: { attribute: false } };
  static override styles = [shared, menuStyles];

  language: Language = "en";
  size: Size = "1";
  about: About | null = null;

  /** Opens the menu. When it closes, the browser gives the focus back to where it was. */
  show(): void {
    const menu = this.#dialog("menu");
    menu?.showModal();
    // Not by the attribute autofocus: in a frame, browsers complain about it as soon as it is there.
    this.renderRoot.querySelector<HTMLElement>("#title")?.focus();
    menu?.scrollTo(0, 0);
  }

  override render() {
    return html`
      <dialog id="menu" aria-labelledby="title" @click=${closeOutside}>
        <div class="inside">${this.#menu()}</div>
      </dialog>
      <dialog id="confirm" aria-labelledby="question" aria-describedby="explained">
        <div class="inside">${this.#question()}</div>
      </dialog>
    `;
  }

  #menu() {
    const { language } = this;
    return html`
      <header>
        <h2 id="title" tabindex="-1">${t(language, "menu")}</h2>
        <button class="quiet-button" aria-label=${t(language, "close")} @click=${this.#close}>
          ${picture("close")}
        </button>
      </header>
      ${this.#choice("text_size", "size", this.size, SIZES, (size) => t(language, `size_${size}`))}
      ${this.#choice("language", "language", language, ["en", "zh"], (code) =>
        code === "zh" ? "中文" : "English",
      )}
      <button class="chip" @click=${this.#summary}>${t(language, "keep_answers")}</button>
      <section>
        <h3>${t(language, "who_to_call")}</h3>
        <ul>
          ${this.about?.calls[language].map(callItem)}
          <li>${t(language, "care_team")}</li>
        </ul>
      </section>
      <section>
        <h3>${t(language, "about_chat")}</h3>
        <p>${this.about?.notice[language]}</p>
      </section>
      <section>
        <button class="chip" aria-describedby="hint" @click=${this.#ask}>
          ${t(language, "forget")}
        </button>
        <p id="hint">${t(language, "forget_hint")}</p>
      </section>
    `;
  }

  #choice<T extends string>(
    legend: "text_size" | "language",
    name: "size" | "language",
    chosen: T,
    values: readonly T[],
    label: (value: T) => string,
  ) {
    const choose = ({ target }: Event) =>
      this.#tell(name, { value: (target as HTMLInputElement).value });
    const option = (value: T) => html`
      <label lang=${name === "language" ? value : this.language}>
        <input type="radio" name=${name} value=${value} .checked=${value === chosen} />
        ${label(value)}
      </label>
    `;
    return html`
      <fieldset @change=${choose}>
        <legend>${t(this.language, legend)}</legend>
        ${values.map(option)}
      </fieldset>
    `;
  }

  #question() {
    const { language } = this;
    return html`
      <h2 id="question">${t(language, "forget_question")}</h2>
      <p id="explained">${t(language, "forget_explained")}</p>
      <div class="answers">
        <button class="chip" @click=${this.#keep}>${t(language, "forget_no")}</button>
        <button class="button urgent" @click=${this.#forget}>${t(language, "forget_yes")}</button>
      </div>
    `;
  }

  #dialog(id: "menu" | "confirm"): HTMLDialogElement | null {
    return this.renderRoot.querySelector(`#${id}`);
  }

  #close = (): void => this.#dialog("menu")?.close();

  #summary = (): void => {
    this.#close();
    this.#tell("summary");
  };

  #ask = (): void => this.#dialog("confirm")?.showModal();

  #keep = (): void => this.#dialog("confirm")?.close();

  #forget = (): void => {
    this.#keep();
    this.#close();
    this.#tell("forget");
  };

  #tell(name: string, detail?: object): void {
    this.dispatchEvent(new CustomEvent(`hepatica-${name}`, { detail }));
  }
}

/** A tap beside a dialog closes it. */
function closeOutside(event: Event): void {
  if (event.target === event.currentTarget) (event.target as HTMLDialogElement).close();
}

customElements.define("hepatica-menu", Menu);

declare global {
  interface HTMLElementTagNameMap {
    "hepatica-menu": Menu;
  }
}
