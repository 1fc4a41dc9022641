"""Questions that stand by themselves."""

import pytest
from talking import JAMA, Talk, all_text

from hepatica.dialogue import Answerer, Turn
from hepatica.dialogue.context import Mentions
from hepatica.dialogue.desk import as_question
from hepatica.store import Snapshot


def test_a_question_is_answered_with_its_fact(talk: Talk) -> None:
    reply = talk.about_survival_at_two_years()
    assert (reply.contract.kind, reply.contract.facts) == ("answer", ["jco-os-24"])
    assert reply.contract.topic == "outcomes"


def test_an_answer_is_remembered_for_follow_ups(talk: Talk) -> None:
    context = talk.about_survival_at_two_years().context
    assert (context.topic, context.study) == ("outcomes", "wei-2019-jco")
    assert (context.measure, context.months) == ("overall-survival", 24)
    assert context.facts_given == context.facts_shown == ["jco-os-24"]


def test_the_stage_named_is_the_stage_explained(talk: Talk) -> None:
    reply = talk.say("what does BCLC stage B mean", "ask_stages", stage="bclc-b")
    assert reply.contract.facts[0] == "bclc-stage-b"


def test_the_study_named_is_the_study_told(talk: Talk) -> None:
    reply = talk.say(
        "how many were alive after 3 years",
        "ask_outcomes",
        study=JAMA,
        measure="overall-survival",
        timepoint="36 months",
    )
    assert {figure.study for figure in reply.contract.figures} <= {JAMA, "ascopost-2022-wu"}
    assert "at 3 years" in all_text(reply)


def test_an_answer_offers_two_or_three_things_to_ask_next(talk: Talk) -> None:
    suggestions = talk.about_survival_at_two_years().contract.suggestions
    assert 2 <= len(suggestions) <= 3
    assert len(set(suggestions)) == len(suggestions)


@pytest.mark.parametrize("intent", ["ask_basics", "ask_living", "nlu_fallback"])
def test_nonsense_is_not_answered(talk: Talk, intent: str) -> None:
    reply = talk.say("asdkjh qwoei zzz", intent)
    assert (reply.contract.kind, reply.contract.facts) == ("no_fact", [])
    assert reply.contract.figures == []


OTHER_WORLDS = [
    ("who won the football match yesterday", "ask_outcomes"),
    ("how do I fix my car", "ask_surgery"),
    ("what is the capital of France", "ask_basics"),
    ("what is the best recipe for apple pie", "ask_living"),
]


@pytest.mark.parametrize(("message", "intent"), OTHER_WORLDS)
def test_a_question_from_another_world_is_not_answered(
    answerer: Answerer, message: str, intent: str
) -> None:
    """Even when the intent was guessed wrongly."""
    ranking = {intent: 0.6, "out_of_scope": 0.3}
    assert answerer.answer(Turn(message, intent, ranking)).contract.kind == "no_fact"


def test_what_is_not_known_leaves_the_talk_where_it_was(talk: Talk) -> None:
    talk.about_survival_at_two_years()
    before = talk.context
    talk.say("asdkjh qwoei zzz", "nlu_fallback")
    assert talk.context.facts_shown == before.facts_shown


def test_an_example_question_is_answered_even_when_the_intent_is_unclear(talk: Talk) -> None:
    reply = talk.say("what is SBRT", "nlu_fallback", treatment="sbrt")
    assert reply.contract.kind == "answer"
    assert "tech-sbrt" in reply.contract.facts


def test_the_first_turn_carries_the_notice(talk: Talk) -> None:
    first = talk.say("what is HCC", "ask_basics")
    assert first.texts[0].startswith("I am a computer program, not a doctor.")


def test_later_turns_do_not_repeat_the_notice(talk: Talk) -> None:
    talk.say("what is HCC", "ask_basics")
    second = talk.say("what is cirrhosis", "ask_basics")
    assert "computer program" not in all_text(second)


def test_a_chinese_question_is_answered_in_chinese(talk: Talk) -> None:
    talk.say("你好，什么是肝癌", "ask_basics", language="zh")
    reply = talk.say("BCLC B期是什么意思", "ask_stages", language="zh", stage="bclc-b")
    assert reply.contract.facts[0] == "bclc-stage-b"
    assert reply.contract.language == "zh"
    assert "中文译文尚未经临床医生审核" in all_text(reply)


def test_a_spanish_question_is_answered_in_english_and_says_so(talk: Talk) -> None:
    talk.say("hola, ¿qué es el cáncer de hígado?", "ask_basics", language="es")
    reply = talk.say("¿qué significa BCLC B?", "ask_stages", language="es", stage="bclc-b")
    assert reply.texts[0].startswith("I can understand your language")
    assert reply.contract.language == "en"


def test_an_english_question_says_nothing_about_languages(talk: Talk) -> None:
    assert "your language" not in all_text(talk.about_survival_at_two_years())


def test_nearly_every_example_question_is_answered_with_its_own_fact(
    answerer: Answerer, snapshot: Snapshot
) -> None:
    """Above 95%: two facts may share an answer, none may be out of reach."""
    lost = []
    for fact in snapshot.facts.values():
        intent = "ask_" + fact.topic.replace("-", "_")
        mentions = Mentions({"stage": fact.facets.stages[:1], "study": fact.facets.studies[:1]})
        turn = Turn(fact.questions.en[0], intent, {intent: 0.9}, mentions)
        if fact.id not in answerer.answer(turn).contract.facts:
            lost.append(fact.id)
    assert len(lost) < 0.05 * len(snapshot.facts), lost


def test_the_other_trial_may_be_asked_about_without_a_first_one(talk: Talk) -> None:
    reply = talk.say(
        "what was the 2 year survival in the other trial",
        "ask_outcomes",
        study="other-study",
        measure="overall-survival",
        timepoint="24 months",
    )
    assert reply.texts


@pytest.mark.parametrize(
    ("example", "button"),
    [
        ("what does BCLC stage B mean", "What does BCLC stage B mean?"),
        ("is that right?", "Is that right?"),
        ("这是什么？", "这是什么？"),
        (" tell me. ", "Tell me."),
    ],
)
def test_an_example_is_shown_as_a_question(example: str, button: str) -> None:
    assert as_question(example) == button


def test_an_unclear_message_about_it_is_taken_with_the_last_answer(talk: Talk) -> None:
    talk.say("how many people were in the 2019 trial", "ask_evidence", study="wei-2019-jco")
    reply = talk.say("which patients could join it", "nlu_fallback")
    assert reply.contract.facts == ["jco-patients"]


@pytest.mark.parametrize(("elsewhere", "kind"), [(0.7, "out_of_scope"), (0.1, "no_fact")])
def test_an_unclear_message_without_a_fact_is_called_what_it_most_likely_is(
    answerer: Answerer, elsewhere: float, kind: str
) -> None:
    ranking = {"out_of_scope": elsewhere, "ask_basics": 1 - elsewhere}
    turn = Turn(text="when do swallows fly south", intent="nlu_fallback", ranking=ranking)
    assert answerer.answer(turn).contract.kind == kind
