/** The state of one conversation: what was said, what waits, what failed. Knows no DOM. */

import { ApiError, type Api, type Feedback, type Problem } from "./api.js";
import { entryOf, newId, type Entry } from "./entry.js";
import type { About, Language } from "./types.js";

export type Phase = "starting" | "ready" | "closed" | "refused" | "forgetting";

/** What went wrong with the whole conversation. */
export interface Trouble {
  about: "start" | "forget";
  problem: Problem;
}

/** Where the token is kept. */
export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string): void;
  delete(key: string): void;
}

/** Who is told. */
export interface Listener {
  /** Something is to be shown anew. */
  changed(): void;
  /** A reply has come. */
  replied(entry: Entry): void;
  /** A message could not be sent. */
  failed(entry: Entry): void;
}

/** Times in milliseconds. */
export interface Times {
  /** After which an answer counts as slow. */
  slow: number;
  /** Before each look for a server that could not be reached; the last one for all that follow. */
  probes: number[];
  /** How long one second of a server's wish to wait is; tests make it short. */
  second: number;
}

const TOKEN = "token";
const TIMES: Times = { slow: 5000, probes: [5000, 10_000, 20_000, 40_000], second: 1000 };
/** Problems of the way to the server: what waits behind such a message waits with it. */
const SHARED = new Set<Problem>(["offline", "too_many"]);

export class Conversation {
  phase: Phase = "starting";
  trouble: Trouble | null = null;
  /** What is told before the first entry. */
  note: "session_ended" | "forgotten" | null = null;
  about: About | null = null;
  entries: Entry[] = [];
  /** Whether the answer that is awaited takes long. */
  slow = false;
  language: Language = "en";

  #token: string | null;
  #delivering: Promise<void> | null = null;
  #holding: Entry | null = null;
  #probe: ReturnType<typeof setTimeout> | undefined;
  #probes = 0;

  constructor(
    private api: Api,
    private keep: Keep,
    private listener: Listener,
    private times: Times = TIMES,
  ) {
    this.#token = keep.get(TOKEN);
  }

  /** Opens the conversation: the one of the kept token, or a new one. */
  async start(): Promise<void> {
    this.phase = "starting";
    this.trouble = null;
    this.listener.changed();
    try {
      await (this.#token ? this.#resume(this.#token) : this.#begin());
      this.phase = "ready";
    } catch (error) {
      this.#notStarted(problemOf(error));
    }
    this.listener.changed();
    this.#deliver();
  }

  /**
   * Takes a message of the person; it is sent when those before it are. Empty ones are not taken.
   * Whatever happens to it later, it stays among the entries until it is dropped.
   */
  say(text: string): void {
    const message = text.trim();
    if (message) {
      this.entries = [...this.entries, entryOf({ id: newId(), text: message, messages: [] })];
      // What waits for the connection was written earlier, and goes first.
      this.#again(this.entries.filter(({ problem }) => problem === "offline"));
    }
  }

  /** Sends a failed message again, and those that wait for the same reason, in their order. */
  resend(id: string): void {
    const entry = this.#failedEntry(id);
    if (!entry?.ready) return;
    const same = (other: Entry) => other.state === "failed" && other.problem === entry.problem;
    this.#again(entry.problem && SHARED.has(entry.problem) ? this.entries.filter(same) : [entry]);
  }

  /** Takes a failed message out, and gives its text, to be changed or forgotten. */
  drop(id: string): string {
    const entry = this.#failedEntry(id);
    this.entries = this.entries.filter((other) => other !== entry);
    this.listener.changed();
    return entry?.text ?? "";
  }

  /** The connection is back: sends what waited for it. */
  reconnect(): void {
    if (this.phase === "closed" && this.trouble?.problem === "offline") void this.start();
    else this.#again(this.entries.filter(({ problem }) => problem === "offline"));
  }

  /** Erases everything, here and at the server, and starts anew; false when that failed. */
  async forget(): Promise<boolean> {
    const before = this.phase;
    if (before === "starting" || before === "forgetting") return false;
    this.phase = "forgetting";
    this.trouble = null;
    this.listener.changed();
    // A message on its way would be written down again behind the erasing.
    await this.#delivering;
    try {
      if (this.#token) await this.api.forget(this.#token);
    } catch (error) {
      const problem = problemOf(error);
      if (problem !== "no_session") return this.#notForgotten(before, problem);
    }
    this.keep.delete(TOKEN);
    clearTimeout(this.#probe);
    this.#token = this.#holding = null;
    this.entries = [];
    this.note = "forgotten";
    await this.start();
    return true;
  }

  /** Passes a verdict on; false when it could not be saved. */
  async feedback(verdict: Feedback): Promise<boolean> {
    try {
      await this.api.feedback(this.#token ?? "", verdict);
      return true;
    } catch {
      return false;
    }
  }

  async #begin(): Promise<void> {
    const { token, about } = await this.api.open();
    this.#keepToken(token);
    this.about = about;
  }

  async #resume(token: string): Promise<void> {
    try {
      const history = await this.api.history(token);
      this.#keepToken(history.token);
      this.about = history.about;
      const known = history.turns.map((turn): Entry => ({ ...entryOf(turn), state: "done" }));
      this.entries = [...known, ...this.entries];
    } catch (error) {
      if (problemOf(error) !== "no_session") throw error;
      await this.#begin();
      this.note = "session_ended";
    }
  }

  #keepToken(token: string): void {
    this.#token = token;
    this.#probes = 0;
    this.keep.set(TOKEN, token);
  }

  #notStarted(problem: Problem): void {
    this.phase = problem === "refused" ? "refused" : "closed";
    this.trouble = { about: "start", problem };
    if (problem === "offline") this.#probeLater();
  }

