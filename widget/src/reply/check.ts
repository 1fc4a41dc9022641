/** Small readers for values whose type nobody vouches for: each gives the value or null. */

export type Reader<T> = (value: unknown) => T | null;

const LONGEST_TEXT = 20_000;

/** A text with something in it, cut at a length that no reply needs. */
export function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() ? value.slice(0, LONGEST_TEXT) : null;
}

/** A finite number between two bounds, both allowed. */
export function number(value: unknown, least: number, most: number): number | null {
  return typeof value === "number" && value >= least && value <= most ? value : null;
}

/** A whole number between two bounds, both allowed. */
export function whole(value: unknown, least: number, most: number): number | null {
  return Number.isInteger(value) ? number(value, least, most) : null;
}

/** One of a few words. */
export function oneOf<T extends string>(value: unknown, words: readonly T[]): T | null {
  return words.find((word) => word === value) ?? null;
}

/** An object's fields; none where it is no object. */
export function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The items of a list that can be read; the others are left out. At most `most` are looked at. */
export function some<T>(value: unknown, reader: Reader<T>, most: number): T[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, most)
    .map(reader)
    .filter((item) => item !== null);
}

/**
 * A list in which every item can be read, and that is not too long; or null.
 *
 * For what would mislead with an item missing, such as the groups of a comparison.
 */
export function all<T>(value: unknown, reader: Reader<T>, most: number): T[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) return null;
  const read: T[] = [];
  for (const item of value) {
    const one = reader(item);
    if (one === null) return null;
    read.push(one);
  }
  return read;
}
