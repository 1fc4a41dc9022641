"""Counting turns, and one line of the log for each."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from bot.replies import Message
from bot.watch.metrics import KINDS, LANGUAGES, OTHER, TURN_SECONDS, TURNS
from bot.watch.records import be_quiet

log = logging.getLogger(__name__)


def begin() -> float:
    """Note that a turn begins; gives what ``end`` wants."""
    be_quiet()
    return time.perf_counter()


def end(began: float, channel: str, reply: Sequence[Message]) -> None:
    """Count a turn.

    Args:
        began: what ``begin`` gave.
        channel: the channel's name.
        reply: texts and then one contract.
    """
    seconds = time.perf_counter() - began
    contract = reply[-1]["custom"]
    kind = _one_of(KINDS, contract.get("kind"))
    language = _one_of(LANGUAGES, contract.get("language"))
    TURNS.labels(channel, kind, language).inc()
    TURN_SECONDS.labels(channel).observe(seconds)
    ms = round(seconds * 1000, 1)
    told = {"channel": channel, "kind": kind, "language": language, "ms": ms}
    log.info("turn: %s, %s, %s, %s ms", channel, kind, language, ms, extra=told)


def _one_of(known: Sequence[str], word: object) -> str:
    """The word, if it is a known one: labels must stay few."""
    return word if isinstance(word, str) and word in known else OTHER
