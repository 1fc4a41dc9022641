"""No number without a figure, no figure without its meaning, no ratio without people."""

import pytest
from checking_small import dose, exemption, fact_with, people, ratio, says, told
from small_knowledge import Entry, SmallKnowledge, figure, source

from hepatica.checking.figures import (
    incomplete_figures,
    relative_alone,
    unbacked_in,
    unbacked_numbers,
)

MEDIAN = figure("24.1", unit="months", timepoint=None, n=None)


@pytest.mark.parametrize(
    ("statement", "backing"),
    [
        ("27.4 percent were alive.", figure("27.4")),
        ("About 27 of 100 were alive.", figure("27.4")),
        ("About 28 of 100 were alive.", figure("27.5")),
        ("About 22 of the 82 people were alive.", figure("27.4")),
        ("After 2 years some were alive.", figure("27.4", timepoint="24 months")),
        ("After 24 months some were alive.", figure("27.4", timepoint="2 years")),
        ("Within 90 days some died.", figure("27.4", timepoint="90 days")),
        ("Between 5 and 6 sessions.", figure("5-6", unit="sessions")),
        ("From 5 to 26 percent.", figure("5.4-26.0")),
        ("Fewer than 5 of 100 had it.", figure("<5")),
        ("About 866,000 people.", people("866136")),
        ("About 870,000 people.", people("866136")),
        ("866,136 people.", people("866,136")),
        ("3 of 38 people had it.", people("3", 38)),
        ("About 8 of 100 had it.", people("3", 38)),
        ("The risk was 65% lower.", ratio("0.35")),
        ("The risk was 25% higher.", ratio("1.25")),
        ("The risk was 0.35 times as high.", ratio("0.35")),
        ("A dose of 36 in all.", dose("36")),
        ("It ranged from 14.2 to 31.", figure("20", note="range 14.2-31.0")),
    ],
)
def test_a_number_needs_a_figure_in_one_of_its_forms(statement: str, backing: Entry) -> None:
    without = figure("77", unit="weeks", timepoint=None, n=None)
    assert unbacked_in(fact_with(statement, without), "statement")
    assert unbacked_in(fact_with(statement, backing), "statement") == []


@pytest.mark.parametrize(
    ("statement", "figures", "unbacked"),
    [
        ("About 28 of 100 were alive.", [figure("27.4")], [28]),
        ("27.5 percent were alive.", [figure("27.4")], [27.5]),
        ("23 of the 82 people.", [figure("27.4")], [23]),
        ("After 3 years, 27 of 100.", [figure("27.4")], [3]),
        ("865,000 people.", [people("866136")], [865_000]),
        ("The risk was 35% lower.", [ratio("0.35")], [35]),
        ("4 of 38 people.", [people("3", 38)], [4]),
        ("A study of 100 people.", [people("38", 38)], [100]),
        ("A trial.27 of them lived.", [], [27]),
        ("It was .05 in all.", [], [0.05]),
        ("9 and then 4 of them.", [], [4, 9]),
    ],
)
def test_a_number_that_the_figures_do_not_say_is_told(
    statement: str, figures: list[Entry], unbacked: list[float]
) -> None:
    assert unbacked_in(fact_with(statement, *figures), "statement") == unbacked


@pytest.mark.parametrize("wording", ["statement", "simpler", "caveat"])
def test_every_wording_is_looked_at_and_its_line_told(small: SmallKnowledge, wording: str) -> None:
    small.fact[wording] = {"en": "It helps 31 of them."}
    [problem] = told(small, unbacked_numbers)
    assert (problem.file, problem.entry) == ("knowledge/facts/basics.yml", "liver-what")
    assert problem.field == f"{wording}.en"
    assert problem.line == small.line("facts/basics.yml", "It helps 31 of them.")
    assert "the number 31 has no figure; add it under figures:" in problem.message


def test_each_number_is_a_problem_of_its_own(small: SmallKnowledge) -> None:
    says(small, "It was 31 and then 12.")
    assert [p.message.split(" has")[0] for p in told(small, unbacked_numbers)] == [
        "the number 12",
        "the number 31",
    ]


def test_a_large_number_is_told_in_full(small: SmallKnowledge) -> None:
    says(small, "There were 1,234,567 of them.")
    [problem] = told(small, unbacked_numbers)
    assert "the number 1,234,567 has no figure" in problem.message


