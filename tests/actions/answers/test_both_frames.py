"""Survival is told from both sides, of whom it was found, and never of one person."""

import re
from typing import Any

import pytest
from small_knowledge import fact, figure, real_voice

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.answers.figures import figure_lines
from hepatica.answers.frames import frame_of, in_both_frames
from hepatica.answers.studied import people_studied
from hepatica.loading import Knowledge
from hepatica.models import Fact, Figure
from hepatica.store import Snapshot

ENGLISH, CHINESE = real_voice(), real_voice("zh")
FREE = "disease-free survival"
MEDIAN: dict[str, Any] = {"unit": "months", "timepoint": None}


def _figure(value: str, **changes: Any) -> Figure:
    return Figure(**figure(value, **changes))


def _both(value: str, **changes: Any) -> str | None:
    return in_both_frames(_figure(value, **changes), None, ENGLISH)


def _lines(*figures: dict[str, Any]) -> list[str]:
    one = Fact(**{"topic": "basics", **fact(figures=list(figures))})
    return figure_lines(one.figures, one.statement.en, ENGLISH)


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (
            "overall survival",
            "27 out of 100 (27.4%) were alive, 73 out of 100 (72.6%) were not",
        ),
        (
            "5-year relative survival",
            "27 out of 100 (27.4%) lived that long, 73 out of 100 (72.6%) did not",
        ),
        (
            FREE,
            (
                "27 out of 100 (27.4%) were alive without the cancer coming back, "
                "73 out of 100 (72.6%) had it come back or had died"
            ),
        ),
        (
            "recurrence-free survival",
            (
                "27 out of 100 (27.4%) were alive without the cancer coming back, "
                "73 out of 100 (72.6%) had it come back or had died"
            ),
        ),
        (
            "recurrence after resection",
            "27 out of 100 (27.4%) had the cancer come back, 73 out of 100 (72.6%) did not",
        ),
    ],
)
def test_a_share_is_told_from_both_sides(measure: str, said: str) -> None:
    assert _both("27.4", measure=measure) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("89.0", "89 out of 100 (89.0%) were alive, 11 out of 100 (11.0%) were not"),
        ("54.47", "54 out of 100 (54.47%) were alive, 46 out of 100 (45.53%) were not"),
        ("60", "60 out of 100 (60%) were alive, 40 out of 100 (40%) were not"),
        ("27.5", "28 out of 100 (27.5%) were alive, 72 out of 100 (72.5%) were not"),
        ("0", "0 out of 100 (0%) were alive, 100 out of 100 (100%) were not"),
        (
            "0.3",
            "fewer than 1 out of 100 (0.3%) were alive, more than 99 out of 100 (99.7%) were not",
        ),
        (
            "99.7",
            "more than 99 out of 100 (99.7%) were alive, fewer than 1 out of 100 (0.3%) were not",
        ),
    ],
)
def test_the_other_side_is_what_is_missing_to_all_with_the_same_decimals(
    value: str, said: str
) -> None:
    assert _both(value) == said


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("up to", "up to 70 out of 100 (70%) had the cancer come back, at least 30 out of 100"),
        (
            "approaching",
            "nearly 70 out of 100 (70%) had the cancer come back, a little over 30 out of 100",
        ),
    ],
)
def test_a_limit_stays_a_limit_on_both_sides(note: str, said: str) -> None:
    assert (_both("70", measure="recurrence", note=note) or "").startswith(said)


def test_the_other_side_of_a_head_count_is_counted_in_the_same_people() -> None:
    head = _figure("30", unit="people", n=38)
    assert in_both_frames(_figure("78.9", n=38), head, ENGLISH) == (
        "30 out of 38 people (78.9%) were alive, 8 out of 38 people (21.1%) were not"
    )


@pytest.mark.parametrize("value", ["20-30", "<5"])
def test_a_share_without_an_exact_number_gets_no_worked_out_one(value: str) -> None:
    assert _both(value) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "bile leak"},
        {"measure": "local control"},
        {"measure": "death", "unit": "hazard ratio"},
        {"measure": "2-year overall survival outcome", "unit": "odds ratio"},
        {"measure": "HCC recurrence", "unit": "hazard ratio"},
        {"measure": "median follow-up", "unit": "months"},
        {"measure": "progression-free survival"},
    ],
)
def test_what_is_no_survival_is_told_as_before(changes: dict[str, Any]) -> None:
    assert frame_of(_figure("27.4", **changes)) is None
    assert _both("27.4", **changes) is None


@pytest.mark.parametrize(
    ("measure", "value", "said"),
    [
        ("median overall survival", "23.7", "half lived longer than 23.7 months, half lived less"),
        (
            "median survival with supportive care",
            "2.7",
            "half lived longer than 2.7 months, half lived less",
        ),
        (
            "median disease-free survival",
            "45.8",
            (
                "half were alive without the cancer coming back for longer than 45.8 months, "
                "half had it come back or died before that"
            ),
        ),
        (
            "median overall survival",
            "not reached",
            "not reached, so more than half were still alive and fewer than half had died",
        ),
    ],
)
def test_a_median_is_told_as_two_halves(measure: str, value: str, said: str) -> None:
    assert _both(value, measure=measure, **MEDIAN) == said


