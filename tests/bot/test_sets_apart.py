"""What the score card measures with was never trained on nor tuned with.

Very short messages are left out: everybody writes "yes" or "再说一遍" in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.paths import ROOT

HELD_OUT = ROOT / "scorecard" / "sets" / "held_out"
NEAR = 93
"""Likeness in per cent from which two texts are the same but for a slip."""
LONG_ENOUGH = 15
"""Characters from which likeness tells something; shorter texts must be the very same."""
COMMONPLACE = 2
"""Words of a message that everybody writes alike; two Chinese characters are a word."""
FEWEST_WORDS = 5
"""Words of a sentence that is looked at by itself."""
_CHINESE = re.compile("[\u3400-\u9fff]")
_ENDS = re.compile(r"\n+|(?<=[.!?;])\s+|(?<=[。！？；])")


class Text(NamedTuple):
    """A text and where it stands."""

    place: str
    text: str


class Twin(NamedTuple):
    """A held-out text, and the text that is (nearly) the same."""

    held_out: Text
    known: Text


def normal(text: str) -> str:
    """Lower case without punctuation."""
    return " ".join(re.sub(r"[^\w\s]|_", "", text.lower()).split())


def length(text: str) -> int:
    """How many words a text has."""
    characters = len(_CHINESE.findall(text))
    return len(_CHINESE.sub(" ", text).split()) + (characters + 1) // 2


def pieces(text: str) -> set[str]:
    """The whole message and its longer sentences, in normal form."""
    whole = normal(text)
    sentences = {normal(sentence) for sentence in _ENDS.split(text)}
    longer = {sentence for sentence in sentences if length(sentence) >= FEWEST_WORDS}
    return {piece for piece in {whole} | longer if length(piece) > COMMONPLACE}


def by_piece(texts: Iterable[Text]) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {}
    for text in texts:
        for piece in pieces(text.text):
            found.setdefault(piece, []).append(text)
    return found


def twins(held_out: Iterable[Text], known: Iterable[Text]) -> list[Twin]:
    """The held-out texts that are also among the known ones, or nearly."""
    ours, theirs = by_piece(held_out), by_piece(known)
    pairs = {(piece, piece) for piece in ours.keys() & theirs.keys()} | _near(ours, theirs)
    return [
        Twin(text, other)
        for piece, like in sorted(pairs)
        for text in ours[piece]
        for other in theirs[like]
    ]


def _near(ours: Iterable[str], theirs: Iterable[str]) -> set[tuple[str, str]]:
    rows = [piece for piece in ours if len(piece) >= LONG_ENOUGH]
    columns = [piece for piece in theirs if len(piece) >= LONG_ENOUGH]
    likeness = process.cdist(
        rows, columns, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8, workers=-1
    )
    return {(rows[row], columns[column]) for row, column in np.argwhere(likeness)}


def strings(value: Any) -> Iterator[str]:
    """Every text in a list or in the values of a mapping."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def documents(path: Path) -> list[Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return list(yaml.load_all(path.read_text(encoding="utf-8"), loader))


def held_out_texts() -> Iterator[Text]:
    for path in sorted(HELD_OUT.glob("*.yml")):
        yield from (Text(path.name, item["ask"]) for item in documents(path)[0])
    for path in sorted(HELD_OUT.glob("dialogues/*.yml")):
        for dialogue in filter(None, documents(path)):
            yield from (Text(f"dialogues/{path.name}", step["user"]) for step in dialogue["steps"])


def training(path: Path) -> Iterator[str]:
    for block in documents(path)[0]["nlu"]:
        yield from (line.strip()[1:].strip() for line in block["examples"].splitlines())


def fact_questions(path: Path) -> Iterator[str]:
    for fact in documents(path)[0]["facts"]:
        yield from strings(fact.get("questions"))


def unknown_questions(path: Path) -> Iterator[str]:
    yield from strings(documents(path)[0]["questions"])


def phrases(path: Path) -> Iterator[str]:
    yield from strings(documents(path)[0])


def messages(path: Path) -> Iterator[str]:
    yield from (item["ask"] for item in documents(path)[0])


KNOWN = {
    "data/nlu/*.yml": training,
    "knowledge/facts/*.yml": fact_questions,
    "knowledge/unknown.yml": unknown_questions,
    "bench/red_flags/*.yml": phrases,
    "scorecard/sets/tuning/*.yml": messages,
}
"""What is trained on or tuned with, and how its texts are read."""


def known_texts(pattern: str) -> list[Text]:
    return [
        Text(str(path.relative_to(ROOT)), text)
        for path in sorted(ROOT.glob(pattern))
        for text in KNOWN[pattern](path)
    ]


@pytest.fixture(scope="module")
def held_out() -> list[Text]:
    return list(held_out_texts())


@pytest.mark.parametrize("pattern", KNOWN)
def test_no_held_out_message_is_trained_on_or_tuned_with(
    held_out: list[Text], pattern: str
) -> None:
    assert twins(held_out, known_texts(pattern)) == []


@pytest.mark.parametrize("pattern", KNOWN)
def test_there_is_something_to_compare_with(pattern: str) -> None:
    assert len(known_texts(pattern)) > 100


def test_sets_and_dialogues_are_both_read(held_out: list[Text]) -> None:
    in_dialogues = [text for text in held_out if text.place.startswith("dialogues/")]

    assert min(len(in_dialogues), len(held_out) - len(in_dialogues)) > 100


@pytest.mark.parametrize(
    ("message", "planted"),
    [
        ("What does a PET scan show?", "what does a pet scan show"),
        ("what does a pet scan show", "what does a pet scan shwo"),
        ("We met on Monday. What does a PET scan show?", "what does a PET scan show"),
        ("what does a PET scan show", "Sorry to ask again. What does a PET scan show?"),
        ("1. how cold is the room\n2. what does a PET scan show", "what does a pet scan shows"),
        ("PET能查出什么", "PET能查出什么？"),
        ("我们周一见过医生了。做PET检查能看出来些什么东西呢？", "做PET检查能看出来些什么东西呢"),
    ],
)
def test_a_planted_copy_is_found(message: str, planted: str) -> None:
    known = [Text("known", "is the couch hard"), Text("known", planted)]

    assert twins([Text("held out", message)], known) == [
        Twin(Text("held out", message), Text("known", planted))
    ]


def test_a_planted_copy_among_the_real_sets_is_found(held_out: list[Text]) -> None:
    copied = next(text for text in held_out if len(normal(text.text)) > 60)
    planted = Text("known", copied.text.replace("e", "", 1))

    assert Twin(copied, planted) in twins(held_out, [planted])


@pytest.mark.parametrize(
    ("message", "other"),
    [
        ("yes please", "Yes, please!"),
        ("再说一遍", "再说一遍"),
        ("what does a PET scan show", "what does a CT scan with dye show"),
        ("Hello doctor. What does a PET scan show?", "Hello doctor. Is the couch hard?"),
    ],
)
def test_commonplace_and_different_messages_are_let_be(message: str, other: str) -> None:
    assert twins([Text("held out", message)], [Text("known", other)]) == []