@pytest.mark.parametrize(
    ("measure", "unit"),
    [
        ("overall survival", "percent"),
        ("side effect", "people"),
        ("death", "hazard ratio"),
        ("death", "odds ratio"),
    ],
)
def test_a_result_must_say_of_which_group(small: SmallKnowledge, measure: str, unit: str) -> None:
    lacking = figure("0.3", measure=measure, unit=unit, group=None)
    says(small, "Some.", figure("27.4", timepoint="12 months"), lacking)
    [problem] = told(small, incomplete_figures)
    assert problem.field == "figures.1.group"
    assert problem.line == small.line("facts/basics.yml", "value: '0.3'") - 1
    assert (
        f"{unit} ({measure}) does not say of which group of people; add group:" in problem.message
    )
    lacking["group"] = "new care"
    assert told(small, incomplete_figures) == []


@pytest.mark.parametrize("unit", ["Gy", "cm", "sessions", "points"])
def test_what_counts_nobody_needs_no_group(small: SmallKnowledge, unit: str) -> None:
    says(small, "Some.", figure("36", measure="size", unit=unit, group=None, timepoint=None))
    assert told(small, incomplete_figures) == []


@pytest.mark.parametrize("measure", ["overall survival", "Survival", "recurrence", "local control"])
def test_a_share_over_time_must_say_at_which_time(small: SmallKnowledge, measure: str) -> None:
    lacking = figure("27.4", measure=measure, timepoint=None)
    says(small, "Some.", lacking)
    [problem] = told(small, incomplete_figures)
    assert problem.field == "figures.0.timepoint"
    assert problem.line == small.line("facts/basics.yml", f"measure: {measure}")
    assert "does not say at which time; add timepoint:" in problem.message
    lacking["timepoint"] = "24 months"
    assert told(small, incomplete_figures) == []


@pytest.mark.parametrize(
    "measure",
    ["5-year survival", "18-month survival", "90-day survival", "frequency of recurrence", "fever"],
)
def test_a_measure_that_has_its_time_or_no_rate_needs_none(
    small: SmallKnowledge, measure: str
) -> None:
    says(small, "Some.", figure("27.4", measure=measure, timepoint=None))
    assert told(small, incomplete_figures) == []


def test_a_figure_that_lacks_both_is_told_of_both(small: SmallKnowledge) -> None:
    says(small, "Some.", figure("27.4", group=None, timepoint=None))
    fields = [problem.field for problem in told(small, incomplete_figures)]
    assert fields == ["figures.0.group", "figures.0.timepoint"]


BOTH = [figure("27.4"), figure("9.4", group="usual care")]


def test_a_ratio_alone_is_told(small: SmallKnowledge) -> None:
    says(small, "Some.", ratio("0.35", group="new care vs usual care"))
    [problem] = told(small, relative_alone)
    assert problem.field == "figures"
    assert problem.line == small.line("facts/basics.yml", "  figures:")
    assert (
        "the hazard ratio 0.35 stands alone; add how many people of each group" in problem.message
    )


@pytest.mark.parametrize(
    "absolute",
    [
        BOTH,
        [MEDIAN, {**MEDIAN, "value": "10.6", "group": "usual care"}],
        [people("3", 38), people("9", 40, group="usual care")],
    ],
)
def test_people_of_both_groups_beside_a_ratio_are_enough(
    small: SmallKnowledge, absolute: list[Entry]
) -> None:
    says(small, "Some.", ratio("0.35"), *absolute)
    assert told(small, relative_alone) == []


@pytest.mark.parametrize(
    "absolute",
    [
        BOTH[:1],
        [dose("36"), {**dose("18"), "group": "usual care"}],
        [ratio("0.45"), ratio("0.55", group="usual care")],
        [{**one, "study": "trial-two"} for one in BOTH],
    ],
)
def test_one_group_or_no_people_or_another_study_are_not_enough(
    small: SmallKnowledge, absolute: list[Entry]
) -> None:
    small.sources.append(source("trial-two"))
    small.fact["citations"].append({"source": "trial-two", "locator": "abstract"})
    says(small, "Some.", ratio("0.35"), *absolute)
    assert [problem.field for problem in told(small, relative_alone)] == ["figures"]


def test_an_exempted_ratio_may_stand_alone(small: SmallKnowledge) -> None:
    says(small, "Some.", ratio("0.35"))
    small.fact["exemptions"] = [exemption("hazard ratio", "relative")]
    assert told(small, relative_alone) == []


def test_an_exemption_of_no_ratio_is_told_at_its_line(small: SmallKnowledge) -> None:
    says(small, "Some.", ratio("0.35"), *BOTH)
    small.fact["exemptions"] = [exemption("4"), exemption("hazard ratio", "relative")]
    [problem] = told(small, relative_alone)
    assert problem.message == "the exemption (relative) is not needed; remove it"
    assert problem.field == "exemptions.1"
    assert problem.line == small.line("facts/basics.yml", "rule: relative")
