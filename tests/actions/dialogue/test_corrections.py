"""A correction is read as what is meant after all."""

import pytest
from talking import Talk

from hepatica.dialogue.context import Mentions
from hepatica.dialogue.corrections import corrected, still_meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no, I meant the JAMA one", "the JAMA one"),
        ("not side effects, I asked about survival", "survival"),
        ("that's not what I asked, what is TACE", "what is TACE"),
        ("sorry, I asked about stage C", "stage C"),
        ("不对，我问的是生存率", "生存率"),
        ("不是副作用，我问的是生存率", "生存率"),
    ],
)
def test_what_is_meant_after_all_is_found(said: str, meant: str) -> None:
    assert corrected(said) == meant


@pytest.mark.parametrize(
    "said",
    ["does it hurt?", "nothing hurts", "not yet", "no", "wrong one", "", "什么是肝癌", "不"],
)
def test_a_message_that_corrects_nothing_gives_none(said: str) -> None:
    assert corrected(said) is None


def _mentions() -> Mentions:
    return Mentions.from_entities(
        [
            {"entity": "side_effect", "value": "nausea", "text": "Sickness"},
            {"entity": "measure", "value": "overall-survival", "text": "survival"},
        ]
    )


def test_mentions_corrected_away_are_dropped() -> None:
    kept = still_meant(_mentions(), "survival")
    assert kept.values == {"measure": ["overall-survival"]}


def test_mentions_that_are_said_again_stay() -> None:
    kept = still_meant(_mentions(), "SURVIVAL and sickness")
    assert kept.values == _mentions().values


def test_a_correction_is_answered_as_what_was_meant(talk: Talk) -> None:
    talk.say("what is HCC", "ask_basics")
    reply = talk.say("no, I meant what is TACE", "ask_treatments", treatment="tace")
    assert reply.contract.facts[0] == "tace-what"


def test_nothing_is_corrected_before_the_first_answer(talk: Talk) -> None:
    assert talk.say("no, what is HCC", "ask_basics").contract.facts[0] == "hcc-what-is"
