"""A computed item changes when a fact gets better or worse."""

from collections.abc import Callable

import pytest
from small_knowledge import Entry, SmallKnowledge, fact, figure, source, term

from hepatica.sheets.computed import computed
from hepatica.sheets.material import Material

HARD = (
    "Hepatic decompensation necessitates individualized multidisciplinary reconsideration of "
    "previously established therapeutic alternatives."
)


Given = Callable[[], Material]


def answer(material: Given, name: str, number: int) -> str:
    return computed(name, number, material()).answer


def shares(*figures: Entry) -> Entry:
    """A fact's statement and figures: a share of people, said with both groups."""
    return {"statement": {"en": "More people were alive."}, "figures": list(figures)}


BOTH_GROUPS = shares(figure("27.4"), figure("9.4", group="old care"))


@pytest.mark.parametrize("number", [3, 4])
def test_hard_words_are_seen(small: SmallKnowledge, material: Given, number: int) -> None:
    assert answer(material, "pemat", number) == "agree"
    small.fact["statement"] = {"en": HARD}
    assert answer(material, "pemat", number) == "disagree"


def test_one_hard_fact_out_of_five_is_let_pass_and_two_are_not(
    small: SmallKnowledge, material: Given
) -> None:
    grade_7 = {"en": "Doctors look at several reasons before they begin a treatment."}
    small.topics["basics"] = [fact(f"fact-{letter}") for letter in "abcde"]
    small.topics["basics"][0]["statement"] = grade_7
    assert answer(material, "pemat", 3) == "agree"
    small.topics["basics"][1]["statement"] = grade_7
    assert answer(material, "pemat", 3) == "disagree"


def test_more_than_a_few_abbreviations_are_too_many(small: SmallKnowledge, material: Given) -> None:
    small.fact["statement"] = {"en": "There are the ABC, the DEF and the GHI. A CT is no test."}
    assert answer(material, "pemat", 3) == "agree"
    small.fact["statement"] = {"en": "There are the ABC, the DEF, the GHI and the JKL."}
    assert answer(material, "pemat", 3) == "disagree"


def test_a_word_of_the_glossary_must_be_explained_in_an_answer(
    small: SmallKnowledge, material: Given
) -> None:
    small.terms.append(term("hemochromatosis"))
    small.fact["statement"] = {"en": "Many people have hemochromatosis as well."}
    assert [answer(material, *item) for item in (("pemat", 4), ("cdc", 7))] == ["disagree", "no"]
    small.fact["simpler"] = {"en": "Too much iron in the body is called hemochromatosis."}
    assert [answer(material, *item) for item in (("pemat", 4), ("cdc", 7))] == ["agree", "yes"]


def test_everyday_names_and_stages_need_no_explanation(
    small: SmallKnowledge, material: Given
) -> None:
    small.terms.append(term("exhaustion", lay_variants={"en": ["tiredness"]}))
    small.terms.append(term("stage", term={"en": "stage IIIa"}))
    small.fact["statement"] = {"en": "In stage IIIa there is often tiredness."}
    assert answer(material, "cdc", 7) == "yes"


def test_passive_sentences_are_seen(small: SmallKnowledge, material: Given) -> None:
    assert answer(material, "pemat", 5) == "agree"
    small.fact["statement"] = {"en": "The tumor is removed. The liver was often scanned."}
    assert answer(material, "pemat", 5) == "disagree"


def test_a_percentage_without_people_is_seen(small: SmallKnowledge, material: Given) -> None:
    small.fact.update(BOTH_GROUPS)
    items = [("pemat", 6), ("cdc", 16), ("cdc", 20)]
    assert [answer(material, *item) for item in items] == ["agree", "yes", "yes"]
    small.fact["statement"] = {"en": "The risk was about 65% lower."}
    assert [answer(material, *item) for item in items] == ["disagree", "no", "no"]


@pytest.mark.parametrize("value", ["120", "about half"])
def test_a_percentage_that_cannot_be_counted_is_seen(
    small: SmallKnowledge, material: Given, value: str
) -> None:
    small.fact.update(shares(figure(value)))
    assert answer(material, "pemat", 6) == "disagree"


def test_a_rounded_percentage_goes_with_its_exact_count(
    small: SmallKnowledge, material: Given
) -> None:
    small.fact.update(BOTH_GROUPS)
    small.fact["statement"] = {"en": "About 27% were alive."}
    assert answer(material, "cdc", 20) == "yes"


