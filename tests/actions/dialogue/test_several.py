"""Each request of a message is answered under its own heading, in one reply."""

from itertools import pairwise

import pytest
from jsonschema import Draft7Validator
from talking import JCO, all_text

from hepatica.answers import contract_schema
from hepatica.answers.contract import Contract, Kind
from hepatica.answers.contract_charts import IconChart, ShownPanel
from hepatica.dialogue import Answerer, Part, Reply, Turn
from hepatica.dialogue.context import Mentions
from hepatica.dialogue.several import LONGEST_HEADING, WEIGHT, _merged

SORRY = "I am sorry that this is so hard."


def _part(text: str, intent: str, **mentions: str) -> Part:
    values = {kind: [value] for kind, value in mentions.items()}
    return Part(text, intent, {intent: 0.9}, Mentions(values), text)


HCC = _part("what is HCC", "ask_basics")
TACE = _part("what is TACE", "ask_treatments", treatment="tace")
SAD = _part("I am so sad", "sadness")
FOOTBALL = _part("who won the football match", "out_of_scope")
ADVICE = _part("should I have surgery", "personal_advice")
SURVIVAL = _part(
    "what was the 2 year survival in the 2019 trial",
    "ask_outcomes",
    study=JCO,
    measure="overall-survival",
    timepoint="24 months",
)


def _ask(answerer: Answerer, *parts: Part, language: str = "en") -> Reply:
    text = ". ".join(part.text for part in parts)
    return answerer.answer(Turn(text, "ask_basics", parts=list(parts), language=language))


def test_two_parts_are_each_answered_under_their_question(answerer: Answerer) -> None:
    reply = _ask(answerer, HCC, TACE)
    first, _, second, *_ = reply.texts
    assert (first, second) == ('You asked: "what is HCC"', 'You asked: "what is TACE"')
    assert reply.contract.facts == ["hcc-what-is", "tace-what"]
    assert reply.context.facts_given == ["hcc-what-is", "tace-what"]


def test_chinese_parts_have_chinese_headings(answerer: Answerer) -> None:
    basics, treatment = _part("什么是肝癌", "ask_basics"), _part("什么是TACE", "ask_treatments")
    assert _ask(answerer, basics, treatment, language="zh").texts[0] == "您问的是：“什么是肝癌”"


def test_the_contract_names_what_was_asked_and_answered_in_each_part(answerer: Answerer) -> None:
    parts = _ask(answerer, HCC, FOOTBALL).contract.parts
    assert parts
    assert [(part.asked, part.kind, part.facts) for part in parts] == [
        ("what is HCC", "answer", ["hcc-what-is"]),
        ("who won the football match", "out_of_scope", []),
    ]


def test_the_payload_of_several_parts_is_valid(answerer: Answerer) -> None:
    payload = _ask(answerer, HCC, FOOTBALL, SURVIVAL).contract.payload()
    assert list(Draft7Validator(contract_schema()).iter_errors(payload)) == []


def test_a_part_that_adds_nothing_joins_the_one_before(answerer: Answerer) -> None:
    again = _part("tell me what HCC is", "ask_basics")
    reply = _ask(answerer, HCC, again, TACE)
    assert reply.contract.facts == ["hcc-what-is", "tace-what"]
    assert reply.texts[0] == 'You asked: "what is HCC tell me what HCC is"'
    assert len(reply.contract.parts or []) == 2


def test_parts_with_one_answer_get_no_heading(answerer: Answerer) -> None:
    reply = _ask(answerer, HCC, _part("tell me what HCC is", "ask_basics"))
    assert reply.contract.parts is None
    assert "You asked" not in all_text(reply)


@pytest.mark.parametrize("parts", [(SAD, HCC), (HCC, SAD), (SAD, HCC, TACE)])
def test_sadness_gets_a_word_of_sympathy_first(answerer: Answerer, parts: tuple[Part, ...]) -> None:
    reply = _ask(answerer, *parts)
    assert reply.texts[0] == SORRY
    assert reply.contract.facts[0] == "hcc-what-is"
    assert "I am so sad" not in all_text(reply)


