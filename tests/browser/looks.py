"""What a person sees of a page: where the focus is, how large things are, what is cut off.

Looks through shadow roots, as people do.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.chat import Chat

_DEEP = """
const all = (root, found = []) => {
  for (const element of root.querySelectorAll("*")) {
    found.push(element);
    if (element.shadowRoot) all(element.shadowRoot, found);
  }
  return found;
};
const up = (element) => element.parentNode instanceof ShadowRoot
  ? element.parentNode.host : element.parentNode;
const within = (element, outer) => {
  for (; element; element = up(element)) if (element === outer) return true;
  return false;
};
const focused = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};
const atPoint = (x, y) => {
  let element = document.elementFromPoint(x, y);
  while (element?.shadowRoot) {
    const inner = element.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === element) break;
    element = inner;
  }
  return element;
};
const named = (element) =>
  `${element.localName} "${(element.ariaLabel || element.textContent || "").trim().slice(0, 60)}"`;
"""

_FOCUS = """
() => {
  const element = focused();
  if (!element || element === document.body) return ["the focus is nowhere"];
  // A heading takes the focus when its dialog opens; it is no control.
  if (/^h[1-6]$/.test(element.localName)) return [];
  const faults = [];
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push("has no ring");
  const box = element.getClientRects()[0] ?? new DOMRect();
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  if (box.width < 1 || box.height < 1) faults.push("has no size");
  else if (box.right < 1 || box.left > innerWidth - 1 ||
           box.bottom < 1 || box.top > innerHeight - 1)
    faults.push("is out of sight");
  else if (!within(atPoint(x, y), element)) faults.push(`is behind ${named(atPoint(x, y))}`);
  return faults.map((fault) => `${named(element)} ${fault}`);
}
"""

_ROOM = """
([least, leastInline]) => {
  const faults = [];
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth) faults.push(`the page is ${page.scrollWidth} wide`);
  const shown = all(document).filter((element) => element.checkVisibility({
    checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true,
  }));
  for (const element of shown) {
    const { overflowX, clipPath } = getComputedStyle(element);
    if (clipPath !== "none") continue;
    // What may be moved sideways by itself is a group with a name, such as a wide table.
    if (/auto|scroll/.test(overflowX) && element.role !== "group" &&
        element.scrollWidth > element.clientWidth + 1)
      faults.push(`${named(element)} scrolls sideways`);
  }
  const modal = shown.find((element) => element.matches("dialog:modal"));
  const controls = shown.filter((element) =>
    element.matches("button, a[href], input, textarea, summary, [role=button]") &&
    (!modal || within(element, modal)));
  for (const control of controls) {
    const scroller = control.closest("[role=group][tabindex]");
    const target = control.closest("label") ?? control;
    const box = target.getBoundingClientRect();
    if (!scroller && (box.left < -1 || box.right > innerWidth + 1))
      faults.push(`${named(target)} sticks out`);
    const inline = control.matches("[aria-haspopup=dialog], li a, p a");
    const smallest = Math.min(box.width, box.height);
    if (smallest < (inline ? leastInline : least) - 0.5)
      faults.push(`${named(target)} is ${Math.round(box.width)} by ${Math.round(box.height)}`);
  }
  if (!controls.length) faults.push("no control was looked at");
  return [...new Set(faults)];
}
"""

_RUNNING = """
() => [document, ...all(document).map((element) => element.shadowRoot).filter(Boolean)]
  .flatMap((root) => root.getAnimations())
  .filter((one, index, list) => one.playState === "running" && list.indexOf(one) === index).length
"""


def _ask(page: Page, script: str, argument: Any = None) -> Any:
    return page.evaluate(
        f"(argument) => {{ {_DEEP} return ({script.strip()})(argument); }}", argument
    )


def focus_faults(page: Page) -> list[str]:
    """Why a person cannot see what has the focus; each as a sentence."""
    found: list[str] = _ask(page, _FOCUS)
    return found


def room_faults(page: Page, least: int = 44, least_inline: int = 24) -> list[str]:
    """What is too small to tap, sticks out, or must be moved sideways; each as a sentence."""
    found: list[str] = _ask(page, _ROOM, [least, least_inline])
    return found


def moving(page: Page) -> int:
    """How many things move by themselves."""
    return int(_ask(page, _RUNNING))


def has_focus(locator: Locator) -> bool:
    """Whether the first element that is found has the focus."""
    return bool(
        locator.evaluate_all("found => found.some(one => one.getRootNode().activeElement === one)")
    )


def share_of_log(chat: Chat) -> float:
    """The part of the window's height in which the conversation is seen."""
    region = chat.view.get_by_role("region", name=chat.word("conversation"))
    return float(region.evaluate("region => region.clientHeight / innerHeight"))


def style(locator: Locator, *names: str) -> list[str]:
    """Computed styles of an element."""
    found: list[str] = locator.evaluate(
        "(one, names) => names.map(name => getComputedStyle(one)[name])", list(names)
    )
    return found


def double_text(chat: Chat) -> None:
    """Set the browser's own text size to twice the usual."""
    session = chat.context.new_cdp_session(chat.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    expect(chat.page.locator("html")).to_have_css("font-size", "32px")
