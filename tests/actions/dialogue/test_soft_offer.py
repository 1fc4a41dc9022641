"""Figures that are hard to take are offered softly, and given at once to who asks for them."""

import re

import pytest
from small_knowledge import REAL_KNOWLEDGE, numbers
from talking import JCO, Talk, all_text

from hepatica.dialogue import Answerer, Context, Reply, Turn, questions
from hepatica.dialogue.context import Mentions
from hepatica.loading import load_knowledge
from hepatica.store import Snapshot

UNTREATED = "pvtt-untreated-outlook"
SENSITIVE = {i for i, fact in load_knowledge(REAL_KNOWLEDGE).facts.items() if fact.sensitive}

VAGUE = [
    ("what happens to people whose PVTT is not treated", "ask_stages", "en", UNTREATED),
    (
        "how long do chinese people with liver cancer live",
        "ask_outcomes",
        "en",
        "survival-china-5y",
    ),
    ("how long do Americans with liver cancer live", "ask_outcomes", "en", "survival-us-5y"),
    ("门静脉癌栓要是不治会有什么后果", "ask_stages", "zh", UNTREATED),
    ("门静脉癌栓放着不治，人会怎么样", "ask_stages", "zh", UNTREATED),
    ("what is the outlook with this illness", "ask_outcomes", "en", "survival-us-5y"),
    ("是不是绝症", "nlu_fallback", "zh", "survival-china-5y"),
    ("中国肝癌病人能活很久吗", "ask_outcomes", "zh", "survival-china-5y"),
]
ENGLISH, CHINESE = VAGUE[0], VAGUE[3]
LIVING_EN, AMERICANS, LIVING_ZH = VAGUE[1], VAGUE[2], VAGUE[7]
YES = {"en": "Yes, show me the figures", "zh": "是的，请给我看数字"}
NO = {"en": "No, not now", "zh": "不，先不看"}

Vague = tuple[str, str, str, str]


def _ask(talk: Talk, vague: Vague) -> Reply:
    """The vague question, in the middle of a conversation."""
    text, intent, language, _ = vague
    talk.say("what is HCC", "ask_basics", language)
    return talk.say(text, intent, language)


def _is_offer(reply: Reply) -> bool:
    language = reply.contract.language
    return reply.contract.suggestions == [YES[language], NO[language]]


@pytest.mark.parametrize("vague", VAGUE)
def test_a_vague_question_is_asked_back_softly(talk: Talk, vague: Vague) -> None:
    reply = _ask(talk, vague)
    language = vague[2]
    assert (reply.contract.kind, reply.contract.language) == ("clarify", language)
    assert reply.contract.suggestions == [YES[language], NO[language]]
    assert talk.context.offered == vague[3]


@pytest.mark.parametrize("vague", VAGUE)
def test_the_offer_itself_holds_no_figure_and_no_fact(talk: Talk, vague: Vague) -> None:
    reply = _ask(talk, vague)
    assert numbers(all_text(reply)) == set()
    assert (reply.contract.facts, reply.contract.figures) == ([], [])


@pytest.mark.parametrize(("vague", "said"), [(ENGLISH, "both are fine"), (CHINESE, "都没有关系")])
def test_the_offer_says_that_not_wanting_to_know_is_fine(
    talk: Talk, vague: Vague, said: str
) -> None:
    assert said in all_text(_ask(talk, vague))


@pytest.mark.parametrize("vague", VAGUE)
def test_yes_gives_the_fact_with_its_figures(talk: Talk, snapshot: Snapshot, vague: Vague) -> None:
    _, _, language, expected = vague
    _ask(talk, vague)
    reply = talk.say(YES[language], "affirm", language)
    assert (reply.contract.kind, reply.contract.facts) == ("answer", [expected])
    assert reply.contract.language == language
    assert reply.texts[0].startswith(snapshot.facts[expected].statement.get(language)[0])
    assert reply.contract.figures
    assert (talk.context.offered, talk.context.figures_wanted) == (None, "yes")


BOTH_SIDES = {
    "en": r"lived that long, \d+ .*did not|half lived longer than [\d.]+ months, half lived less",
    "zh": r"活到了这个时候，.*\d+人.*没有|一半的人活得比[\d.]+个月长，一半的人活得没有这么长",
}
SAYS_WHOM = {"en": "Who was studied: ", "zh": "研究对象："}
NOT_ONE_PERSON = {
    "en": "do not tell what will happen to one person",
    "zh": "不能说明某一个人会怎样",
}


@pytest.mark.parametrize("vague", VAGUE)
def test_the_figures_after_yes_have_both_sides_their_people_and_are_nobodys_own(
    talk: Talk, vague: Vague
) -> None:
    language = vague[2]
    _ask(talk, vague)
    told = all_text(talk.say(YES[language], "affirm", language))
    assert re.search(BOTH_SIDES[language], told)
    assert SAYS_WHOM[language] in told
    assert NOT_ONE_PERSON[language] in told


