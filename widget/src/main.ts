/** What the page loads: the elements, and what the page itself has to follow. */

import "./chat.js";

/** The page speaks the chat's language when the chat is all there is in it. */
for (const chat of document.querySelectorAll("hepatica-chat[full]")) {
  const follow = (): void => {
    document.documentElement.lang = chat.getAttribute("lang") ?? "en";
  };
  chat.addEventListener("hepatica-language", follow);
  follow();
}

/** Keeps the field above a keyboard on the glass where the browser does not shrink the page. */
visualViewport?.addEventListener("resize", () => {
  const { height, offsetTop, scale } = visualViewport!;
  for (const chat of document.querySelectorAll<HTMLElement>("hepatica-chat[full]")) {
    const zoomed = scale !== 1;
    chat.style.blockSize = zoomed ? "" : `${height}px`;
    chat.style.insetBlockStart = zoomed ? "" : `${offsetTop}px`;
  }
});
