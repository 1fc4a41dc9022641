/** What the web channel sends: the answer contract (docs/answer-contract.md) and what wraps it. */

export type Kind =
  | "answer"
  | "clarify"
  | "no_fact"
  | "out_of_scope"
  | "personal_advice"
  | "emergency"
  | "crisis"
  | "smalltalk"
  | "unavailable";

export type Language = "en" | "zh";

export interface Source {
  id: string;
  label: string;
  title: string;
  journal: string;
  year: number | null;
  url: string | null;
}

export interface Figure {
  measure: string;
  value: number | string;
  unit: string;
  group: string | null;
  timepoint: string | null;
  n: number | null;
  out_of: number | null;
  count: number | null;
  study: string;
}

/** One group of an icon array: `count` of `out_of` people are filled in. */
export interface IconPanel {
  label: string | null;
  count: number;
  out_of: number;
  /** The same in words, as it stands in the answer. */
  text: string;
}

export interface IconChart {
  kind: "icons";
  title: string;
  panels: IconPanel[];
  /** What a filled icon means, such as "alive"; and an empty one. */
  filled: string;
  empty: string;
  /** Who was studied and the source's label. */
  caption: string;
}

export interface CurvePoint {
  months: number;
  /** 0 to 100. */
  percent: number;
  /** The same in words. */
  text: string;
}

export interface CurveChart {
  kind: "curve";
  title: string;
  series: { label: string; points: CurvePoint[] }[];
  caption: string;
}

export type Chart = IconChart | CurveChart;

export interface Table {
  columns: string[];
  rows: string[][];
}

export interface Part {
  asked: string;
  kind: Kind;
  facts: string[];
}

export interface Call {
  label: string;
  number: string | null;
  purpose: "emergency" | "crisis";
}

export interface Contract {
  schema: 1;
  kind: Kind;
  language: string;
  topic: string | null;
  facts: string[];
  sources: Source[];
  figures: Figure[];
  certainty: string | null;
  reviewed: { status: string; on: string } | null;
  suggestions: string[];
  store: string;
  table?: Table;
  parts?: Part[];
  call?: Call[];
  charts?: Chart[];
  /**
   * Lines of the texts that tell who was studied, how sure it is and where it comes from: exactly
   * as they stand there, so that they can be shown smaller, in one place.
   */
  small_print?: string[];
}

export type Message = { text: string } | { custom: Contract };

/** What is known before anybody has asked anything. */
export interface About {
  name: string;
  /** Address of the hospital's logo, relative to the channel; null when there is none. */
  logo: string | null;
  /** "I am a computer program, not a doctor ...", by language. */
  notice: Record<Language, string>;
  /** Questions to begin with, by language. */
  starters: Record<Language, string[]>;
  /** Whom to call, by language. */
  calls: Record<Language, Call[]>;
  /** Most characters of one message. */
  longest: number;
}

export interface Session {
  token: string;
  /** Seconds after which the token ends when nothing is sent. */
  expires_in: number;
  about: About;
}

/** One message of a person and what came back. */
export interface Turn {
  id: string;
  text: string;
  messages: Message[];
}

export interface History {
  token: string;
  expires_in: number;
  about: About;
  turns: Turn[];
}

export interface Reply {
  id: string;
  token: string;
  expires_in: number;
  messages: Message[];
}

export interface Term {
  id: string;
  /** The words that stand for it in a text, longest first. */
  words: string[];
  term: string;
  meaning: string;
  /** A question to ask about it; null when no fact tells more. */
  question: string | null;
}

export type Verdict = "up" | "down";
export const REASONS = ["not_my_question", "hard_to_understand", "too_long", "frightening", "wrong"] as const;
export type Reason = (typeof REASONS)[number];
