/** The little Markdown that the bot's texts need: paragraphs, lists, emphasis and links. */

import { linkAddress, webAddress } from "./links.js";

export interface Run {
  text: string;
  as?: "strong" | "em";
  href?: string;
}

/** One line of a paragraph, or one item of a list. */
export type Line = Run[];

export interface Block {
  kind: "p" | "ul" | "ol";
  lines: Line[];
  /** The first number of an "ol". */
  start: number;
}

const ITEM = /^ {0,3}(?:[-*+]|(\d{1,3})[.)])\s+(?=\S)/;
// Bounded, so that a text of nothing but brackets or stars is read in a moment.
const MARKED = new RegExp(
  [
    /\*\*(?<strong>[^*\s](?:[^*\n]{0,300}[^*\s])?)\*\*/,
    /(?<![\w*])\*(?<star>[^*\s](?:[^*\n]{0,300}[^*\s])?)\*(?![\w*])/,
    /(?<!\w)_(?<dash>[^_\s](?:[^_\n]{0,300}[^_\s])?)_(?!\w)/,
    /(?<!!)\[(?<label>[^\][\n]{1,300})\]\((?<href>[^\s()<>]{1,2000})\)/,
    /(?<address>https?:\/\/[!-;=?-~]{1,2000})/,
  ]
    .map((part) => part.source)
    .join("|"),
  "g",
);
const AFTER_ADDRESS = /[?!.,:;*_~'")\]]+$/;

/**
 * A text as blocks. What is no paragraph, list, emphasis or link stays as it was written.
 *
 * A line that does not begin an item ends a list, which is how the bot writes.
 */
export function blocks(text: string): Block[] {
  return text.split(/\n[ \t]*\n/).flatMap(together);
}

/** The blocks of lines that follow each other. */
function together(text: string): Block[] {
  const found: Block[] = [];
  for (const line of text.split("\n").filter((one) => one.trim())) {
    const item = ITEM.exec(line);
    const kind = !item ? "p" : item[1] ? "ol" : "ul";
    const content = runs(item ? line.slice(item[0].length) : line.trim());
    const before = found.at(-1);
    if (before?.kind === kind) before.lines.push(content);
    else found.push({ kind, lines: [content], start: Number(item?.[1] ?? 1) });
  }
  return found;
}

/** One line in runs of words that look alike. */
export function runs(line: string): Line {
  const found: Line = [];
  let done = 0;
  for (const match of line.matchAll(MARKED)) {
    const run = marked(match);
    if (!run) continue;
    if (match.index > done) found.push({ text: line.slice(done, match.index) });
    found.push(run);
    done = match.index + (match.groups?.["address"] ? run.text.length : match[0].length);
  }
  if (done < line.length) found.push({ text: line.slice(done) });
  return found;
}

function marked({ groups = {} }: RegExpMatchArray): Run | null {
  const { strong, star, dash, label, href, address } = groups;
  if (strong) return { text: strong, as: "strong" };
  if (star ?? dash) return { text: (star ?? dash) as string, as: "em" };
  const leads = label && href && linkAddress(href);
  if (leads) return { text: label, href: leads };
  // A sign at the end belongs to the sentence around the address.
  const clean = webAddress(address?.replace(AFTER_ADDRESS, "") ?? null);
  return clean ? { text: clean, href: clean } : null;
}
