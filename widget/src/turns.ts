/** How one turn looks: what the person wrote, what became of it, and the reply. */

import { html, nothing, type TemplateResult } from "lit";
import type { Entry } from "./entry.js";
import { t } from "./strings.js";
import type { Language, Term } from "./types.js";

/** What can be done with a message that failed. */
export interface Actions {
  tryAgain: (id: string) => void;
  change: (id: string) => void;
  remove: (id: string) => void;
}

/** What a turn needs to be shown. */
export interface Shown extends Actions {
  language: Language;
  /** The name of the chat. */
  name: string;
  terms: Term[];
  latest: boolean;
}

const CHINESE = /\p{Script=Han}/u;
const LOCALES: Record<Language, string> = { en: "en", zh: "zh-CN" };

export function turn(entry: Entry, shown: Shown): TemplateResult {
  const { language } = shown;
  return html`
    <article id=${`turn-${entry.id}`}>
      ${entry.renewed ? note(t(language, "session_ended")) : nothing}
      <div class="said">
        <span class="sr-only">${t(language, "you")}: </span>
        <span dir="auto" lang=${CHINESE.test(entry.text) ? "zh" : nothing}>${entry.text}</span>
      </div>
      ${outcome(entry, shown)}
    </article>
  `;
}

/** A remark of the chat itself between the turns. */
export function note(text: string): TemplateResult {
  return html`<p class="note">${text}</p>`;
}

function outcome(entry: Entry, shown: Shown) {
  const { language, name, terms, latest } = shown;
  switch (entry.state) {
    case "done":
      return html`
        <span class="sr-only">${name}: </span>
        <hepatica-reply
          .messages=${entry.messages}
          .language=${language}
          .terms=${terms}
          .turn=${entry.id}
          ?latest=${latest}
        ></hepatica-reply>
      `;
    case "failed":
      return failure(entry, shown);
    case "queued":
      return html`<p class="aside">${t(language, "waiting")}</p>`;
    case "sending":
      return nothing;
  }
}

/** Told by the alert region already, hence silent here. */
function failure(entry: Entry, { language, tryAgain, change, remove }: Shown): TemplateResult {
  const { id, problem, ready } = entry;
  const again = html`<button class="button" @click=${() => tryAgain(id)}>
    ${t(language, "try_again")}
  </button>`;
  return html`
    <div class="failure" aria-live="off">
      <p>${sentence(entry, language)}</p>
      ${ready && problem !== "refused" && problem !== "too_large" ? again : nothing}
      <button class="chip" @click=${() => change(id)}>${t(language, "change")}</button>
      <button class="chip" @click=${() => remove(id)}>${t(language, "remove")}</button>
    </div>
  `;
}

/** What went wrong, and what to do. */
export function sentence({ problem, wait, ready }: Entry, language: Language): string {
  if (problem === "too_many") {
    return ready
      ? t(language, "too_many_over")
      : t(language, "too_many", { wait: duration(wait, language) });
  }
  return t(language, !problem || problem === "no_session" ? "broken" : problem);
}

function duration(seconds: number, language: Language): string {
  const long = seconds > 90;
  const format = { style: "unit", unit: long ? "minute" : "second", unitDisplay: "long" } as const;
  return new Intl.NumberFormat(LOCALES[language], format).format(
    long ? Math.ceil(seconds / 60) : seconds,
  );
}
