/** Finds the words of the glossary in a text. */

import type { Term } from "../types.js";
import { fields, some, text } from "./check.js";

const MOST_TERMS = 3000;
const MOST_WORDS = 40;
const NO_TERMS: Term[] = [];

/** A stretch of text; with a term when the glossary explains it. */
export interface Piece {
  text: string;
  term: Term | null;
}

/** The terms that can be used; none of what else there may be. */
export function readTerms(value: unknown): Term[] {
  return some(value, readTerm, MOST_TERMS);
}

function readTerm(value: unknown): Term | null {
  const given = fields(value);
  const id = text(given.id);
  const term = text(given.term);
  const meaning = text(given.meaning);
  if (!id || !term || !meaning) return null;
  const words = some(given.words, text, MOST_WORDS);
  return { id, words, term, meaning, question: text(given.question) };
}

const finders = new WeakMap<object, Finder>();

/** The finder of a glossary as it came from the channel; one is made per list. */
export function finderOf(terms: unknown): Finder {
  const key = Array.isArray(terms) ? terms : NO_TERMS;
  let finder = finders.get(key);
  if (!finder) {
    finder = new Finder(readTerms(key));
    finders.set(key, finder);
  }
  return finder;
}

/** Splits texts at the words of a glossary; each term is found once. */
export class Finder {
  readonly #terms = new Map<string, Term>();
  readonly #pattern: RegExp | null;

  constructor(terms: Term[]) {
    for (const term of terms) {
      for (const word of term.words) this.#add(word.trim(), term);
    }
    const words = [...this.#terms.keys()].sort((one, other) => other.length - one.length);
    this.#pattern = words.length > 0 ? new RegExp(words.map(whole).join("|"), "giu") : null;
  }

  #add(word: string, term: Term): void {
    const key = isAbbreviation(word) ? word : word.toLowerCase();
    if (key && !this.#terms.has(key)) this.#terms.set(key, term);
  }

  /**
   * The text in pieces, whose texts together are the text.
   *
   * @param found ids of the terms that were found before in the same reply; is added to.
   */
  split(text: string, found: Set<string>): Piece[] {
    const pieces: Piece[] = [];
    let end = 0;
    for (const match of this.#pattern ? text.matchAll(this.#pattern) : []) {
      const term = this.#terms.get(match[0]) ?? this.#terms.get(match[0].toLowerCase());
      if (!term || found.has(term.id)) continue;
      found.add(term.id);
      if (match.index > end) pieces.push({ text: text.slice(end, match.index), term: null });
      pieces.push({ text: match[0], term });
      end = match.index + match[0].length;
    }
    if (end < text.length || pieces.length === 0)
      pieces.push({ text: text.slice(end), term: null });
    return pieces;
  }
}

/** "OS" is a measure, "os" is not: capitals only count as such. */
function isAbbreviation(word: string): boolean {
  return word.length <= 6 && word === word.toUpperCase() && word !== word.toLowerCase();
}

/** The pattern of a word; one in Latin script does not begin or end inside another word. */
function whole(word: string): string {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const first = /^[\p{Script=Latin}\d]/u.test(word) ? "(?<![\\p{Script=Latin}\\d])" : "";
  const last = /[\p{Script=Latin}\d]$/u.test(word) ? "(?![\\p{Script=Latin}\\d])" : "";
  return first + literal + last;
}