def test_the_medians_of_two_groups_have_a_line_each() -> None:
    median = {"measure": "median overall survival", **MEDIAN}
    lines = _lines(figure("23.7", **median), figure("20.6", group="usual care", **median))
    assert lines == [
        "Median overall survival, new care: half lived longer than 23.7 months, half lived less",
        "Median overall survival, usual care: half lived longer than 20.6 months, half lived less",
    ]


def test_many_figures_tell_the_other_side_in_few_words() -> None:
    times = ("6 months", "12 months", "24 months")
    assert _lines(*(figure("27.4", timepoint=time) for time in times))[0] == (
        "Overall survival at 6 months, new care: 27 out of 100 (27.4%) were alive, 73 were not"
    )


def test_many_figures_on_living_without_the_cancer_have_a_key_first() -> None:
    times = ("6 months", "12 months", "24 months")
    key, first, *_ = _lines(*(figure("27.4", timepoint=time, measure=FREE) for time in times))
    assert "alive without the cancer coming back" in key
    assert "had come back, or they had died" in key
    assert first == (
        "Disease-free survival at 6 months, new care: 27 out of 100 (27.4%) free, 73 not"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "每100人中约有27人（27.4%）活着，每100人中约有73人（72.6%）已经去世"),
        ({"measure": FREE}, "每100人中约有73人（72.6%）癌症复发或者已经去世"),
        (
            {"measure": "median overall survival", **MEDIAN},
            "一半的人活得比27.4months长，一半的人活得没有这么长",
        ),
    ],
)
def test_chinese_tells_both_sides_too(changes: dict[str, Any], said: str) -> None:
    assert said in (in_both_frames(_figure("27.4", **changes), None, CHINESE) or "")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("simpler", [False, True])
def test_every_survival_figure_of_the_store_is_told_from_both_sides(
    snapshot: Snapshot, language: str, simpler: bool
) -> None:
    told, one_sided = 0, {}
    for one in snapshot.facts.values():
        framed = [f for f in one.figures if frame_of(f)]
        [text] = compose([one], snapshot, Style(language=language, simpler=simpler)).texts
        lines = [line for line in text.splitlines() if line.startswith("- ")]
        for share in framed:
            told += 1
            if not any(_has_both(share, line) for line in lines):
                one_sided[one.id] = share.value
    assert told > 50
    assert one_sided == {}


def _has_both(share: Figure, line: str) -> bool:
    """Whether one line has the figure and, close behind it, the other side."""
    if share.unit != "percent":
        value = "未达到" if "未达到" in line else share.value
        return value in line and len(re.findall(r"\bhalf\b|一半", line)) > 1
    count = 100 - (share.out_of or (0, 0))[0]
    behind = re.split(rf"[(（]{re.escape(share.value)}%[)）]", line)[1:]
    return any(re.search(rf"(?<!\d){count}(?!\d)", part.split(";")[0]) for part in behind)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_answer_on_survival_says_who_was_studied(snapshot: Snapshot, language: str) -> None:
    start = snapshot.voice(language).say("who", population="|").split("|")[0]
    silent = [
        one.id
        for one in snapshot.facts.values()
        if any(map(frame_of, one.figures))
        and start not in compose([one], snapshot, Style(language=language)).texts[0]
    ]
    assert silent == []


def test_every_sensitive_fact_of_the_store_has_its_people(real_knowledge: Knowledge) -> None:
    sensitive = [one for one in real_knowledge.facts.values() if one.sensitive]
    assert len(sensitive) > 5
    nameless = [
        one.id
        for one in sensitive
        for f in one.figures
        if not people_studied(f.group, f.study, real_knowledge.labels, real_knowledge.sources)
    ]
    assert nameless == []


def test_people_of_a_group_stand_before_those_of_the_whole_source(snapshot: Snapshot) -> None:
    [text] = compose([snapshot.facts["survival-after-resection"]], snapshot, Style()).texts
    assert "Who was studied: people who were chosen for surgery for HCC, in many centers;" in text
    assert "all stages together" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_answer_on_survival_says_that_it_is_not_about_one_person(
    snapshot: Snapshot, language: str
) -> None:
    voice = snapshot.voice(language)
    either = (voice.say("groups_only"), voice.say("sure_trial_result"))
    silent = [
        one.id
        for one in snapshot.facts.values()
        if any(map(frame_of, one.figures))
        and not any(
            words in compose([one], snapshot, Style(language=language)).texts[0] for words in either
        )
    ]
    assert silent == []


def test_the_years_of_a_net_survival_are_told(snapshot: Snapshot) -> None:
    [text] = compose([snapshot.facts["survival-china-5y"]], snapshot, Style()).texts
    assert "5-year net survival (2010-2014), China: 14 out of 100 (14.1%) lived that long" in text
