/** The border: whatever a reply holds becomes a contract that can be shown, or null. */

import type { Call, Contract, Kind, Part, Source, Table } from "../types.js";
import { readCharts } from "./chart-data.js";
import { all, fields, oneOf, some, text, whole } from "./check.js";

const KINDS: readonly Kind[] = [
  "answer",
  "clarify",
  "no_fact",
  "out_of_scope",
  "personal_advice",
  "emergency",
  "crisis",
  "smalltalk",
  "unavailable",
];
const PURPOSES = ["emergency", "crisis"] as const;
const MOST = { messages: 40, items: 100, suggestions: 3, columns: 12, rows: 200 };

/**
 * The part of a contract that is shown, with nothing absent but the table.
 *
 * The figures are not in it: they stand in the texts, and the charts bring their own.
 */
export type Shown = Required<
  Pick<
    Contract,
    | "kind"
    | "language"
    | "facts"
    | "sources"
    | "certainty"
    | "reviewed"
    | "suggestions"
    | "parts"
    | "call"
    | "charts"
    | "small_print"
  >
> & { table: Table | null };

/** A reply as it can be shown: its texts, and the contract where there is a usable one. */
export interface Said {
  texts: string[];
  contract: Shown | null;
}

/** Sort a turn's messages into texts and the contract; nothing in them can make this throw. */
export function readMessages(messages: unknown): Said {
  return {
    texts: some(messages, (message) => text(fields(message).text), MOST.messages),
    contract:
      some(messages, (message) => read(fields(message).custom), MOST.messages).pop() ?? null,
  };
}

/**
 * Check one contract.
 *
 * A field that is not what it should be is taken as absent, because the texts say everything;
 * null without the schema number or a known kind.
 */
export function read(value: unknown): Shown | null {
  const given = fields(value);
  const kind = oneOf(given.kind, KINDS);
  if (given.schema !== 1 || !kind) return null;
  return {
    kind,
    language: readLanguage(given.language),
    facts: some(given.facts, text, MOST.items),
    sources: some(given.sources, readSource, MOST.items),
    certainty: text(given.certainty),
    reviewed: readReview(given.reviewed),
    suggestions: some(given.suggestions, text, MOST.suggestions),
    parts: some(given.parts, readPart, MOST.items),
    call: readCalls(given.call),
    charts: readCharts(given.charts),
    small_print: some(given.small_print, text, MOST.items),
    table: readTable(given.table),
  };
}

/** Whom to call; the entries that can be used. */
export function readCalls(value: unknown): Call[] {
  return some(value, readCall, MOST.items);
}

/** Whether a reply tells facts: it can be said in simpler words, and rated. */
export function isFactual(contract: Shown | null): boolean {
  return (
    contract !== null &&
    contract.facts.length > 0 &&
    (contract.kind === "answer" || contract.kind === "personal_advice")
  );
}

/** Whether clinicians have signed what is said; the texts then name them. */
export function isSigned(contract: Shown | null): boolean {
  return contract?.reviewed?.status === "reviewed by a clinician";
}

/** Whether somebody may be in danger. */
export function isUrgent(contract: Shown | null): boolean {
  return contract?.kind === "emergency" || contract?.kind === "crisis";
}

function readLanguage(value: unknown): string {
  return typeof value === "string" && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(value) ? value : "en";
}

function readSource(value: unknown): Source | null {
  const given = fields(value);
  const name = text(given.title) ?? text(given.label) ?? text(given.id);
  if (!name) return null;
  return {
    id: text(given.id) ?? name,
    label: text(given.label) ?? name,
    title: name,
    journal: text(given.journal) ?? "",
    year: whole(given.year, 1000, 9999),
    url: text(given.url),
  };
}

function readReview(value: unknown): Shown["reviewed"] {
  const given = fields(value);
  const status = text(given.status);
  const on = text(given.on);
  return status && on && !Number.isNaN(Date.parse(on)) ? { status, on } : null;
}

function readPart(value: unknown): Part | null {
  const given = fields(value);
  const asked = text(given.asked);
  const kind = oneOf(given.kind, KINDS);
  return asked && kind ? { asked, kind, facts: some(given.facts, text, MOST.items) } : null;
}

function readCall(value: unknown): Call | null {
  const given = fields(value);
  const label = text(given.label);
  const purpose = oneOf(given.purpose, PURPOSES);
  return label && purpose ? { label, number: text(given.number), purpose } : null;
}

function readTable(value: unknown): Table | null {
  const given = fields(value);
  const columns = all(given.columns, cell, MOST.columns);
  const rows = all(given.rows, (row) => all(row, cell, MOST.columns), MOST.rows);
  if (!columns || !rows?.every((row) => row.length === columns.length)) return null;
  return { columns, rows };
}

function cell(value: unknown): string | null {
  return typeof value === "string" ? (text(value) ?? "") : null;
}
