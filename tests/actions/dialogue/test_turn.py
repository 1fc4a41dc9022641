"""An answerer reads its store at every turn and says when it cannot."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from small_knowledge import SmallKnowledge, WordEncoder
from talking import all_text

from hepatica.dialogue import Answerer, Turn
from hepatica.dialogue.several import topics
from hepatica.search.encoder import Encoder
from hepatica.store import FactStore, StoreError

Build = Callable[[], Path]


def test_a_missing_store_is_an_error(tmp_path: Path, encoder: Encoder) -> None:
    answerer = Answerer(FactStore(tmp_path / "nowhere.sqlite"), encoder)
    with pytest.raises(StoreError):
        answerer.answer(Turn("what is HCC", "ask_basics"))


def test_an_answerer_without_a_store_is_not_ready(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(StoreError):
        Answerer(FactStore(tmp_path / "nowhere.sqlite"), encoder).ready()


def test_a_ready_answerer_gives_the_version_that_its_answers_carry(answerer: Answerer) -> None:
    reply = answerer.answer(Turn("what is HCC", "ask_basics"))
    assert reply.contract.store == answerer.ready()


def test_a_replaced_store_is_answered_from(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    answerer = Answerer(FactStore(small_store()), WordEncoder(), today)
    turn = Turn("what is liver what", "ask_basics", {"ask_basics": 0.9})
    answerer.answer(turn)
    small.fact["statement"]["en"] = "Another statement."
    small_store()
    assert "Another statement." in all_text(answerer.answer(turn))


def test_the_topics_are_those_of_the_asking_intents() -> None:
    ranking = {"ask_neoadjuvant_rt": 0.6, "ask_basics": 0.3, "follow_up": 0.1, "ask_source": 0.1}
    assert topics(ranking) == {"neoadjuvant-rt": 0.6, "basics": 0.3}


@pytest.mark.parametrize("intent", ["ask_basics", "nlu_fallback", "personal_advice", "follow_up"])
def test_a_store_of_which_nothing_is_served_declines(
    real_store: FactStore, encoder: Encoder, intent: str
) -> None:
    """As with HEPATICA_REQUIRE_REVIEWED=1 before the first signature."""
    answerer = Answerer(FactStore(real_store._path, require_reviewed=True), encoder)
    reply = answerer.answer(Turn("what is HCC", intent, {intent: 0.9}))
    assert reply.contract.kind in ("no_fact", "personal_advice")


def test_a_reply_made_of_chinese_phrases_is_marked_chinese(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    for phrase in small.phrases["phrases"].values():
        phrase["zh"] = phrase["en"]
    small.phrases["phrases"]["nothing_yet"]["zh"] = "我们还没有谈到任何内容。"
    answerer = Answerer(FactStore(small_store()), WordEncoder(), today)
    reply = answerer.answer(Turn("再说一遍", "repeat", language="zh"))
    assert reply.texts == ["我们还没有谈到任何内容。"]
    assert reply.contract.language == "zh"