@pytest.mark.parametrize("vague", VAGUE)
def test_no_is_taken_kindly_and_leaves_it(talk: Talk, vague: Vague) -> None:
    language = vague[2]
    _ask(talk, vague)
    reply = talk.say(NO[language], "deny", language)
    assert (reply.contract.kind, reply.contract.facts) == ("smalltalk", [])
    assert reply.texts[0].startswith({"en": "All right.", "zh": "好的。"}[language])
    assert numbers(all_text(reply)) == set()
    assert talk.context.offered is None


@pytest.mark.parametrize("vague", [ENGLISH, CHINESE])
def test_after_a_no_a_yes_does_not_bring_the_figures(talk: Talk, vague: Vague) -> None:
    _ask(talk, vague)
    talk.say(NO[vague[2]], "deny", vague[2])
    reply = talk.say(YES[vague[2]], "affirm", vague[2])
    assert not SENSITIVE & set(reply.contract.facts)


@pytest.mark.parametrize("vague", [ENGLISH, CHINESE])
def test_after_a_no_nothing_sensitive_is_told_unasked(talk: Talk, vague: Vague) -> None:
    _ask(talk, vague)
    talk.say(NO[vague[2]], "deny", vague[2])
    assert _is_offer(talk.say(vague[0], vague[1], vague[2]))


@pytest.mark.parametrize(("first", "second"), [(ENGLISH, LIVING_EN), (CHINESE, LIVING_ZH)])
def test_a_yes_is_remembered_and_nothing_is_offered_again(
    talk: Talk, first: Vague, second: Vague
) -> None:
    _ask(talk, first)
    talk.say(YES[first[2]], "affirm", first[2])
    reply = talk.say(second[0], second[1], second[2])
    assert (reply.contract.kind, reply.contract.facts[0]) == ("answer", second[3])


def test_a_yes_in_one_language_counts_in_the_other(talk: Talk) -> None:
    _ask(talk, ENGLISH)
    talk.say(YES["en"], "affirm")
    reply = talk.say(LIVING_ZH[0], "ask_outcomes", "zh")
    assert (reply.contract.kind, reply.contract.language) == ("answer", "zh")


def test_a_yes_in_another_conversation_does_not_count(answerer: Answerer) -> None:
    one, other = Talk(answerer), Talk(answerer)
    _ask(one, ENGLISH)
    one.say(YES["en"], "affirm")
    assert _is_offer(_ask(other, ENGLISH))


WANTS_FIGURES = [
    ("what is the median survival when PVTT is left alone", "en"),
    ("PVTT left untreated, what do studies say", "en"),
    ("what are the odds if PVTT is not treated", "en"),
    ("what happens without treatment of PVTT compared with treatment", "en"),
    ("untreated PVTT, how many months do people live on average", "en"),
    ("门静脉癌栓不治疗，研究里怎么说", "zh"),
    ("门静脉癌栓不治疗，生存率怎么样", "zh"),
    ("门静脉癌栓不治疗，中位生存期是几个月", "zh"),
    ("门静脉癌栓不治疗，能活的比例有多大", "zh"),
]


@pytest.mark.parametrize(("text", "language"), WANTS_FIGURES)
def test_who_asks_for_figures_gets_them_at_once(talk: Talk, text: str, language: str) -> None:
    reply = talk.say(text, "ask_stages", language)
    assert (reply.contract.kind, reply.contract.facts[0]) == ("answer", UNTREATED)


@pytest.mark.parametrize(
    "named",
    [
        {"timepoint": "3 months"},
        {"measure": "overall-survival"},
        {"group": "supportive care"},
        {"study": "pvtt-consensus-2018"},
    ],
)
def test_who_names_a_time_a_measure_a_group_or_a_study_is_not_asked_back(
    talk: Talk, named: dict[str, str]
) -> None:
    assert not _is_offer(talk.say(ENGLISH[0], "ask_stages", **named))


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("how long do people live when PVTT is left alone", "live", "en"),
        ("do people survive PVTT that is left alone", "survive", "en"),
        ("门静脉癌栓不治还能活多久", "活多久", "zh"),
    ],
)
def test_an_everyday_word_for_living_names_no_figure(
    answerer: Answerer, text: str, words: str, language: str
) -> None:
    found = {"entity": "measure", "value": "overall-survival", "text": words}
    mentions = Mentions.from_entities([found])
    turn = Turn(text, "ask_stages", {"ask_stages": 0.9}, mentions, language=language)
    assert _is_offer(answerer.answer(turn))


@pytest.mark.parametrize("identifier", sorted(SENSITIVE))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_question_of_the_fact_itself_is_answered_at_once(
    talk: Talk, snapshot: Snapshot, identifier: str, language: str
) -> None:
    fact = snapshot.facts[identifier]
    intent = f"ask_{fact.topic}"
    reply = talk.say(fact.questions.first(language), intent, language)
    assert (reply.contract.kind, reply.contract.facts[0]) == ("answer", identifier)


