"""Which facts a snapshot serves: in date, not retracted, signed where that is required."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from small_knowledge import REVIEW, SmallKnowledge, fact, signature, source

from hepatica.store import FactStore
from hepatica.store.reader import GRACE

Build = Callable[[], Path]
VALID_UNTIL = date(2027, 11, 23)
ONE_DAY = timedelta(days=1)


def _served(path: Path, day: date, **options: bool) -> list[str]:
    return list(FactStore(path, **options).snapshot(day).facts)


@pytest.mark.parametrize(("day", "overdue"), [(VALID_UNTIL, False), (VALID_UNTIL + ONE_DAY, True)])
def test_a_fact_past_its_date_is_served_as_overdue(
    small_store: Build, day: date, overdue: bool
) -> None:
    snapshot = FactStore(small_store()).snapshot(day)
    assert snapshot.overdue(snapshot.facts["liver-what"], day) is overdue


def test_a_fact_is_served_until_the_last_day_of_its_grace(small_store: Build) -> None:
    assert _served(small_store(), VALID_UNTIL + GRACE) == ["liver-what"]


def test_a_fact_past_its_grace_is_not_served(small: SmallKnowledge, small_store: Build) -> None:
    small.topics["basics"].append(fact("lasting", valid_until="2030-01-01"))
    assert _served(small_store(), VALID_UNTIL + GRACE + ONE_DAY) == ["lasting"]


def test_a_retracted_source_withdraws_the_facts_it_supports(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.sources.append(source("trial-two", retracted="2026-11-01"))
    leaning = [{"source": s, "locator": "abstract"} for s in ("trial-one", "trial-two")]
    small.topics["basics"].append(fact("withdrawn", citations=leaning))
    assert _served(small_store(), today) == ["liver-what"]


def test_a_fact_that_corrects_a_retracted_source_stays(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.sources.append(source("trial-two", retracted="2026-11-01"))
    small.fact["citations"].append(
        {"source": "trial-two", "locator": "abstract", "role": "answers"}
    )
    assert _served(small_store(), today) == ["liver-what"]


def test_only_signed_facts_are_served_when_that_is_required(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.topics["basics"].append(fact("signed", reviews=[REVIEW, signature(fact("signed"))]))
    assert _served(small_store(), today, require_reviewed=True) == ["signed"]


def test_unsigned_facts_are_served_otherwise(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.topics["basics"].append(fact("signed", reviews=[REVIEW, signature(fact("signed"))]))
    assert _served(small_store(), today) == ["liver-what", "signed"]


def test_a_fact_that_is_not_served_is_not_found_by_its_words(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.topics["basics"].append(fact("old", valid_until="2020-01-01"))
    snapshot = FactStore(small_store()).snapshot(today)
    assert set(snapshot.lexical("what is old liver")) == {"liver-what"}


def test_a_fact_without_end_is_served(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.fact["valid_until"] = "9999-12-31"
    assert _served(small_store(), today) == ["liver-what"]


def test_facts_whose_trial_was_retracted_are_withdrawn(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.sources.append(source("trial-two", retracted="2026-11-01"))
    identified = {"source": "trial-two", "locator": "trial", "role": "identifies"}
    citations = [{"source": "trial-one", "locator": "abstract"}, identified]
    small.topics["basics"].append(fact("withdrawn", citations=citations))
    assert _served(small_store(), today) == ["liver-what"]
