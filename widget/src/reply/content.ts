/** Bot texts become elements, which are made one by one: no text is ever read as HTML. */

import { blocks, type Block, type Line, type Run } from "./blocks.js";

/**
 * A text as elements.
 *
 * @param text of the bot; what a person typed is shown as it is and does not come here.
 */
export function content(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...blocks(text).map(element));
  return fragment;
}

function element({ kind, lines, start }: Block): HTMLElement {
  if (kind === "p") return filled("p", lines.flatMap(afterBreak));
  const list = filled(kind, lines.map((line) => filled("li", line.map(words))));
  if (start !== 1) list.setAttribute("start", String(start));
  return list;
}

function afterBreak(line: Line, index: number): Node[] {
  const nodes = line.map(words);
  return index > 0 ? [document.createElement("br"), ...nodes] : nodes;
}

function words({ text, as, href }: Run): Node {
  if (href) return link(text, href);
  return as ? filled(as, [document.createTextNode(text)]) : document.createTextNode(text);
}

/** The page behind a link learns nothing about this one, and is no recommendation. */
function link(text: string, href: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.textContent = text;
  made.href = href;
  made.target = "_blank";
  made.rel = "noopener noreferrer nofollow";
  return made;
}

function filled(tag: string, children: Node[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}
