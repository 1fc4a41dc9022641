/** Brings the summary out of the page: onto paper, or into a file. */

import { fileStyles, pageStyles, printStyles } from "./summary-styles.js";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

let tidy = (): void => undefined;

/**
 * Print an element and nothing else of the page around it.
 *
 * The widget's own elements are in shadow roots, in a dialog that paper would cut off; so a copy is
 * put into the page itself for as long as it is printed. Style sheets made by a script need no
 * exception from the content security policy.
 */
export function printAlone(page: HTMLElement): void {
  tidy();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${pageStyles.cssText}${printStyles.cssText}`);
  page.classList.add("hepatica-print");
  document.body.append(page);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  tidy = () => {
    page.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    removeEventListener("afterprint", tidy);
    tidy = () => undefined;
  };
  addEventListener("afterprint", tidy);
  print();
}

/** Take back what printing has put into the page, where the browser did not say that it is over. */
export function stopPrinting(): void {
  tidy();
}

/** A file that stands alone: the element as a page without any script. */
export function fileOf(page: HTMLElement, title: string, language: string): string {
  const root = element("html", { lang: language });
  const head = element("head");
  head.append(
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    element("meta", { name: "viewport", content: "width=device-width" }),
    element("title", {}, title),
    element("style", {}, `${pageStyles.cssText}${fileStyles.cssText}`),
  );
  const body = element("body");
  const main = element("main");
  main.append(page);
  body.append(main);
  root.append(head, body);
  withoutComments(root);
  return `<!doctype html>\n${new XMLSerializer().serializeToString(root)}`;
}

/** Let the person keep a file. */
export function keep(file: string, name: string): void {
  const address = URL.createObjectURL(new Blob([file], { type: "text/html;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function element(name: string, attributes: Record<string, string> = {}, text = ""): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** The comments are the template's own marks. */
function withoutComments(root: Node): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const comments: Comment[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode as Comment);
  for (const comment of comments) comment.remove();
}
