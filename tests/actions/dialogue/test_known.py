"""How far a question is known, and what its nearness to unknown questions does."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from small_knowledge import SmallKnowledge, WordEncoder, fact

from hepatica.dialogue.context import Context, Mentions
from hepatica.dialogue.desk import Desk
from hepatica.dialogue.known import (
    Features,
    features,
    is_known,
    names_something_else,
    probability,
)
from hepatica.search.encoder import Encoder
from hepatica.store import Snapshot

Build = Callable[[], Snapshot]
ASKED = "how heavy is the liver of a whale"


def _desk(
    snapshot: Snapshot, text: str, encoder: Encoder, mentions: Mentions | None = None
) -> Desk:
    return Desk(
        text=text,
        topics={"basics": 0.9},
        mentions=mentions or Mentions(),
        context=Context(),
        language="en",
        snapshot=snapshot,
        encoder=encoder,
    )


def _measured(snapshot: Snapshot, text: str) -> Features:
    desk = _desk(snapshot, text, WordEncoder())
    return features(desk, desk.find_by_words(desk.query()))


def test_a_nearer_unknown_question_lowers_the_probability(
    small: SmallKnowledge, small_snapshot: Build
) -> None:
    small.unknown = ["when was the moon made"]
    far = _measured(small_snapshot(), ASKED)
    small.unknown = ["how heavy is a whale"]
    near = _measured(small_snapshot(), ASKED)
    assert near.unknown > far.unknown
    assert near.nearer < far.nearer
    assert probability(near) < probability(far)


def test_a_store_without_unknown_questions_works(small_snapshot: Build) -> None:
    snapshot = small_snapshot()
    measured = _measured(snapshot, ASKED)
    assert len(snapshot.unknown) == 0
    assert (measured.unknown, measured.unknown_whitened) == (0.0, 0.0)
    assert 0 < probability(measured) < 1


def test_an_unknown_question_can_be_left_out(small: SmallKnowledge, small_snapshot: Build) -> None:
    small.unknown = [ASKED, "when was the moon made"]
    desk = _desk(small_snapshot(), ASKED, WordEncoder())
    found = desk.find_by_words(desk.query())
    assert features(desk, found).unknown == pytest.approx(1.0, abs=1e-3)
    assert features(desk, found, but=0).unknown < 0.9


def test_a_fact_s_own_question_is_known(snapshot: Snapshot, encoder: Encoder) -> None:
    desk = _desk(snapshot, snapshot.facts["hcc-what-is"].questions.en[0], encoder)
    assert is_known(desk, desk.find_by_words(desk.query()))


def test_an_unknown_question_of_the_store_is_not_known(
    small: SmallKnowledge, small_snapshot: Build
) -> None:
    small.unknown = [ASKED]
    desk = _desk(small_snapshot(), ASKED, WordEncoder())
    assert not is_known(desk, desk.find_by_words(desk.query()))


def test_nothing_found_is_not_known(snapshot: Snapshot, encoder: Encoder) -> None:
    assert not is_known(_desk(snapshot, "what is HCC", encoder), [])


def _named(kind: str, value: str, text: str) -> Mentions:
    return Mentions.from_entities([{"entity": kind, "value": value, "text": text}])


def test_a_special_treatment_that_the_fact_does_not_speak_of_is_something_else(
    snapshot: Snapshot, encoder: Encoder
) -> None:
    mentions = _named("treatment", "tace", "TACE")
    desk = _desk(snapshot, "does TACE hurt", encoder, mentions)
    assert names_something_else(desk, snapshot.facts["hcc-what-is"])
    assert not names_something_else(desk, snapshot.facts["tace-what"])


def test_a_subject_without_a_fact_is_something_else(snapshot: Snapshot, encoder: Encoder) -> None:
    mentions = _named("subject", "moon-travel", "moon travel")
    desk = _desk(snapshot, "liver cancer and moon travel", encoder, mentions)
    assert names_something_else(desk, snapshot.facts["hcc-what-is"])
    assert not is_known(desk, desk.find_by_words(desk.query()))


def test_a_subject_that_the_statement_says_is_not_something_else(
    small: SmallKnowledge, small_snapshot: Build
) -> None:
    small.topics["basics"] = [fact("liver-tea", statement={"en": "Green tea is a drink."})]
    snapshot = small_snapshot()
    desk = _desk(snapshot, "is green tea good", WordEncoder())
    named = replace(desk, mentions=_named("subject", "tea", "green tea"))
    assert not names_something_else(named, snapshot.facts["liver-tea"])
