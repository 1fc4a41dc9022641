"""Timing of Rasa's calls of the action server."""

from __future__ import annotations

import inspect
import time
from functools import wraps
from typing import Any

from rasa.core.actions.action import RemoteAction

from bot.watch.metrics import ACTION_SECONDS

_run = RemoteAction.run


@wraps(_run)
async def _timed(self: RemoteAction, *arguments: Any, **more: Any) -> Any:
    began = time.perf_counter()
    outcome = "failed"
    try:
        result = await _run(self, *arguments, **more)
        outcome = "ok"
        return result
    finally:
        ACTION_SECONDS.labels(outcome).observe(time.perf_counter() - began)


def install() -> None:
    """Time each call from now on.

    Raises:
        RuntimeError: this Rasa calls actions in another way.
    """
    if not inspect.iscoroutinefunction(_run):
        raise RuntimeError("this version of Rasa calls the action server in another way")
    RemoteAction.run = _timed
