/** Whether an answer helped, and if not, why. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { t } from "../strings.js";
import { shared } from "../styles/shared.js";
import { type Language, type Reason, REASONS, type Verdict } from "../types.js";
import { tell } from "./events.js";
import { picture } from "./pictures.js";
import { thumbsStyles } from "./thumbs-styles.js";

/**
 * Two buttons; the second opens the reasons, one of which may be given.
 *
 * @fires hepatica-feedback with the turn, the verdict and the reason, if any
 */
export class HepaticaThumbs extends LitElement {
  static override properties = {
    language: {},
    turn: {},
    verdict: { state: true },
    asks: { state: true },
  };
  static override styles = [shared, thumbsStyles];

  language: Language = "en";
  turn = "";
  private verdict: Verdict | null = null;
  private asks = false;
  #reason: Reason | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("turn")) return;
    this.verdict = null;
    this.#close();
  }

  protected override render() {
    return html`<div class="row">
        ${this.#button("up", "helpful")} ${this.#button("down", "not_helpful")}
      </div>
      ${this.asks ? this.#form() : nothing}
      <p role="status">${this.verdict ? t(this.language, "thanks") : nothing}</p>`;
  }

  #button(verdict: Verdict, key: "helpful" | "not_helpful"): TemplateResult {
    return html`<button
      class="quiet-button"
      type="button"
      id=${verdict}
      aria-pressed=${this.verdict === verdict}
      aria-expanded=${verdict === "down" ? `${this.asks}` : nothing}
      @click=${verdict === "up" ? this.#praise : this.#blame}
    >
      ${picture(verdict)} ${t(this.language, key)}
    </button>`;
  }

  #form(): TemplateResult {
    return html`<form @submit=${this.#send}>
      <fieldset>
        <legend>${t(this.language, "why_not")}</legend>
        ${REASONS.map(
          (reason) =>
            html`<label>
              <input
                type="radio"
                name="reason"
                value=${reason}
                @change=${() => this.#choose(reason)}
              />
              ${t(this.language, `reason_${reason}`)}
            </label>`,
        )}
      </fieldset>
      <div class="row">
        <button class="button">${t(this.language, "send")}</button>
        <button class="quiet-button" type="button" @click=${this.#skip}>
          ${t(this.language, "skip")}
        </button>
      </div>
    </form>`;
  }

  #praise(): void {
    this.#close();
    if (this.verdict !== "up") this.#tell("up");
  }

  #blame(): void {
    this.#reason = null;
    this.asks = !this.asks;
  }

  #choose(reason: Reason): void {
    this.#reason = reason;
  }

  #send(event: SubmitEvent): void {
    event.preventDefault();
    this.#tell("down");
  }

  #skip(): void {
    this.#reason = null;
    this.#tell("down");
  }

  #tell(verdict: Verdict): void {
    const reason = verdict === "down" && this.#reason ? { reason: this.#reason } : {};
    tell(this, { id: this.turn, verdict, ...reason });
    this.verdict = verdict;
    this.#close();
    this.renderRoot.querySelector<HTMLElement>(`#${verdict}`)?.focus();
  }

  #close(): void {
    this.asks = false;
    this.#reason = null;
  }
}

customElements.define("hepatica-thumbs", HepaticaThumbs);