def test_a_ratio_is_no_clear_number(small: SmallKnowledge, material: Given) -> None:
    small.fact.update(BOTH_GROUPS)
    small.fact["figures"] = [*small.fact["figures"], figure("0.35", unit="hazard ratio")]
    items = [("pemat", 6), ("cdc", 15), ("cdc", 16)]
    assert [answer(material, *item) for item in items] == ["disagree", "no", "no"]


def test_a_comparison_with_one_group_only_is_seen(small: SmallKnowledge, material: Given) -> None:
    small.topics["basics"] = [
        fact("both-groups", **BOTH_GROUPS),
        fact("one-group", **shares(figure("27.4"))),
    ]
    assert answer(material, "pemat", 7) == "disagree"
    small.topics["basics"][1]["figures"].append(figure("9.4", group="old care"))
    assert answer(material, "pemat", 7) == "agree"


def test_counts_out_of_different_numbers_need_percentages(
    small: SmallKnowledge, material: Given
) -> None:
    counts = [
        figure("3", unit="people", n=38, measure="fever", group="new care"),
        figure("9", unit="people", n=82, measure="rash", group="new care"),
    ]
    small.fact.update(shares(*counts))
    items = [("pemat", 7), ("pemat", 24), ("cdc", 17)]
    assert [answer(material, *item) for item in items] == ["disagree", "disagree", "yes"]
    counts[1]["n"] = 38
    assert [answer(material, *item) for item in items] == ["agree", "not applicable", "no"]


def test_counts_of_two_answers_are_compared_by_the_index_only(
    small: SmallKnowledge, material: Given
) -> None:
    count = {"unit": "people", "group": "new care"}
    small.topics["basics"] = [
        fact("fever", **shares(figure("3", n=38, measure="fever", **count))),
        fact("rash", **shares(figure("9", n=82, measure="rash", **count))),
    ]
    assert answer(material, "pemat", 7) == "agree"
    assert answer(material, "cdc", 17) == "yes"


def test_decimals_are_let_pass_in_brackets_only(small: SmallKnowledge, material: Given) -> None:
    small.fact.update(BOTH_GROUPS)
    assert answer(material, "cdc", 15) == "yes"
    small.fact["figures"] = [figure("23.7", unit="months", measure="median survival")]
    assert answer(material, "cdc", 15) == "no"


def test_long_answers_are_seen(small: SmallKnowledge, material: Given) -> None:
    assert answer(material, "pemat", 8) == "agree"
    small.fact["statement"] = {"en": "It is so. " * 50}
    assert answer(material, "pemat", 8) == "disagree"


def test_what_is_not_known_must_be_said_somewhere(small: SmallKnowledge, material: Given) -> None:
    assert answer(material, "cdc", 11) == "no"
    small.fact["caveat"] = {"en": "How long it lasts is not yet known."}
    assert answer(material, "cdc", 11) == "yes"


def test_how_sure_must_stand_in_every_answer(small: SmallKnowledge, material: Given) -> None:
    small.fact["caveat"] = {"en": "How long it lasts is not yet known."}
    found = material()
    mute = found.answers[0].__class__(
        **{**vars(found.answers[0]), "whole": found.answers[0].fact.statement.en}
    )
    assert (
        computed("cdc", 11, Material(found.topic, [mute], found.knowledge, found.snapshot)).answer
        == "no"
    )


@pytest.mark.parametrize(
    ("name", "number"), [("pemat", 6), ("cdc", 15), ("cdc", 16), ("cdc", 17), ("cdc", 20)]
)
def test_items_on_numbers_do_not_apply_without_figures(
    material: Given, name: str, number: int
) -> None:
    assert answer(material, name, number) == "not applicable"


def test_the_rule_and_what_was_found_stand_in_the_reason(
    small: SmallKnowledge, material: Given
) -> None:
    small.fact["statement"] = {"en": HARD}
    reason = computed("pemat", 3, material()).reason
    assert "Rule: 80% or more" in reason
    assert "`liver-what`" in reason


def test_another_policy_is_another_limit(small: SmallKnowledge, material: Given) -> None:
    small.sources = [source()]
    small.write()
    small.path("policy.yml").write_text(
        "version: 1\npolicy: {reading: {most: 1, median: 1}}\n", encoding="utf-8"
    )
    assert answer(material, "pemat", 3) == "disagree"
