/** How the chat looks around its turns, as templates. */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { emergencyLine } from "./calls.js";
import type { Conversation } from "./conversation.js";
import type { Entry } from "./entry.js";
import { picture } from "./reply/pictures.js";
import { offers } from "./offers.js";
import { t, type Key } from "./strings.js";
import { note, turn, type Actions } from "./turns.js";
import type { Language, Term } from "./types.js";

/** What the templates show, and what their buttons do. */
export interface View extends Actions {
  conversation: Conversation;
  language: Language;
  name: string;
  logo: string | null;
  /** Whether the chat is in somebody's page and can be closed. */
  inside: boolean;
  /** Whether what is added to the log is read out. */
  live: boolean;
  /** Whether a verdict could not be saved. */
  unsaved: boolean;
  /** Whether the language was changed after the last answer. */
  switched: boolean;
  terms: (entry: Entry) => Term[];
  speak: (language: Language) => void;
  menu: () => void;
  close: () => void;
  send: (text: string) => void;
  /** Tries again what `trouble` tells. */
  recover: () => void;
}

export function head(view: View) {
  const { conversation, language, name, logo, inside } = view;
  const other: Language = language === "en" ? "zh" : "en";
  return html`
    <header>
      ${logo ? html`<img src=${logo} alt="" />` : nothing}
      <h1>${name}</h1>
      <button class="quiet-button" lang=${other} @click=${() => view.speak(other)}>
        ${t(language, "other_language")}
      </button>
      ${iconButton("menu", t(language, "menu"), view.menu)}
      ${inside ? iconButton("close", t(language, "close_chat"), view.close) : nothing}
    </header>
    <div class="line">
      <span class="machine">${t(language, "not_doctor")}</span>
      ${emergencyLine(conversation.about, language)}
    </div>
  `;
}

function iconButton(name: "menu" | "close", label: string, pressed: () => void) {
  return html`<button class="quiet-button" aria-label=${label} @click=${pressed}>
    ${picture(name)}
  </button>`;
}

/** The notice and the turns: the part that screen readers follow. */
export function log(view: View) {
  const { conversation, language, live } = view;
  const { about, note: told, entries } = conversation;
  const last = latest(entries);
  return html`
    <div
      role="log"
      aria-live=${live ? "polite" : "off"}
      aria-relevant="additions"
    >
      ${about ? html`<p class="notice">${about.notice[language]}</p>` : nothing}
      ${told ? note(t(language, told)) : nothing}
      ${repeat(
        entries,
        ({ id }) => id,
        (entry) => turn(entry, { ...view, terms: view.terms(entry), latest: entry === last }),
      )}
    </div>
  `;
}

/** The turn that one can go on from: a message that failed does not take its place. */
function latest(entries: Entry[]): Entry | undefined {
  return entries.findLast(({ state }) => state !== "failed");
}

/** What went wrong with the whole chat. */
export function trouble(view: View) {
  const { conversation, language } = view;
  const { trouble: found, about } = conversation;
  const again = html`<button class="button" @click=${view.recover}>
    ${t(language, "try_again")}
  </button>`;
  return html`
    <div role="alert">
      ${found ? html`<p class="failure">${t(language, troubleKey(found))}</p>` : nothing}
      ${found && !about ? html`<p>${t(language, "help_meanwhile")}</p>` : nothing}
    </div>
    ${found && found.problem !== "refused" ? again : nothing}
  `;
}

function troubleKey({ about, problem }: NonNullable<Conversation["trouble"]>): Key {
  if (problem === "refused") return "refused";
  if (about === "forget") return "forget_failed";
  return problem === "offline" ? "start_offline" : "start_failed";
}

/** What can be asked with one tap: to begin with, or after the last answer. */
export function chips({ conversation, language, switched, send }: View) {
  const { entries, about } = conversation;
  const starters = entries.length ? [] : (about?.starters[language] ?? []);
  const offered = starters.length
    ? starters.map((text) => ({ label: text, text }))
    : offers(latest(entries), language, switched);
  if (!offered.length) return nothing;
  return html`
    ${starters.length ? html`<p class="aside">${t(language, "starters")}</p>` : nothing}
    <div class="chips">
      ${offered.map(
        ({ label, text }) =>
          html`<button class="chip" @click=${() => send(text)}>${label}</button>`,
      )}
    </div>
  `;
}

/** What is going on: the status region. */
export function status(view: View) {
  const working = work(view);
  const dots = html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;
  return html`
    <div class="status" role="status">${working ? html`${dots} ${working}` : remark(view)}</div>
  `;
}

function work({ conversation, language, name }: View): string | null {
  const { phase, slow, entries } = conversation;
  if (phase === "starting" || phase === "forgetting") return t(language, phase);
  if (slow) return t(language, "slow");
  const sending = entries.some(({ state }) => state === "sending");
  return sending ? t(language, "looking_up", { name }) : null;
}

function remark({ conversation, language, unsaved }: View) {
  if (unsaved) return t(language, "feedback_failed");
  const over = conversation.entries.some(({ problem, ready }) => problem === "too_many" && ready);
  // It stands at the message already; here it is heard.
  return over ? html`<span class="sr-only">${t(language, "too_many_over")}</span>` : nothing;
}
