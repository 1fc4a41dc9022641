"""axe-core in an open page: what a checker of accessibility finds there."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from playwright.sync_api import CDPSession, Page

from dev.paths import ROOT

AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page, *skip: str, only: str | None = None, inside: str = "") -> list[str]:
    """Accessibility faults in the page as it is now, each as a sentence.

    Args:
        page: the page; what lies behind an open dialog does not count.
        skip: axe's names of rules that are left out.
        only: the one rule that is asked.
        inside: part of the address of the frame to look at; without it, the page itself.
    """
    # Evaluated in a world of its own, which the page's policy does not bind.
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    tree = session.send("Page.getFrameTree")["frameTree"]
    made = session.send("Page.createIsolatedWorld", {"frameId": _frame(tree, inside)})
    world = made["executionContextId"]
    _evaluate(session, world, _source())
    options: dict[str, Any] = {"rules": {rule: {"enabled": False} for rule in skip}}
    if only:
        options["runOnly"] = {"type": "rule", "values": [only]}
    found = _evaluate(session, world, f"axe.run({json.dumps(options)})")
    session.detach()
    return [
        f"{fault['id']}: {fault['help']} at {node['target']}: {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def _frame(tree: dict[str, Any], inside: str) -> str:
    """The id of the frame, which may stand inside others."""
    if not inside or inside in tree["frame"]["url"]:
        return str(tree["frame"]["id"])
    frames = [one["frame"] for one in tree.get("childFrames", [])]
    return next(str(frame["id"]) for frame in frames if inside in frame["url"])


def _evaluate(session: CDPSession, world: int, script: str) -> Any:
    told = session.send(
        "Runtime.evaluate",
        {
            "expression": script,
            "contextId": world,
            "awaitPromise": True,
            "returnByValue": script.startswith("axe.run"),
        },
    )
    if "exceptionDetails" in told:
        raise AssertionError(told["exceptionDetails"])
    return told["result"].get("value")