def test_an_out_of_scope_part_is_named_and_declined(answerer: Answerer) -> None:
    texts = _ask(answerer, HCC, FOOTBALL).texts
    assert texts[-2] == 'You asked: "who won the football match"'
    assert texts[-1].startswith("I do not have that.")


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (_part("where is that from", "ask_source"), "This is where it comes from"),
        (_part("say it simply", "simpler"), "This is from the 2019 trial"),
        (_part("how many people was that", "ask_outcomes", measure="number-of-people"), "82"),
    ],
)
def test_a_part_about_an_earlier_one_s_fact_is_answered_too(
    answerer: Answerer, then: Part, said: str
) -> None:
    reply = _ask(answerer, SURVIVAL, then)
    parts = reply.contract.parts
    assert parts
    assert (parts[-1].asked, parts[-1].facts) == (then.text, ["jco-os-24"])
    assert reply.contract.facts == ["jco-os-24"]
    assert said in all_text(reply).split(then.text)[1]


def test_what_was_typed_is_shown_and_not_what_was_read(answerer: Answerer) -> None:
    typed = Part("what is TACE", "ask_treatments", {"ask_treatments": 0.9}, asked="waht is TACE")
    assert 'You asked: "waht is TACE"' in _ask(answerer, HCC, typed).texts


def test_a_long_question_is_cut_in_its_heading(answerer: Answerer) -> None:
    long = _part("what is TACE " + "and so on " * 20, "ask_treatments", treatment="tace")
    [heading] = [text for text in _ask(answerer, HCC, long).texts if "what is TACE" in text]
    assert heading.endswith('…"')
    assert len(heading) <= LONGEST_HEADING + len('You asked: ""')


def test_figures_and_sources_are_in_the_contract_once(answerer: Answerer) -> None:
    contract = _ask(answerer, SURVIVAL, HCC, SURVIVAL, TACE).contract
    ids = [source.id for source in contract.sources]
    assert len(ids) == len(set(ids))
    assert contract.figures
    assert all(contract.figures.count(figure) == 1 for figure in contract.figures)
    assert len(contract.suggestions) <= 3


def _chart(title: str) -> IconChart:
    panel = ShownPanel(label=None, count=1, out_of=2, text="1 out of 2")
    return IconChart(
        kind="icons",
        title=title,
        panels=[panel],
        filled="a",
        empty="b",
        caption="Source: c.",
        alt="d",
    )


def _drawn(*parts: str) -> str:
    """The titles of a reply's charts; each part has charts of these titles, a letter each."""
    contracts = [
        Contract(kind="answer", store="none", charts=[_chart(title) for title in part] or None)
        for part in parts
    ]
    merged = _merged([("asked", contract) for contract in contracts])
    return "".join(chart.title for chart in merged.charts or [])


@pytest.mark.parametrize(
    ("parts", "drawn"),
    [
        (("a", "b", "c"), "abc"),
        (("abc", "d"), "abd"),
        (("abc", "", "d", "e"), "ade"),
        (("a", "b", "c", "d"), "abc"),
        (("ab", "bc"), "abc"),
        (("ab", "ab"), "ab"),
        (("", ""), ""),
    ],
)
def test_every_part_gets_a_chart_before_any_gets_two(parts: tuple[str, ...], drawn: str) -> None:
    assert _drawn(*parts) == drawn


def test_the_charts_of_a_reply_are_those_of_its_parts(answerer: Answerer) -> None:
    charts = _ask(answerer, HCC, SURVIVAL).contract.charts or []
    assert [chart.title for chart in charts] == ["Overall survival at 2 years"]


def _kind_of(*kinds: Kind) -> Kind:
    return _merged([(kind, Contract(kind=kind, store="none")) for kind in kinds]).kind


@pytest.mark.parametrize(("heavier", "lighter"), list(pairwise(WEIGHT)))
def test_the_kind_of_the_reply_is_that_of_its_weightiest_part(heavier: Kind, lighter: Kind) -> None:
    assert _kind_of(lighter, heavier) == heavier
    assert _kind_of(heavier, lighter) == heavier


def test_personal_advice_outweighs_an_answer(answerer: Answerer) -> None:
    assert _ask(answerer, HCC, ADVICE).contract.kind == "personal_advice"
