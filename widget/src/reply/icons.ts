/** Where the people of an icon array stand, and how they are drawn: as two paths. */

import type { IconPanel } from "../types.js";

const ACROSS = 10;
const MOST_PEOPLE = 200;
const WIDTH = 10;
const HEIGHT = 15;

/** What an array needs to be drawn: its size and the paths of the filled and the empty people. */
export interface Crowd {
  width: number;
  height: number;
  filled: string;
  empty: string;
}

/** The people of a panel, filled ones first, in rows of ten; null when they are too many. */
export function crowd({ count, out_of }: Pick<IconPanel, "count" | "out_of">): Crowd | null {
  if (out_of > MOST_PEOPLE) return null;
  const people = Array.from({ length: out_of }, (_, index) => at(index));
  return {
    width: WIDTH * ACROSS,
    height: HEIGHT * Math.ceil(out_of / ACROSS),
    filled: people.slice(0, count).join(""),
    empty: people.slice(count).join(""),
  };
}

/** One person alone, for the legend. */
export const ONE = { width: WIDTH, height: HEIGHT, path: at(0) };

function at(index: number): string {
  return person((index % ACROSS) * WIDTH, Math.floor(index / ACROSS) * HEIGHT);
}

/** A head and shoulders in a cell of 10 by 15 whose corner is at x, y. */
function person(x: number, y: number): string {
  const head = `M${x + 3} ${y + 4}a2 2 0 1 1 4 0a2 2 0 1 1 -4 0z`;
  const body = `M${x + 2} ${y + 13}v-3.5a3 2.5 0 0 1 6 0v3.5z`;
  return head + body;
}