def test_a_tapped_question_is_known_without_capitals_and_marks(
    talk: Talk, snapshot: Snapshot
) -> None:
    first = snapshot.facts[UNTREATED].questions.en[0]
    reply = talk.say(f"{first.capitalize()}?", "ask_stages")
    assert reply.contract.facts[0] == UNTREATED


def test_another_question_in_between_drops_the_offer(talk: Talk) -> None:
    _ask(talk, ENGLISH)
    answer = talk.say("what is TACE", "ask_treatments", treatment="tace")
    assert talk.context.offered is None
    reply = talk.say("yes please", "affirm")
    assert not SENSITIVE & set(reply.contract.facts)
    assert reply.contract.topic == answer.contract.topic


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("who won the football match yesterday", "ask_living"),
        ("where is that from?", "ask_source"),
    ],
)
def test_a_question_that_brings_no_fact_drops_the_offer_too(
    talk: Talk, text: str, intent: str
) -> None:
    _ask(talk, ENGLISH)
    talk.say(text, intent)
    assert not SENSITIVE & set(talk.say("yes", "affirm").contract.facts)


def test_an_offer_of_a_fact_that_is_gone_is_no_error(talk: Talk) -> None:
    _ask(talk, ENGLISH)
    talk.context = type(talk.context)(offered="withdrawn-fact", facts_given=["hcc-what-is"])
    reply = talk.say("yes", "affirm")
    assert reply.contract.kind == "answer"
    assert not SENSITIVE & set(reply.contract.facts)


def test_the_answer_after_yes_can_be_had_simpler_and_with_its_source(talk: Talk) -> None:
    _ask(talk, ENGLISH)
    talk.say(YES["en"], "affirm")
    assert talk.say("simpler", "simpler").contract.facts == [UNTREATED]
    assert talk.say("source", "ask_source").contract.facts == [UNTREATED]


def test_yes_without_an_offer_brings_more(talk: Talk) -> None:
    talk.about_survival_at_two_years()
    reply = talk.say("yes", "affirm")
    assert reply.contract.kind == "answer"
    assert talk.context.figures_wanted is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_without_an_offer_is_taken_kindly(talk: Talk, language: str) -> None:
    reply = talk.say("no", "deny", language)
    assert (reply.contract.kind, len(reply.contract.suggestions)) == ("smalltalk", 3)


def test_a_fact_that_is_not_sensitive_is_never_offered(talk: Talk) -> None:
    reply = talk.say("how good is life after a liver transplant", "ask_treatments")
    assert not _is_offer(reply)


NEAR = [
    ("what is a tumor thrombus", "ask_stages", "en"),
    ("how does liver cancer go on", "ask_outcomes", "en"),
    ("how many in China get liver cancer", "ask_basics", "en"),
    ("门静脉癌栓是什么", "ask_stages", "zh"),
    ("肝癌治疗的结果怎么样", "ask_outcomes", "zh"),
    ("中国有多少人得肝癌", "ask_basics", "zh"),
]


def _tapped(snapshot: Snapshot) -> set[str]:
    questions = [q for i in SENSITIVE for q in snapshot.facts[i].questions.all()]
    return {re.sub(r"\W", "", question).casefold() for question in questions}


@pytest.mark.parametrize(("text", "intent", "language"), NEAR)
def test_sensitive_facts_are_neither_extras_nor_suggestions(
    talk: Talk, snapshot: Snapshot, text: str, intent: str, language: str
) -> None:
    contract = talk.say(text, intent, language).contract
    suggested = {re.sub(r"\W", "", text).casefold() for text in contract.suggestions}
    assert not SENSITIVE & set(contract.facts[1:])
    assert not suggested & _tapped(snapshot)


@pytest.mark.parametrize("vague", [LIVING_EN, AMERICANS, LIVING_ZH])
def test_a_wanted_fact_brings_no_other_sensitive_one_along(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, vague: Vague
) -> None:
    monkeypatch.setattr(questions, "TIE", 9.0)
    talk.context = Context(figures_wanted="yes")
    told = talk.say(vague[0], vague[1], vague[2]).contract.facts
    assert told[0] == vague[3]
    assert not SENSITIVE & set(told[1:])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_more_never_brings_a_sensitive_fact_even_after_a_yes(talk: Talk, language: str) -> None:
    talk.say(ENGLISH[0], "ask_stages", language)
    talk.say("yes", "affirm", language)
    told: list[str] = []
    while facts := talk.say("tell me more", "more", language).contract.facts:
        told += facts
    assert told
    assert not SENSITIVE & set(told)


def test_the_facts_of_these_tests_are_sensitive() -> None:
    assert {vague[3] for vague in VAGUE} <= SENSITIVE


def test_every_language_has_words_that_ask_for_figures(snapshot: Snapshot) -> None:
    asks = snapshot.policy.asks_for_figures
    assert asks.en
    assert asks.zh


def test_figures_of_a_trial_are_told_at_once(talk: Talk) -> None:
    reply = talk.say("how long did people live in the 2019 trial", "ask_outcomes", study=JCO)
    assert reply.contract.kind == "answer"
