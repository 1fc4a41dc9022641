/** Makes the words of the glossary in a text into buttons, and back. */

import type { Term } from "../types.js";
import type { Finder } from "./glossary.js";

/** Makes the button of a word; what a tap does is the caller's. */
export type Explain = (term: Term, opener: HTMLElement) => void;

/**
 * Put buttons around the words that the glossary explains; never inside links.
 *
 * @param found ids of the terms that have a button in this reply already; is added to.
 */
export function mark(root: Node, finder: Finder, found: Set<string>, explain: Explain): void {
  for (const node of textNodes(root)) {
    const pieces = finder.split(node.data, found);
    if (!pieces.some((piece) => piece.term)) continue;
    const nodes = pieces.map(({ text, term }) => (term ? wordButton(text, term, explain) : text));
    node.replaceWith(...nodes);
  }
}

/** Take the buttons away and leave the words. */
export function unmark(root: ParentNode & Node): void {
  for (const button of root.querySelectorAll("button.word")) {
    button.replaceWith(button.textContent ?? "");
  }
  root.normalize();
}

/** What a person sees of an element's text, block by block. */
export function spokenBlocks(root: ParentNode): string[] {
  return [...root.querySelectorAll("p, li")]
    .filter((block) => !block.querySelector("p, li"))
    .map((block) => block.textContent?.trim() ?? "")
    .filter(Boolean);
}

function textNodes(root: Node): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (!node.parentElement?.closest("a, button")) nodes.push(node);
  }
  return nodes;
}

function wordButton(text: string, term: Term, explain: Explain): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "word";
  button.setAttribute("aria-haspopup", "dialog");
  button.textContent = text;
  button.addEventListener("click", () => explain(term, button));
  return button;
}
