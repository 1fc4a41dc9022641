/** The words that can be tapped, by the language of a reply. */

import type { Api } from "./api.js";
import { readMessages } from "./reply/contract.js";
import { languageOf } from "./strings.js";
import type { Language, Message, Term } from "./types.js";

const NONE: Term[] = [];

/** Fetches each language once; without its words replies are as good, so failures stay quiet. */
export class Glossary {
  #terms: Partial<Record<Language, Term[]>> = {};
  #languages = new WeakMap<Message[], Language>();

  /** `changed` is called when terms have come. */
  constructor(
    private api: Api,
    private changed: () => void,
  ) {}

  /** The terms for a reply; none, for now, when they are still to come. */
  terms(messages: Message[], otherwise: Language): Term[] {
    const language = this.#languageOf(messages, otherwise);
    const known = this.#terms[language];
    if (!known && messages.length) void this.#fetch(language);
    return known ?? NONE;
  }

  #languageOf(messages: Message[], otherwise: Language): Language {
    const known = this.#languages.get(messages);
    if (known) return known;
    const spoken = readMessages(messages).contract?.language;
    const language = spoken ? languageOf(spoken) : otherwise;
    this.#languages.set(messages, language);
    return language;
  }

  async #fetch(language: Language): Promise<void> {
    this.#terms[language] = NONE;
    try {
      const terms = await this.api.terms(language);
      if (Array.isArray(terms)) this.#terms[language] = terms;
      this.changed();
    } catch {
      // The next visit tries again.
    }
  }
}
