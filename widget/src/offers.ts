/** What is offered with one tap after the last answer. */

import type { Entry } from "./entry.js";
import { isFactual, readMessages } from "./reply/contract.js";
import { languageOf, t } from "./strings.js";
import type { Language } from "./types.js";

/** A button, and what it sends. */
export interface Offer {
  label: string;
  text: string;
}

/**
 * To say a factual answer again in the language that was just chosen (`switched`), or to ask again
 * what could not be answered.
 */
export function offers(last: Entry | undefined, language: Language, switched: boolean): Offer[] {
  const contract = last?.state === "done" ? readMessages(last.messages).contract : null;
  if (!last || !contract) return [];
  if (contract.kind === "unavailable") {
    return [{ label: t(language, "ask_again"), text: last.text }];
  }
  const other = isFactual(contract) && languageOf(contract.language) !== language;
  if (!switched || !other) return [];
  return [{ label: t(language, "say_again"), text: t(language, "say_again_message") }];
}
