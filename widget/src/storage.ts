/**
 * What the browser keeps: the token for this tab, language and text size for the next visit.
 * Where storage is blocked (private windows, framed pages), memory takes its place.
 */

const PREFIX = "hepatica.";

/** One storage area; never throws. */
export class Store {
  #memory = new Map<string, string>();

  /** `area` gives the browser's storage; it may throw, as `() => localStorage` does when blocked. */
  constructor(private area: () => Storage) {}

  get(key: string): string | null {
    return this.#memory.get(key) ?? this.#try((area) => area.getItem(PREFIX + key)) ?? null;
  }

  set(key: string, value: string): void {
    this.#memory.set(key, value);
    this.#try((area) => area.setItem(PREFIX + key, value));
  }

  delete(...keys: string[]): void {
    for (const key of keys) {
      this.#memory.delete(key);
      this.#try((area) => area.removeItem(PREFIX + key));
    }
  }

  #try<T>(use: (area: Storage) => T): T | undefined {
    try {
      return use(this.area());
    } catch {
      return undefined;
    }
  }
}

/** Gone when the tab closes: the token. */
export const session = new Store(() => sessionStorage);

/** Stays: how the person likes to read. Nothing about the person. */
export const preferences = new Store(() => localStorage);
