/** One turn, from the moment it is written. */

import type { Problem } from "./api.js";
import type { Turn } from "./types.js";

/** A turn and how far it has come; `done` once its reply is there. */
export interface Entry extends Turn {
  state: "queued" | "sending" | "done" | "failed";
  problem: Problem | null;
  /** Seconds to wait that the server asked for. */
  wait: number;
  /** Whether it may be sent again now. */
  ready: boolean;
  /** A new session began with this entry, because the earlier one had ended. */
  renewed: boolean;
}

/** A turn that waits to be sent. */
export function entryOf({ id, text, messages }: Turn): Entry {
  const fresh = { state: "queued", problem: null, wait: 0, ready: true, renewed: false } as const;
  return { id, text, messages, ...fresh };
}

/** A random UUID, also on pages without https, where crypto.randomUUID is missing. */
export function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 15) | 64;
  bytes[8] = (bytes[8]! & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
