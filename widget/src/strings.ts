/** The widget's own words, from texts/*.yml. */

import chat from "../texts/chat.yml";
import replies from "../texts/replies.yml";
import type { Key } from "./keys.js";
import type { Language } from "./types.js";

export type { Key };

type Fields = Readonly<Record<string, string | number>>;

const TEXTS = { ...chat, ...replies } as Readonly<Record<Key, Readonly<Record<Language, string>>>>;

/**
 * The text `key` in `language`, with `{places}` filled in from `fields`.
 * A place without a field stays as it is, so that it is seen.
 */
export function t(language: Language, key: Key, fields: Fields = {}): string {
  return TEXTS[key][language].replace(/\{(\w+)\}/g, (place, name) => String(fields[name] ?? place));
}

/** The language that a code such as "zh-Hans-CN" or "en-GB" stands for; English for all others. */
export function languageOf(code: string | null | undefined): Language {
  return /^zh\b/i.test(code ?? "") ? "zh" : "en";
}
