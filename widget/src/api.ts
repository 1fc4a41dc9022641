/** Speaks to the web channel: time-outs, retries, and what can go wrong as few named problems. */

import type { History, Language, Reason, Reply, Session, Term, Verdict } from "./types.js";

/** What can go wrong, as far as a person has to do something else about each. */
export type Problem =
  | "offline"
  | "timeout"
  | "too_many"
  | "no_session"
  | "too_large"
  | "refused"
  | "broken";

/** A call that failed. `wait`: after how many seconds the server wants to hear again. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    readonly wait = 0,
  ) {
    super(problem);
  }
}

export interface Outgoing {
  id: string;
  message: string;
  language: Language;
}

export interface Feedback {
  id: string;
  verdict: Verdict;
  reason?: Reason;
}

/** How to call; all but `fetch` in milliseconds. Tests make them short. */
export interface Settings {
  fetch: typeof fetch;
  /** For one call with all its tries. */
  timeout: number;
  /** Before the second try; three times as long before the third. */
  pause: number;
  online: () => boolean;
}

interface Call {
  method: string;
  path: string;
  token?: string | null;
  body?: unknown;
}

const TRIES = 3;
const LONGEST_WAIT = 3600;
const UNKNOWN_WAIT = 30;
const BY_STATUS: Readonly<Record<number, Problem>> = {
  401: "no_session",
  413: "too_large",
  429: "too_many",
};

/** The routes of the channel at `base`, an absolute address that ends in "/". */
export class Api {
  #settings: Settings;

  constructor(
    readonly base: string,
    settings: Partial<Settings> = {},
  ) {
    this.#settings = {
      fetch: (...request) => fetch(...request),
      timeout: 15_000,
      pause: 600,
      online: () => navigator.onLine,
      ...settings,
    };
  }

  /** Begins a session. All calls throw an ApiError, and nothing else, when they fail. */
  open(): Promise<Session> {
    return this.#call({ method: "POST", path: "session", body: {} });
  }

  history(token: string): Promise<History> {
    return this.#call({ method: "GET", path: "history", token });
  }

  /** Sends a message; the same id twice is answered once, so that trying again is safe. */
  async send(token: string, body: Outgoing): Promise<Reply> {
    const reply: Reply = await this.#call({ method: "POST", path: "webhook", token, body });
    if (!Array.isArray(reply.messages) || !reply.messages.length) throw new ApiError("broken");
    return reply;
  }

  /** Erases the conversation at the server. */
  forget(token: string): Promise<void> {
    return this.#call({ method: "DELETE", path: "session", token });
  }

  feedback(token: string, body: Feedback): Promise<void> {
    return this.#call({ method: "POST", path: "feedback", token, body });
  }

  async terms(language: Language): Promise<Term[]> {
    const path = `glossary?language=${language}`;
    return (await this.#call<{ terms: Term[] }>({ method: "GET", path })).terms;
  }

  /** Whether the server can be reached at all, in whatever state. */
  async reachable(): Promise<boolean> {
    try {
      await this.#call({ method: "GET", path: "health" });
      return true;
    } catch (error) {
      return error instanceof ApiError && error.problem !== "offline" && error.problem !== "timeout";
    }
  }

  async #call<T>(call: Call): Promise<T> {
    const { timeout, pause } = this.#settings;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeout);
    try {
      for (let tried = 1; ; tried++) {
        try {
          return await this.#once<T>(call, stop.signal);
        } catch (error) {
          if (stop.signal.aborted) throw new ApiError("timeout");
          const failure = error instanceof ApiError ? error : new ApiError("offline");
          if (tried === TRIES || !this.#mayPass(failure)) throw failure;
        }
        await stopped(pause * 3 ** (tried - 1), stop.signal);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether trying again at once may help. */
  #mayPass({ problem }: ApiError): boolean {
    return problem === "broken" || (problem === "offline" && this.#settings.online());
  }

  async #once<T>({ method, path, token, body }: Call, signal: AbortSignal): Promise<T> {
    const headers: Record<string, string> = {};
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const response = await this.#settings.fetch(this.base + path, {
      method,
      headers,
      signal,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw refusal(response);
    return response.status === 204 ? (undefined as T) : await json(response);
  }
}

/** The body; a proxy's own page in place of JSON is a server out of order. */
async function json<T>(response: Response): Promise<T> {
  const text = await response.text();
  try {
    const data: unknown = JSON.parse(text);
    if (data && typeof data === "object") return data as T;
  } catch {
    // Told below, as is JSON that is no object.
  }
  throw new ApiError("broken");
}

function refusal({ status, headers }: Response): ApiError {
  const problem = BY_STATUS[status] ?? (status < 500 ? "refused" : "broken");
  return new ApiError(problem, problem === "too_many" ? waitOf(headers.get("Retry-After")) : 0);
}

/** Seconds from the header, which holds seconds or a date. */
function waitOf(header: string | null): number {
  const seconds = Number(header ?? NaN);
  const wait = Number.isNaN(seconds) ? (Date.parse(header ?? "") - Date.now()) / 1000 : seconds;
  return Number.isNaN(wait) ? UNKNOWN_WAIT : Math.min(Math.max(Math.ceil(wait), 1), LONGEST_WAIT);
}

/** Waits, and ends early when the call is stopped; the next try then finds that out. */
function stopped(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
