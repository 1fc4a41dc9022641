"""Looks through a whole page, shadow roots and all, for what no text may bring into it."""

from __future__ import annotations

from playwright.sync_api import Dialog, Page

PAGE_TAGS = (
    "html head body meta title link script main "
    "hepatica-chat hepatica-composer hepatica-menu hepatica-meaning hepatica-reply "
    "hepatica-sources hepatica-summary hepatica-thumbs "
    "a article br button caption details dialog div em fieldset figcaption figure form g h1 h2 h3 "
    "header i img input label legend li ol p path q section span strong summary svg table tbody "
    "td text textarea th thead tr ul"
)
REPLY_TAGS = (
    "hepatica-meaning hepatica-sources hepatica-thumbs "
    "a br button caption details div em figcaption figure g h2 li ol p path q span strong summary "
    "svg table tbody td text th thead tr ul"
)
"""No form, no field, no image: nothing of a reply asks for anything."""
_LOOK = """
([pageTags, replyTags]) => {
  const faults = [];
  const dangerous =
    /^(on.*|style|srcdoc|srcset|action|formaction|background|poster|ping|is|xlink:href|http-equiv)$/i;
  const links = ["https:", "http:", "tel:", "mailto:", "blob:"];
  const look = (root, tags) => {
    for (const element of root.querySelectorAll("*")) {
      const tag = element.localName;
      const told = element.outerHTML.slice(0, 200);
      if (!tags.includes(tag)) faults.push(`element ${tag}: ${told}`);
      for (const { name, value } of element.attributes) {
        // The chat itself is made as high as the glass above a keyboard.
        const itsOwn = name === "style" && tag === "hepatica-chat";
        if (dangerous.test(name) && !itsOwn) faults.push(`attribute ${name}: ${told}`);
        if (name === "src" && new URL(value, document.baseURI).origin !== location.origin)
          faults.push(`source elsewhere: ${told}`);
        const mayHaveName = tag === "meta" || element.type === "radio";
        if (name === "name" && !mayHaveName) faults.push(`name: ${told}`);
        if (name === "id" && !/^[a-z][a-z0-9-]*$/.test(value)) faults.push(`id: ${told}`);
      }
      if (tag === "a" && element.hasAttribute("href")) {
        if (!links.includes(element.protocol)) faults.push(`link: ${told}`);
        if (element.protocol === "tel:" && !/^tel:[+*\\d]([\\d*]|%23)*$/.test(element.href))
          faults.push(`number: ${told}`);
        if (element.username || element.password) faults.push(`address with a name: ${told}`);
        const leaves = /^https?:$/.test(element.protocol) && element.origin !== location.origin;
        if (leaves && !/\\bnoopener\\b/.test(element.rel)) faults.push(`no noopener: ${told}`);
      }
      if (element.shadowRoot)
        look(element.shadowRoot, tag === "hepatica-reply" ? replyTags : pageTags);
    }
  };
  look(document, pageTags);
  const scripts = [...document.scripts].map(({ src }) => new URL(src).pathname);
  if (scripts.length !== 1 || !scripts[0].endsWith("/static/widget.js"))
    faults.push(`scripts: ${scripts}`);
  const inherited = [{}, [], "", 0, Boolean].flatMap((value) => {
    const names = [];
    for (const name in Object(value)) if (typeof value !== "string") names.push(name);
    return names;
  });
  if (inherited.length || {}.polluted !== undefined) faults.push(`every object has ${inherited}`);
  if ("__pwned" in window) faults.push(`a program ran, or a name was taken: ${window.__pwned}`);
  return [...new Set(faults)];
}
"""


def foreign_matter(page: Page) -> list[str]:
    """What is in the page that only a hostile text can have brought, each as a sentence."""
    found: list[str] = page.evaluate(_LOOK, [PAGE_TAGS.split(), REPLY_TAGS.split()])
    return found


class Alarms:
    """Hears what a page does by itself that a chat never does."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._address = page.url
        self._rung: list[str] = []
        page.on("dialog", self._dialog)
        page.on("popup", lambda popup: self._ring(f"window: {popup.url}"))
        page.on("download", lambda download: self._ring(f"download: {download.url}"))
        page.on("framenavigated", lambda frame: self._ring(f"went to {frame.url}"))
        page.on("worker", lambda worker: self._ring(f"worker: {worker.url}"))
        page.on("crash", lambda _: self._ring("the page crashed"))

    def _dialog(self, dialog: Dialog) -> None:
        self._ring(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _ring(self, alarm: str) -> None:
        self._rung.append(alarm)

    def rung(self) -> list[str]:
        """What was heard, each as a sentence."""
        if self._page.url != self._address:
            self._ring(f"the page is at {self._page.url}")
        return list(self._rung)
