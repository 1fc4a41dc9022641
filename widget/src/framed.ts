/** The chat inside somebody's page: it and the page's launcher (embed.ts) talk by postMessage. */

/**
 * What the launcher and the chat say to each other under `hepatica`; no word of a conversation.
 * "open": somebody opened the chat and wants to write; "shown": it opened by itself.
 */
export type Signal = "open" | "shown" | "ready" | "close";

/** Knows the framing page once that has called; the page's origin is the only one spoken to. */
export class Framed {
  #origin: string | null = null;

  /** `opened` is called whenever the chat has come into view, and told whether by a person. */
  constructor(private opened: (wanted: boolean) => void) {}

  /** Whether there is a launcher to close the chat. */
  get inside(): boolean {
    return this.#origin !== null;
  }

  listen(): void {
    addEventListener("message", this.#heard);
  }

  stop(): void {
    removeEventListener("message", this.#heard);
  }

  /** Asks the launcher to put the chat away. */
  close(): void {
    this.#say("close");
  }

  #heard = ({ data, origin, source }: MessageEvent): void => {
    const signal: Signal | undefined = data?.hepatica;
    const fromParent = source === parent && parent !== window && origin !== "null";
    if (!fromParent || (signal !== "open" && signal !== "shown")) return;
    this.#origin = origin;
    this.#say("ready");
    this.opened(signal === "open");
  };

  #say(signal: Signal): void {
    if (this.#origin) parent.postMessage({ hepatica: signal }, this.#origin);
  }
}
