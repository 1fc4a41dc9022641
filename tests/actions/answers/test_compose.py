"""An answer says the fact, its figures, who was studied, how sure, and the source."""

from collections.abc import Callable
from datetime import date

import pytest
from small_knowledge import REVIEW, SmallKnowledge, fact, figure, signature, source

from hepatica.answers import compose
from hepatica.answers.compose import MOST_FACTS, Style
from hepatica.answers.figures import Wanted
from hepatica.store import Snapshot

Read = Callable[[], Snapshot]
NORMAL = Style()


def _text(snapshot: Snapshot, identifier: str, style: Style = NORMAL) -> str:
    [text] = compose([snapshot.facts[identifier]], snapshot, style).texts
    return text


@pytest.fixture
def jco(snapshot: Snapshot) -> str:
    """The answer on survival at 24 months in the 2019 trial."""
    return _text(snapshot, "jco-os-24")


@pytest.mark.parametrize("amount", ["27 out of 100 (27.4%)", "9 out of 100 (9.4%)"])
def test_the_2019_trial_is_told_for_both_groups(jco: str, amount: str) -> None:
    assert amount in jco


def test_it_is_said_who_was_studied(jco: str) -> None:
    assert "Who was studied: 164 people in China" in jco
    assert "82 had radiotherapy then surgery, 82 had surgery alone" in jco


def test_it_is_said_how_sure_it_is(jco: str) -> None:
    assert "How sure: this is a trial result." in jco


def test_the_source_and_the_day_of_the_check_are_said(jco: str) -> None:
    source_line = jco.splitlines()[-1]
    assert source_line.startswith("Source: J Clin Oncol 2019;37:2141-2151.")
    assert source_line.endswith("on 23 November 2026.")


def test_an_article_that_is_corrected_is_not_shown_as_a_source(snapshot: Snapshot) -> None:
    contract = compose([snapshot.facts["jco-os-24"]], snapshot, Style()).contract
    assert [shown.id for shown in contract.sources] == ["wei-2019-jco"]


def test_a_head_count_and_its_share_are_merged(snapshot: Snapshot) -> None:
    assert "33 out of 38 people (86.8%)" in _text(snapshot, "se-jama-any")


@pytest.mark.parametrize(
    ("identifier", "said"),
    [
        ("child-pugh-classes", "5 to 6 points"),
        ("jama-median-os-not-reached", "not reached"),
        ("rild-how-common-sbrt", "fewer than 5 out of 100 (<5%)"),
        ("hcc-share-of-primary", "75 to 85 out of 100 (75-85%)"),
    ],
)
def test_ranges_and_words_read_well(snapshot: Snapshot, identifier: str, said: str) -> None:
    assert said in _text(snapshot, identifier)


def test_only_the_time_asked_about_is_told(snapshot: Snapshot) -> None:
    text = _text(snapshot, "jco-os-table", Style(wanted=Wanted(months=18)))
    assert "44 out of 100 (43.9%)" in text
    assert "27.4" not in text


def test_the_contract_has_the_figures_of_the_time_asked_about(snapshot: Snapshot) -> None:
    style = Style(wanted=Wanted(months=18, group="surgery alone"))
    contract = compose([snapshot.facts["jco-os-table"]], snapshot, style).contract
    assert [(f.group, f.value) for f in contract.figures] == [
        ("surgery alone", 16.7),
        ("radiotherapy then surgery", 43.9),
    ]


def test_simpler_words_replace_the_statement_but_not_the_caveat(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    small.fact["caveat"] = {"en": "A limit."}
    snapshot = small_snapshot()
    assert "A statement about liver what." in _text(snapshot, "liver-what")
    simpler = _text(snapshot, "liver-what", Style(simpler=True))
    assert simpler.startswith("Plain words about liver what.")
    assert "A statement" not in simpler
    assert "Keep in mind: A limit." in simpler


def test_a_curators_note_is_never_shown(small: SmallKnowledge, small_snapshot: Read) -> None:
    small.fact["curator_note"] = "SECRET"
    snapshot = small_snapshot()
    assert "SECRET" not in _text(snapshot, "liver-what")


def test_at_most_three_facts_are_told(small: SmallKnowledge, small_snapshot: Read) -> None:
    small.topics["basics"] = [fact(f"number-{number}") for number in range(5)]
    snapshot = small_snapshot()
    composed = compose(list(snapshot.facts.values()), snapshot, Style())
    assert len(composed.texts) == MOST_FACTS == 3
    assert composed.contract.facts == ["number-0", "number-1", "number-2"]


@pytest.mark.parametrize(
    ("day", "warned"), [(date(2027, 11, 23), False), (date(2027, 11, 24), True)]
)
def test_a_fact_past_its_date_carries_a_warning(
    small_snapshot: Read, day: date, warned: bool
) -> None:
    text = _text(small_snapshot(), "liver-what", Style(today=day))
    assert ("due for a new check since 23 November 2027" in text) is warned


def test_a_signed_fact_names_its_reviewer(small: SmallKnowledge, small_snapshot: Read) -> None:
    small.fact["reviews"] = [REVIEW, signature(small.fact)]
    last = _text(small_snapshot(), "liver-what").splitlines()[-1]
    assert last.endswith("Reviewed by Dr Example, hepatologist, on 25 November 2026.")


def test_the_contract_tells_the_review_that_is_longest_ago(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    small.topics["basics"].insert(0, fact("signed", reviews=[signature(fact("signed"))]))
    snapshot = small_snapshot()
    reviewed = compose(list(snapshot.facts.values()), snapshot, Style()).contract.reviewed
    assert reviewed is not None
    assert (reviewed.status, reviewed.on) == ("checked against sources", "2026-11-23")


def test_a_general_fact_does_not_say_who_was_studied(small_snapshot: Read) -> None:
    assert "Who was studied" not in _text(small_snapshot(), "liver-what")


def test_one_figure_shared_by_two_facts_stands_once_in_the_contract(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    small.topics["basics"] = [fact(name, figures=[figure("27.4")]) for name in ("one", "two")]
    snapshot = small_snapshot()
    contract = compose(list(snapshot.facts.values()), snapshot, Style()).contract
    assert len(contract.figures) == 1


def test_the_contract_links_every_source_once(small: SmallKnowledge, small_snapshot: Read) -> None:
    small.sources = [source(doi="10.1000/one"), source("trial-two", url="https://example.org")]
    both = [{"source": s, "locator": "abstract"} for s in ("trial-one", "trial-two")]
    small.topics["basics"] = [fact("one"), fact("two", citations=both)]
    snapshot = small_snapshot()
    shown = compose(list(snapshot.facts.values()), snapshot, Style()).contract.sources
    assert [(s.id, s.url) for s in shown] == [
        ("trial-one", "https://doi.org/10.1000/one"),
        ("trial-two", "https://example.org"),
    ]


def test_chinese_is_answered_in_chinese_where_every_fact_has_it(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    small.fact["statement"]["zh"] = "关于肝脏。"
    small.fact["simpler"]["zh"] = "简单地说。"
    small.topics["basics"].append(fact("second"))
    snapshot = small_snapshot()
    one, two = snapshot.facts.values()
    chinese = compose([one], snapshot, Style(language="zh"))
    assert chinese.texts[0].startswith("关于肝脏。")
    assert chinese.contract.language == "zh"
    assert compose([one, two], snapshot, Style(language="zh")).contract.language == "en"
