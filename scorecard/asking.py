"""Asks the running servers, each message in a conversation of its own, and judges the replies."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from scorecard.sets import Item, Request
from tests.end_to_end.runner import Conversation

AT_ONCE = 3
"""Conversations at the same time: the servers have two cores."""


@dataclass(frozen=True)
class Outcome:
    """What came back for one message, and what was wrong with it."""

    item: Item
    kind: str
    facts: tuple[str, ...]
    language: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    text: str = ""

    @property
    def right_kind(self) -> bool:
        """Whether the reply is of a right kind."""
        return self.kind in self.item.wanted.kinds

    @property
    def right(self) -> bool:
        """Whether kind and content are right."""
        return meets(self.item.wanted, self.kind, self.facts)

    @property
    def parts_met(self) -> int:
        """How many of the message's requests were answered or named rightly."""
        given = self.parts or ((self.kind, self.facts),)
        return sum(
            any(meets(wanted, kind, facts) for kind, facts in given) for wanted in self.item.parts
        )


def meets(wanted: Request, kind: str, facts: Iterable[str]) -> bool:
    """Whether a reply is what was wanted; an answer must give one of the facts."""
    if kind not in wanted.kinds:
        return False
    return kind != "answer" or not wanted.facts or bool(wanted.facts & set(facts))


def ask_all(items: Iterable[Item], base_url: str) -> list[Outcome]:
    """The outcomes, in the order of the items."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda item: _ask(item, base_url), items))


def _ask(item: Item, base_url: str) -> Outcome:
    answered = Conversation(base_url).say(item.ask)
    contract: dict[str, Any] = answered.contract
    return Outcome(
        item=item,
        kind=contract["kind"],
        facts=tuple(contract["facts"]),
        language=contract["language"],
        parts=tuple((p["kind"], tuple(p["facts"])) for p in contract.get("parts") or []),
        text=answered.visible,
    )
