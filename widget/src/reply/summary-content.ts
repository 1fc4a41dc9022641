/** What stands in the summary of a conversation; no page, no elements. */

import type { Source } from "../types.js";
import { isSigned, isUrgent, readMessages, type Said, type Shown } from "./contract.js";
import { fields, some, text } from "./check.js";
import { questionsIn, withoutSmallPrint } from "./text.js";

const MOST_TURNS = 500;
const MOST_QUESTIONS = 12;

/** A question and its answer. */
export interface Item {
  question: string;
  texts: string[];
  /** Who was studied, how sure it is, and who signed it; the sources have their numbers. */
  small: string[];
  contract: Shown | null;
  /** The numbers of its sources in the list at the end, from 1. */
  numbers: number[];
}

export interface Summary {
  items: Item[];
  sources: Source[];
  /** Questions for the care team, from the answers. */
  questions: string[];
  /** What was asked and has no answer here. */
  unanswered: string[];
}

interface Asked extends Said {
  question: string;
}

/**
 * Sum up the turns of a conversation.
 *
 * Only what was answered counts: small talk is left out, and so are emergencies, which are no
 * matter for a paper; a question without an answer becomes one for the care team.
 */
export function summarise(turns: unknown): Summary {
  const asked = some(turns, readTurn, MOST_TURNS);
  const answered = asked.filter(isAnswered);
  const sources = eachOnce(answered.flatMap(({ contract }) => contract?.sources ?? []));
  const advice = answered.filter(({ contract }) => contract?.kind === "personal_advice");
  const questions = advice.flatMap((one) => plainTexts(one).flatMap(questionsIn));
  const unanswered = asked.filter(({ contract }) => contract?.kind === "no_fact");
  return {
    items: answered.map((one) => item(one, sources)),
    sources,
    questions: [...new Set(questions)].slice(0, MOST_QUESTIONS),
    unanswered: [...new Set(unanswered.map(({ question }) => question))].slice(0, MOST_QUESTIONS),
  };
}

function readTurn(value: unknown): Asked | null {
  const given = fields(value);
  const question = text(given.text);
  return question ? { question, ...readMessages(given.messages) } : null;
}

/** A reply whose contract cannot be read is shown as it is rather than lost. */
function isAnswered({ texts, contract }: Asked): boolean {
  if (texts.length === 0 || isUrgent(contract)) return false;
  return !contract || contract.kind === "answer" || contract.kind === "personal_advice";
}

function item(asked: Asked, sources: Source[]): Item {
  const { question, contract } = asked;
  const own = contract?.sources ?? [];
  const numbers = own.map(({ id }) => sources.findIndex((source) => source.id === id) + 1);
  const texts = plainTexts(asked);
  // Texts that are shown whole hold their small print already.
  const small = texts === asked.texts ? [] : (contract?.small_print ?? []);
  return {
    question,
    texts,
    small: isSigned(contract) ? small : withoutLabels(small, own),
    contract,
    numbers: [...new Set(numbers)],
  };
}

function withoutLabels(lines: string[], sources: Source[]): string[] {
  return lines.filter((line) => !sources.some(({ label }) => line.includes(label)));
}

function plainTexts({ texts, contract }: Asked): string[] {
  return withoutSmallPrint(texts, contract);
}

function eachOnce(sources: Source[]): Source[] {
  return [...new Map(sources.map((source) => [source.id, source])).values()];
}
