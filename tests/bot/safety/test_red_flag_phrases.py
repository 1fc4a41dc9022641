"""The patterns alone on made-up messages, which they were tuned on: an edit must not lose signs."""

from __future__ import annotations

import time
from statistics import median

import pytest

from bot.knowledge_files import read
from bot.paths import ROOT
from bot.safety.patterns import RedFlags

PHRASES = ROOT / "bench" / "red_flags"
EMERGENCIES_FOUND, CRISES_FOUND, DECOYS_RAISED = 0.99, 1.0, 0.03


def messages(kind: str) -> list[str]:
    files = sorted(PHRASES.glob(f"{kind}*.yml"))
    return [str(text) for path in files for listed in read(path).values() for text in listed]


def share(texts: list[str], wrong: list[str]) -> float:
    print(*wrong, sep="\n")
    return len(wrong) / len(texts)


def test_nearly_every_emergency_is_found(red_flags: RedFlags) -> None:
    texts = messages("emergencies")

    missed = [text for text in texts if not red_flags.find(text)]

    assert share(texts, missed) <= 1 - EMERGENCIES_FOUND


def test_every_crisis_is_found_as_one(red_flags: RedFlags) -> None:
    texts = messages("crises")

    missed = [t for t in texts if [flag.kind for flag in red_flags.find(t)][:1] != ["crisis"]]

    assert share(texts, missed) <= 1 - CRISES_FOUND


def test_hardly_any_other_message_is_raised(red_flags: RedFlags) -> None:
    texts = messages("decoys")

    raised = [text for text in texts if red_flags.find(text)]

    assert share(texts, raised) <= DECOYS_RAISED


def test_sadness_is_never_raised(red_flags: RedFlags) -> None:
    assert [text for text in messages("sadness") if red_flags.find(text)] == []


def test_no_message_stands_word_for_word_in_the_file() -> None:
    data = read(ROOT / "knowledge" / "red_flags.yml")
    groups = [*data["words"].values(), *(g for flag in data["flags"] for g in flag["all_of"])]
    phrases = {
        str(phrase)
        for group in groups
        if isinstance(group, dict)
        for listed in group.values()
        for phrase in listed
    }
    long = [t for t in messages("emergencies") + messages("crises") if t.count(" ") > 5]

    assert [text for text in long if text in phrases] == []


def test_an_ordinary_message_takes_under_three_milliseconds(red_flags: RedFlags) -> None:
    took = []
    for text in messages("decoys")[:200]:
        started = time.perf_counter()
        red_flags.find(text)
        took.append(time.perf_counter() - started)

    assert median(took) < 0.003


@pytest.mark.parametrize(
    "unit",
    ["a", "very ", "vomiting blood ", "血", "very very my ", "no or ", "38.6 ", "qzxv ", ".,"],
)
def test_the_longest_message_takes_under_two_seconds(red_flags: RedFlags, unit: str) -> None:
    text = (unit * 4000)[:4000]
    started = time.perf_counter()

    red_flags.find(text)

    assert time.perf_counter() - started < 2
