/** Texts of replies as plain strings: what is shown small, what is asked. */

import type { Shown } from "./contract.js";

const QUESTION = /[^.?!:。？！：\n]+[?？]/g;

/**
 * The texts without the lines that are shown smaller elsewhere.
 *
 * Whole where nothing would be left, where there is no contract, and in replies that send for
 * help: there every word counts.
 */
export function withoutSmallPrint(texts: string[], contract: Shown | null): string[] {
  const small = new Set((contract?.small_print ?? []).map((line) => line.trim()));
  if (small.size === 0 || contract?.call.length) return texts;
  const left = texts.map((one) => withoutLines(one, small)).filter(Boolean);
  return left.length > 0 ? left : texts;
}

function withoutLines(text: string, lines: Set<string>): string {
  const kept = text.split("\n").filter((line) => !lines.has(line.trim()));
  return kept.join("\n").trim();
}

/** The questions that a text lists, each once; for people to take to their care team. */
export function questionsIn(text: string): string[] {
  const found = text.match(QUESTION) ?? [];
  return [...new Set(found.map((one) => one.replace(/^[\s\-*]+/, "")))];
}