  #notForgotten(before: Phase, problem: Problem): boolean {
    this.phase = before;
    this.trouble = { about: "forget", problem };
    this.listener.changed();
    this.#deliver();
    return false;
  }

  #failedEntry(id: string): Entry | undefined {
    return this.entries.find((entry) => entry.id === id && entry.state === "failed");
  }

  /** Puts failed entries behind the last one that was sent, and sends what is queued. */
  #again(entries: Entry[]): void {
    const rest = this.entries.filter((entry) => !entries.includes(entry));
    const sent = rest.findLastIndex(({ state }) => state === "done" || state === "sending") + 1;
    for (const entry of entries) Object.assign(entry, { state: "queued", problem: null });
    this.entries = [...rest.slice(0, sent), ...entries, ...rest.slice(sent)];
    this.listener.changed();
    this.#deliver();
  }

  #deliver(): void {
    this.#delivering ??= this.#deliverAll().finally(() => {
      this.#delivering = null;
      if (this.#next()) this.#deliver();
    });
  }

  async #deliverAll(): Promise<void> {
    // Lets whoever called finish first, so that `#delivering` is set before anything ends.
    await null;
    for (let entry; (entry = this.#next()); ) {
      if (this.phase === "refused") this.#fail(entry, new ApiError("refused"));
      else if (this.#holding) this.#fail(entry, new ApiError("too_many", this.#holding.wait));
      else await this.#send(entry);
    }
  }

  #next(): Entry | undefined {
    const open = this.phase === "ready" || this.phase === "refused";
    return open ? this.entries.find(({ state }) => state === "queued") : undefined;
  }

  async #send(entry: Entry, mayRenew = true): Promise<void> {
    entry.state = "sending";
    this.listener.changed();
    const timer = setTimeout(() => this.#setSlow(true), this.times.slow);
    try {
      await this.#exchange(entry);
    } catch (error) {
      if (mayRenew && problemOf(error) === "no_session") await this.#renew(entry);
      else this.#fail(entry, error);
    } finally {
      clearTimeout(timer);
      this.#setSlow(false);
    }
  }

  async #exchange(entry: Entry): Promise<void> {
    const { id, text: message } = entry;
    const reply = await this.api.send(this.#token ?? "", { id, message, language: this.language });
    this.#keepToken(reply.token);
    Object.assign(entry, { messages: reply.messages, state: "done", problem: null });
    this.listener.replied(entry);
  }

  /** The session has ended: begins a new one and sends the message there. */
  async #renew(entry: Entry): Promise<void> {
    try {
      await this.#begin();
    } catch (error) {
      return this.#fail(entry, error);
    }
    entry.renewed = true;
    await this.#send(entry, false);
  }

  #fail(entry: Entry, error: unknown): void {
    const { problem, wait } = error instanceof ApiError ? error : new ApiError("broken");
    const queued = SHARED.has(problem) ? this.entries.filter((e) => e.state === "queued") : [];
    for (const failed of [entry, ...queued.filter((e) => e !== entry)]) {
      const ready = problem !== "too_many";
      // Nothing else mends a session that was begun a moment ago.
      const shown = problem === "no_session" ? "broken" : problem;
      Object.assign(failed, { state: "failed", problem: shown, wait, ready });
    }
    if (problem === "offline") this.#probeLater();
    if (problem === "too_many" && !this.#holding) this.#hold(entry);
    this.listener.failed(entry);
    this.listener.changed();
  }

  /** Sends nothing before the server wants to hear again. */
  #hold(entry: Entry): void {
    this.#holding = entry;
    setTimeout(() => {
      if (this.#holding !== entry) return;
      this.#holding = null;
      for (const held of this.entries) held.ready ||= held.problem === "too_many";
      this.listener.changed();
    }, entry.wait * this.times.second);
  }

  /** Asks for the server, less and less often: browsers do not notice every connection's return. */
  #probeLater(): void {
    clearTimeout(this.#probe);
    const { probes } = this.times;
    const pause = probes[Math.min(this.#probes++, probes.length - 1)];
    this.#probe = setTimeout(async () => {
      if (await this.api.reachable()) this.reconnect();
      else this.#probeLater();
    }, pause);
  }

  #setSlow(slow: boolean): void {
    this.slow = slow;
    this.listener.changed();
  }
}

function problemOf(error: unknown): Problem {
  return error instanceof ApiError ? error.problem : "broken";
}
