"""Turns that only make sense after an answer."""

import pytest
from talking import JAMA, JCO, Talk, all_text

from hepatica.dialogue import Reply

ALL_FOLLOW_UPS = ["repeat", "simpler", "more", "affirm", "ask_source"]


@pytest.fixture
def given(talk: Talk) -> Talk:
    """A conversation in which survival at two years in the 2019 trial was just told."""
    talk.about_survival_at_two_years()
    return talk


def test_another_time_is_asked_of_the_same_study_and_measure(given: Talk) -> None:
    text = all_text(given.say("and after 18 months?", "follow_up", timepoint="18 months"))
    assert "Overall survival at 18 months" in text
    assert "44 out of 100 (43.9%)" in text
    assert "17 out of 100 (16.7%)" in text


def test_another_group_comes_first_and_the_comparison_stays(given: Talk) -> None:
    text = all_text(given.say("and without radiotherapy?", "follow_up", group="surgery alone"))
    assert 0 < text.index("surgery alone 9 out of 100") < text.index("27 out of 100 (27.4%)")


def test_a_time_that_the_study_does_not_have_is_said_with_the_times_it_has(given: Talk) -> None:
    reply = given.say("and after 5 years?", "follow_up", timepoint="60 months")
    assert reply.contract.kind == "no_fact"
    assert reply.contract.figures == []
    assert "no figure for overall survival at 5 years in the 2019 trial" in all_text(reply)
    assert "6 months, 1 year, 18 months, 2 years" in all_text(reply)


def test_a_follow_up_still_works_after_a_time_that_is_missing(given: Talk) -> None:
    given.say("and after 5 years?", "follow_up", timepoint="60 months")
    text = all_text(given.say("and after 6 months?", "follow_up", timepoint="6 months"))
    assert "89 out of 100 (89.0%)" in text


@pytest.mark.parametrize("intent", ["follow_up", "ask_evidence", "nlu_fallback"])
def test_how_many_people_is_told_for_each_group(given: Talk, intent: str) -> None:
    reply = given.say("how many people was that?", intent, measure="number-of-people")
    assert "82 had radiotherapy then surgery, 82 had surgery alone" in all_text(reply)
    assert "164 people" in all_text(reply)
    assert reply.contract.facts == ["jco-os-24"]


def test_how_many_people_is_not_made_up_for_a_fact_without_figures(talk: Talk) -> None:
    talk.say("what is cirrhosis", "ask_basics")
    reply = talk.say("how many people was that?", "follow_up", measure="number-of-people")
    assert "do not rest on a count of people" in all_text(reply)


def test_the_source_is_told_with_its_link_and_how_much_was_read(given: Talk) -> None:
    text = all_text(given.say("where is that from?", "ask_source"))
    assert "J Clin Oncol 2019;37:2141-2151" in text
    assert "https://doi.org/10.1200/JCO.18.02184" in text
    assert "We read: abstract only" in text


def test_simpler_words_say_the_same_fact(given: Talk) -> None:
    reply = given.say("simpler please", "simpler")
    assert reply.contract.facts == ["jco-os-24"]
    assert reply.texts[0].startswith("This is from the 2019 trial.")
    assert "27 out of 100 (27.4%)" in all_text(reply)


def test_the_last_answer_is_said_again_word_for_word(talk: Talk) -> None:
    talk.say("what is HCC", "ask_basics")
    answer = talk.about_survival_at_two_years()
    assert talk.say("say that again", "repeat").texts == answer.texts


def test_said_again_it_keeps_the_time_that_was_asked_about(given: Talk) -> None:
    given.say("and after 18 months?", "follow_up", timepoint="18 months")
    again = all_text(given.say("say that again", "repeat"))
    assert "43.9%" in again
    assert "27.4%" not in again


def test_the_other_trial_is_asked_for_the_same_measure(talk: Talk) -> None:
    talk.say(
        "what was the survival at 1 year in the 2022 trial",
        "ask_outcomes",
        study=JAMA,
        measure="overall-survival",
        timepoint="12 months",
    )
    reply = talk.say("and in the other trial?", "follow_up", study="other-study")
    assert {figure.study for figure in reply.contract.figures} == {JCO}
    assert "75 out of 100 (75.2%)" in all_text(reply)


def test_the_other_trial_without_that_time_says_which_it_has(given: Talk) -> None:
    reply = given.say("and in the other trial?", "follow_up", study="other-study")
    assert reply.contract.kind == "no_fact"
    assert "in the 2022 trial. I have it at 1 year, 3 years, 5 years" in all_text(reply)


def test_another_stage_changes_the_subject(talk: Talk) -> None:
    talk.say("what does BCLC stage B mean", "ask_stages", stage="bclc-b")
    reply = talk.say("and stage C?", "follow_up", stage="bclc-c")
    assert reply.contract.facts[0] == "bclc-stage-c"


def _all_of_more(talk: Talk) -> list[Reply]:
    replies: list[Reply] = []
    while not replies or replies[-1].contract.kind == "answer":
        assert len(replies) < 100, "more never ends"
        replies.append(talk.say("tell me more", "more"))
    return replies


def test_more_brings_new_facts_of_the_topic_and_comes_to_an_end(given: Talk) -> None:
    *answers, last = _all_of_more(given)
    told = ["jco-os-24"] + [fact for reply in answers for fact in reply.contract.facts]
    assert len(told) == len(set(told)) > 10
    assert {reply.contract.topic for reply in answers} == {"outcomes"}
    assert (last.contract.kind, last.contract.facts) == ("smalltalk", [])
    assert all_text(last).startswith("That is all I have on this.")


def test_yes_means_more(given: Talk) -> None:
    facts = given.say("yes please", "affirm").contract.facts
    assert facts
    assert "jco-os-24" not in facts


@pytest.mark.parametrize("intent", ALL_FOLLOW_UPS)
def test_a_follow_up_without_an_answer_before_says_so(talk: Talk, intent: str) -> None:
    reply = talk.say("go on", intent)
    assert reply.contract.kind == "smalltalk"
    assert "We have not talked about a fact yet." in all_text(reply)
    assert len(reply.contract.suggestions) == 3


@pytest.mark.parametrize("intent", ALL_FOLLOW_UPS)
def test_a_follow_up_to_a_fact_that_is_gone_says_so(talk: Talk, intent: str) -> None:
    talk.context = talk.context.after_answer(["withdrawn-fact"])
    reply = talk.say("go on", intent)
    assert reply.contract.kind == "smalltalk"


def test_a_first_message_worded_as_a_follow_up_is_taken_as_a_question(talk: Talk) -> None:
    reply = talk.say("what is cirrhosis", "follow_up")
    assert "cirrhosis-what" in reply.contract.facts


def test_a_remembered_study_that_is_gone_does_not_fail(given: Talk) -> None:
    given.context = given.context.after_answer(["jco-os-24"], study="gone-study")
    assert given.say("and after 5 years?", "follow_up", timepoint="60 months").texts


@pytest.mark.parametrize("text", ["how is it treated", "which one is the most common", "and why"])
def test_a_follow_up_is_not_answered_with_the_answer_before(talk: Talk, text: str) -> None:
    before = talk.say("what is a portal vein tumour thrombus", "ask_stages")
    after = talk.say(text, "follow_up")
    assert not set(before.contract.facts) & set(after.contract.facts)
