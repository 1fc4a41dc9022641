/** What the parts of a reply tell the shell around them. */

import type { Reason, Verdict } from "../types.js";

/** What somebody thinks of an answer. */
export interface Feedback {
  /** The turn it is about. */
  id: string;
  verdict: Verdict;
  reason?: Reason;
}

/** Ask the shell to send a text as if it had been typed. */
export function say(from: EventTarget, text: string): void {
  send(from, "hepatica-say", { text });
}

/** Ask the shell to keep a verdict. */
export function tell(from: EventTarget, feedback: Feedback): void {
  send(from, "hepatica-feedback", feedback);
}

function send(from: EventTarget, name: string, detail: object): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
