/** The chat as a whole. */

import { LitElement, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Api, type Feedback } from "./api.js";
import "./composer.js";
import { Conversation } from "./conversation.js";
import type { Entry } from "./entry.js";
import { Framed } from "./framed.js";
import { Glossary } from "./glossary.js";
import "./menu.js";
import { SIZES, type Size } from "./menu.js";
import { isUrgent, readMessages } from "./reply/contract.js";
import "./reply/reply.js";
import "./reply/summary.js";
import type { HepaticaSummary } from "./reply/summary.js";
import { Scroll } from "./scroll.js";
import { preferences, session } from "./storage.js";
import { languageOf, t } from "./strings.js";
import { chatStyles } from "./styles/chat.js";
import { shared } from "./styles/shared.js";
import { tokens } from "./styles/tokens.js";
import { sentence } from "./turns.js";
import type { Language } from "./types.js";
import { chips, head, log, status, trouble, type View } from "./view.js";

/** So long after the start, what is added counts as new, and is read out. */
const SETTLED = 500;
const INNER = { state: true };

/**
 * `<hepatica-chat api="webhooks/web/" full>`: `api` is the channel's address, relative to the page;
 * `full` fills the window. Keeps `lang` of its own element. Fires `hepatica-language` with
 * `{value}` when its language is set or changed.
 */
export class Chat extends LitElement {
  static override properties = {
    api: {},
    size: { reflect: true },
    language: INNER,
    alert: INNER,
    said: INNER,
    live: INNER,
    unsaved: INNER,
    switched: INNER,
  };
  static override styles = [tokens, shared, chatStyles];

  api = "";
  size: Size = "1";
  private language: Language = "en";
  /** What the alert region says; the number makes the same words new. */
  private alert = { text: "", number: 0 };
  /** What is said politely, and seen elsewhere. */
  private said = "";
  private live = false;
  private unsaved = false;
  private switched = false;

