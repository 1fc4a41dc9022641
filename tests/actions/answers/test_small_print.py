"""The lines on who was studied, how sure it is and where it comes from are named as such."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from small_knowledge import SmallKnowledge, fact, figure, signature
from talking import JCO, Talk

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.dialogue import Answerer, Part, Reply, Turn
from hepatica.dialogue.context import Mentions
from hepatica.search.encoder import Encoder
from hepatica.store import FactStore, Snapshot

Read = Callable[[], Snapshot]


def _lines(reply: Reply) -> list[str]:
    return [line for text in reply.texts for line in text.splitlines()]


def test_an_answer_names_its_small_print_in_the_order_of_the_text(snapshot: Snapshot) -> None:
    told = compose([snapshot.facts["jco-os-24"]], snapshot, Style())
    small = told.contract.small_print or []
    assert small == told.texts[0].splitlines()[-3:]
    assert [line.split(":")[0] for line in small] == ["Who was studied", "How sure", "Source"]


def test_that_figures_are_of_groups_is_not_small_print(snapshot: Snapshot) -> None:
    told = compose([snapshot.facts["survival-china-5y"]], snapshot, Style())
    assert "These figures are about groups of people." in told.texts[0]
    assert "groups of people" not in "\n".join(told.contract.small_print or [])


def test_a_caveat_and_a_warning_are_not_small_print(snapshot: Snapshot) -> None:
    one = snapshot.facts["jco-os-24"]
    overdue = one.valid_until.replace(year=one.valid_until.year + 1)
    told = compose([one], snapshot, Style(today=overdue))
    assert "Keep in mind" in told.texts[0]
    assert "due for a new check" in told.texts[0]
    small = "\n".join(told.contract.small_print or [])
    assert "Keep in mind" not in small
    assert "due for a new check" not in small


def test_what_facts_share_stands_there_once(small: SmallKnowledge, small_snapshot: Read) -> None:
    small.topics["basics"] = [fact("one"), fact("two", certainty="trial result"), fact("three")]
    snapshot = small_snapshot()
    told = compose(list(snapshot.facts.values()), snapshot, Style())
    small_print = told.contract.small_print or []
    assert len(small_print) == len(set(small_print)) == 3
    assert sum("Source:" in line for line in small_print) == 1


def test_a_signed_fact_names_its_reviewer_in_the_small_print(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    small.fact["reviews"] = [signature(small.fact)]
    snapshot = small_snapshot()
    small_print = compose(list(snapshot.facts.values()), snapshot, Style()).contract.small_print
    assert "Reviewed by Dr Example" in (small_print or [""])[-1]


def test_declined_advice_with_a_general_fact_has_small_print(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    small.fact["figures"] = [figure("27.4")]
    snapshot = small_snapshot()
    facts = list(snapshot.facts.values())
    assert compose(facts, snapshot, Style(), kind="personal_advice").contract.small_print


@pytest.fixture
def given(talk: Talk) -> Talk:
    """A conversation in which survival at two years in the 2019 trial was just told."""
    talk.about_survival_at_two_years()
    return talk


@pytest.mark.parametrize(
    ("text", "intent", "mentions"),
    [
        ("where does that come from?", "ask_source", {}),
        ("how many people was that?", "follow_up", {"measure": "number-of-people"}),
    ],
)
def test_a_reply_about_the_last_answer_has_no_small_print_and_draws_nothing(
    given: Talk, text: str, intent: str, mentions: dict[str, str]
) -> None:
    before = given.replies[-1].contract
    assert before.charts
    contract = given.say(text, intent, **mentions).contract
    assert contract.facts == before.facts
    assert (contract.figures, contract.charts, contract.small_print) == ([], None, None)


def test_the_last_answer_in_simpler_words_has_both_again(given: Talk) -> None:
    before = given.replies[-1].contract
    reply = given.say("say that in simpler words", "simpler")
    assert reply.contract.charts == before.charts
    assert set(reply.contract.small_print or []) <= set(_lines(reply))


def test_a_table_has_its_source_as_small_print_and_no_charts(talk: Talk) -> None:
    reply = talk.say("my letter says IIIa", "ask_stages", stage="cnlc-iiia")
    assert reply.contract.table
    assert reply.contract.charts is None
    assert reply.contract.small_print == [_lines(reply)[-1]]
    assert _lines(reply)[-1].startswith("Source: ")


def test_the_warning_under_a_table_is_not_small_print(
    real_store: FactStore, encoder: Encoder, snapshot: Snapshot
) -> None:
    last = max(one.valid_until for one in snapshot.facts.values() if one.topic == "stages")
    talk = Talk(Answerer(real_store, encoder, last + timedelta(days=1)))
    reply = talk.say("my letter says IIIa", "ask_stages", stage="cnlc-iiia")
    assert "due for a new check" in _lines(reply)[-2]
    assert reply.contract.small_print == [_lines(reply)[-1]]


def test_a_reply_without_facts_has_none(talk: Talk) -> None:
    payload = talk.say("tell me more", "more").contract.payload()
    assert not {"small_print", "charts"} & set(payload)


def _part(text: str, intent: str, **mentions: str) -> Part:
    values = {kind: [value] for kind, value in mentions.items()}
    return Part(text, intent, {intent: 0.9}, Mentions(values), text)


HCC = _part("what is HCC", "ask_basics")
AT_TWO_YEARS = _part(
    "what was the 2 year survival in the 2019 trial",
    "ask_outcomes",
    study=JCO,
    measure="overall-survival",
    timepoint="24 months",
)


def test_several_parts_have_the_small_print_of_each_once(answerer: Answerer) -> None:
    source = _part("where is that from", "ask_source")
    parts = [AT_TWO_YEARS, HCC, source]
    reply = answerer.answer(Turn("two things", "ask_basics", parts=parts))
    small = reply.contract.small_print or []
    assert len(small) == len(set(small)) > 3
    assert set(small) <= set(_lines(reply))
    assert any("J Clin Oncol" in line for line in small)
