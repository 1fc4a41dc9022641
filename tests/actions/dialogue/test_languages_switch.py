"""Asked to speak another language, the bot goes on in it or says which there are."""

import pytest
from talking import Talk, all_text

ONLY_ENGLISH = "I can only answer this in English"


def test_the_last_answer_is_said_again_in_chinese(talk: Talk) -> None:
    talk.say("what is HCC", "ask_basics")
    reply = talk.say("in Chinese please", "switch_language", spoken="zh")
    assert (reply.contract.kind, reply.contract.language) == ("answer", "zh")
    assert reply.contract.facts == ["hcc-what-is"]
    assert reply.texts[0].startswith("从肝脏自身长出来的癌症")


def test_who_asks_for_english_gets_the_last_answer_in_english(talk: Talk) -> None:
    talk.say("什么是肝癌", "ask_basics", "zh")
    reply = talk.say("请说英文", "switch_language", "zh", spoken="en")
    assert (reply.contract.language, reply.contract.facts) == ("en", ["hcc-what-is"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_switch_is_not_called_impossible(talk: Talk, language: str) -> None:
    talk.say("what is HCC", "ask_basics")
    reply = talk.say("in Chinese please", "switch_language", language, spoken="zh")
    assert ONLY_ENGLISH not in all_text(reply)


def test_an_unknown_language_is_told_which_there_are(talk: Talk) -> None:
    talk.say("what is HCC", "ask_basics")
    reply = talk.say("in French please", "switch_language", spoken="fr")
    assert (reply.contract.kind, reply.contract.facts) == ("smalltalk", [])
    assert reply.texts[0].startswith("I can answer in English and in Chinese.")
    assert reply.context.facts_given == ["hcc-what-is"]


def test_before_any_answer_the_switch_is_welcomed_with_ways_to_begin(talk: Talk) -> None:
    reply = talk.say("in Chinese please", "switch_language", spoken="zh")
    assert (reply.contract.kind, reply.contract.language) == ("smalltalk", "zh")
    assert reply.texts[-1].startswith("好的，您可以用中文跟我说。")
    assert len(reply.contract.suggestions) == 3


def test_no_language_named_keeps_the_one_that_is_spoken(talk: Talk) -> None:
    talk.say("什么是肝癌", "ask_basics", "zh")
    assert talk.say("换一种语言", "switch_language", "zh").contract.language == "zh"
