"""Lets tests ask the platforms' own SDKs, which live in an environment of their own.

Reads one request a line and answers each with one line:

    tests/vendors/.venv/bin/python tests/vendors
    {"sdk": "slack", "do": "sign", "with": {"body": "{}", "secret": "x", "at": 1}}
    {"told": "v0=..."}

What an SDK refuses is answered with {"refused": "why"}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

Act = Callable[..., Any]
SDKS = ("line", "slack", "telegram", "twilio")


@lru_cache
def acts(sdk: str) -> Mapping[str, Act]:
    """What an SDK can be asked to do; it is imported when it is first asked."""
    if sdk not in SDKS:
        raise LookupError(f"there is no SDK {sdk}; there are {', '.join(SDKS)}")
    found: Mapping[str, Act] = import_module(f"ask_{sdk}").ACTS
    return found


def answered(line: str) -> dict[str, Any]:
    """The answer to one request."""
    try:
        asked = json.loads(line)
        return {"told": acts(asked["sdk"])[asked["do"]](**asked["with"])}
    except Exception as error:  # noqa: BLE001 - whatever it is, the test that asked has to see it
        return {"refused": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Answer until the test run ends."""
    answers, sys.stdout = sys.stdout, sys.stderr  # where an SDK may print what it likes
    for line in sys.stdin:
        answers.write(json.dumps(answered(line)) + "\n")
        answers.flush()


main()