  #channel!: Api;
  #conversation!: Conversation;
  #glossary!: Glossary;
  #framed = new Framed((wanted) => this.#opened(wanted));
  #scroll = new Scroll(this);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("online", this.#online);
    this.addEventListener("keydown", this.#pressed);
    this.#framed.listen();
    if (!this.#conversation) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("online", this.#online);
    this.removeEventListener("keydown", this.#pressed);
    this.#framed.stop();
  }

  override render() {
    const { about } = this.#conversation;
    const { language, size } = this;
    const view = this.#view();
    return html`
      <div class="frame">
        ${head(view)}
        <div
          class="scroll"
          role="region"
          tabindex="0"
          aria-label=${t(language, "conversation")}
          @hepatica-say=${({ detail }: CustomEvent) => this.#send(detail.text)}
          @hepatica-feedback=${({ detail }: CustomEvent<Feedback>) => void this.#rate(detail)}
        >
          ${log(view)} ${trouble(view)} ${chips(view)} ${status(view)}
        </div>
        <hepatica-composer
          .language=${language}
          .longest=${about?.longest ?? 0}
          @hepatica-send=${({ detail }: CustomEvent) => this.#send(detail.text, true)}
        ></hepatica-composer>
      </div>
      <div class="sr-only" role="alert">
        ${repeat([this.alert], ({ number }) => number, ({ text }) => html`<p>${text}</p>`)}
      </div>
      <div class="sr-only" aria-live="polite">${this.said}</div>
      <hepatica-menu
        .language=${language}
        .size=${size}
        .about=${about}
        @hepatica-language=${({ detail }: CustomEvent) => this.#switch(detail.value)}
        @hepatica-size=${({ detail }: CustomEvent) => this.#resize(detail.value)}
        @hepatica-summary=${() => void this.#summarise()}
        @hepatica-forget=${() => void this.#forget()}
      ></hepatica-menu>
      <hepatica-summary .language=${language} .about=${about}></hepatica-summary>
    `;
  }

  #part<K extends "hepatica-composer" | "hepatica-menu">(name: K): HTMLElementTagNameMap[K] {
    // Both stand in the template without conditions.
    return this.renderRoot.querySelector(name)!;
  }

  #view(): View {
    const conversation = this.#conversation;
    const { about } = conversation;
    return {
      conversation,
      language: this.language,
      name: about?.name ?? "Hepatica",
      logo: about?.logo ? new URL(about.logo, this.#channel.base).href : null,
      inside: this.#framed.inside,
      live: this.live,
      unsaved: this.unsaved,
      switched: this.switched,
      terms: (entry) => this.#glossary.terms(entry.messages, this.language),
      speak: (language) => this.#switch(language),
      menu: () => this.#part("hepatica-menu").show(),
      close: () => this.#framed.close(),
      send: (text) => this.#send(text),
      recover: () => this.#recover(),
      tryAgain: (id) => {
        conversation.resend(id);
        this.#refocus();
      },
      change: (id) => this.#part("hepatica-composer").put(conversation.drop(id)),
      remove: (id) => {
        conversation.drop(id);
        this.#refocus();
      },
    };
  }

  #begin(): void {
    this.#channel = new Api(new URL(this.api || "./", document.baseURI).href);
    this.#glossary = new Glossary(this.#channel, () => this.requestUpdate());
    this.#conversation = new Conversation(this.#channel, session, {
      changed: () => this.requestUpdate(),
      replied: (entry) => this.#replied(entry),
      failed: (entry) => this.#warn(sentence(entry, this.language)),
    });
    const size = preferences.get("size");
    this.size = SIZES.find((known) => known === size) ?? "1";
    this.#speak(languageOf(preferences.get("language") || this.lang || navigator.language));
    void this.#start();
  }

  async #start(): Promise<void> {
    await this.#conversation.start();
    const last = this.#conversation.entries.at(-1);
    if (last) await this.#scroll.to(turnId(last), false);
    setTimeout(() => (this.live = true), SETTLED);
  }

  #recover(): void {
    const { trouble: found } = this.#conversation;
    void (found?.about === "forget" ? this.#forget() : this.#start());
    this.#refocus();
  }

  /** Sends a text; `typed` when the focus is in the field already. */
  #send(text: string, typed = false): void {
    this.switched = this.unsaved = false;
    this.#conversation.say(text);
    if (!typed) this.#refocus();
    const last = this.#conversation.entries.at(-1);
    if (last) void this.#scroll.to(turnId(last), false);
  }

  #replied(entry: Entry): void {
    const { texts, contract } = readMessages(entry.messages);
    if (isUrgent(contract)) this.#warn(texts.join(" ").replaceAll("**", ""));
    if (this.#scroll.atEnd) void this.#scroll.to(turnId(entry));
  }

  async #rate(feedback: Feedback): Promise<void> {
    this.unsaved = !(await this.#conversation.feedback(feedback));
  }

  async #forget(): Promise<void> {
    this.unsaved = this.switched = false;
    window.speechSynthesis?.cancel();
    if (!(await this.#conversation.forget())) return;
    preferences.delete("language", "size");
    this.#part("hepatica-composer").clear();
    this.#refocus();
  }

  async #summarise(): Promise<void> {
    const summary = this.renderRoot.querySelector<HepaticaSummary>("hepatica-summary");
    if (!summary) return;
    summary.turns = this.#conversation.entries.filter(({ state }) => state === "done");
    await summary.show();
  }

  /** The person chooses a language. */
  #switch(language: Language): void {
    this.switched = true;
    preferences.set("language", language);
    this.#speak(language);
  }

  #speak(language: Language): void {
    this.language = this.lang = this.#conversation.language = language;
    this.dispatchEvent(new CustomEvent("hepatica-language", { detail: { value: language } }));
  }

  #resize(size: Size): void {
    this.size = size;
    preferences.set("size", size);
  }

  /** The launcher has opened the chat. The first time, the notice is read, as it is seen. */
  #opened(wanted: boolean): void {
    this.requestUpdate();
    if (!wanted) return;
    this.#part("hepatica-composer").focus();
    const { about, entries } = this.#conversation;
    if (about && !entries.length) this.said ||= about.notice[this.language];
  }

  #warn(text: string): void {
    this.alert = { text, number: this.alert.number + 1 };
  }

  #online = (): void => this.#conversation.reconnect();

  /** Escape closes the chat in somebody's page, unless it closes a dialog or ends a composition. */
  #pressed = (event: KeyboardEvent): void => {
    const inDialog = event.composedPath().some((node) => node instanceof HTMLDialogElement);
    if (event.key === "Escape" && !event.isComposing && !inDialog) this.#framed.close();
  };

  /**
   * Gives the focus a place after a button has gone: the field. Where that would open a keyboard
   * on the glass and hide the answer, the conversation itself.
   */
  #refocus(): void {
    if (matchMedia("(hover: none) and (pointer: coarse)").matches) this.#scroll.focus();
    else this.#part("hepatica-composer").focus();
  }
}

function turnId({ id }: Entry): string {
  return `turn-${id}`;
}

customElements.define("hepatica-chat", Chat);

declare global {
  interface HTMLElementTagNameMap {
    "hepatica-chat": Chat;
  }
}
