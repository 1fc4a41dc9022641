"""What a line of a program says in the log, without what it says it about.

Libraries put what they are handed into their messages: "Received user message '...'". What is
written in their source is safe, what was filled in is not; only the former is given here.

The same file is in ``bot/watch/`` and in ``actions/hepatica/watch/``, as two environments cannot
share one (docs/decisions/0001-two-environments.md); a test keeps them the same.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

GAP = "…"
"""Stands for what was filled in."""
_METHODS = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"}
)
_FILLED = re.compile(r"%(\(\w+\))?[-#0 +]*\d*(\.\d+)?[a-zA-Z]|\{[^{}]*\}")


def wording(path: str, line: int) -> str:
    """The fixed words of the logging call in a line of a source file; a gap when there is none."""
    found = [(first, words) for first, last, words in _calls(path) if first <= line <= last]
    return max(found)[1] if found else GAP  # of calls inside each other, the one that begins last


@lru_cache(maxsize=256)
def _calls(path: str) -> tuple[tuple[int, int, str], ...]:
    """First line, last line and words of the logging calls in a file that can be read."""
    try:
        tree = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return tuple(
        (call.lineno, call.end_lineno or call.lineno, _words(call))
        for call in calls
        if _method(call) in _METHODS
    )


def _words(call: ast.Call) -> str:
    """The first argument in which words stand."""
    fixed = (_fixed(argument) for argument in call.args)
    return next((words for words in fixed if words.strip(f" {GAP}")), GAP)


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _fixed(node: ast.expr) -> str:
    """What of an expression is written in the source."""
    if isinstance(node, ast.Constant):
        return _FILLED.sub(GAP, node.value) if isinstance(node.value, str) else GAP
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values
        )
    if isinstance(node, ast.BinOp):
        left = _fixed(node.left)
        return left + _fixed(node.right) if isinstance(node.op, ast.Add) else left
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _fixed(node.func.value)  # "...".format(...)
    return GAP
