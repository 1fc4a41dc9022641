"""A server that gives only what clinicians have signed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from small_knowledge import REVIEW, Entry, SmallKnowledge, WordEncoder, fact, signature

import actions
from hepatica.answers import compose
from hepatica.answers.compose import Composed, Style
from hepatica.store import FactStore, Snapshot

Build = Callable[[], Path]
UNSIGNED = "中文译文尚未经临床医生审核"


def _bilingual(*signed: str, **changes: str) -> Entry:
    """A fact in both languages, signed in those named."""
    entry = fact(
        statement={"en": "The liver is a big organ.", "zh": "肝脏是一个大器官。"},
        simpler={"en": "It is big.", "zh": "它很大。"},
    )
    reviews = [REVIEW, *(signature(entry, language, **changes) for language in signed)]
    return {**entry, "reviews": reviews}


def _served(path: Path, today: date) -> Snapshot:
    return FactStore(path, require_reviewed=True).snapshot(today)


def _answer(snapshot: Snapshot, language: str, today: date) -> Composed:
    return compose([snapshot.facts["liver-what"]], snapshot, Style(language=language, today=today))


@pytest.mark.parametrize(
    ("people", "served"), [([], []), (["Dr A"], []), (["Dr A", "Dr B"], ["liver-what"])]
)
def test_under_the_two_person_rule_two_must_have_signed(
    small: SmallKnowledge, small_store: Build, today: date, people: list[str], served: list[str]
) -> None:
    small.policy = {"signatures": 2}
    small.fact["reviews"] += [signature(small.fact, who=person) for person in people]
    assert list(_served(small_store(), today).facts) == served


def test_one_person_twice_is_not_enough(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.policy = {"signatures": 2}
    spellings = ("Dr Li", "dr. li")
    small.fact["reviews"] += [signature(small.fact, who=name) for name in spellings]
    assert not _served(small_store(), today).facts


def test_a_fact_edited_after_it_was_signed_is_not_served(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.fact["reviews"].append(signature(small.fact))
    small.fact["statement"]["en"] = "The liver is not what was signed."
    assert not _served(small_store(), today).facts


def test_a_fact_signed_in_chinese_only_is_not_served(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.topics["basics"] = [_bilingual("zh")]
    assert not _served(small_store(), today).facts


def test_chinese_falls_back_to_english_when_only_english_is_signed(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.topics["basics"] = [_bilingual("en")]
    answer = _answer(_served(small_store(), today), "zh", today)
    assert answer.contract.language == "en"
    assert "The liver is a big organ." in answer.texts[0]


def test_chinese_that_is_signed_is_given_in_chinese(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.topics["basics"] = [_bilingual("en", "zh", who="李娜", role="肝病科医生")]
    (text,) = _answer(_served(small_store(), today), "zh", today).texts
    assert "肝脏是一个大器官。" in text
    assert "李娜" in text
    assert UNSIGNED not in text


def test_chinese_that_is_not_signed_says_so_where_nothing_must_be_signed(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.topics["basics"] = [_bilingual("en")]
    snapshot = FactStore(small_store()).snapshot(today)
    (text,) = _answer(snapshot, "zh", today).texts
    assert UNSIGNED in text
    assert "Dr Example" not in text


def test_the_answer_names_the_signer_until_the_fact_is_edited(
    small: SmallKnowledge, small_snapshot: Callable[[], Snapshot], today: date
) -> None:
    small.fact["reviews"].append(signature(small.fact))
    signed = _answer(small_snapshot(), "en", today)
    small.fact["certainty"] = "trial result"
    edited = _answer(small_snapshot(), "en", today)
    assert "Dr Example, hepatologist" in signed.texts[0]
    assert signed.contract.reviewed
    assert signed.contract.reviewed.status == "reviewed by a clinician"
    assert "Dr Example" not in edited.texts[0]
    assert edited.contract.reviewed
    assert edited.contract.reviewed.status == "checked against sources"


@pytest.mark.parametrize(
    ("setting", "required"),
    [("1", True), ("true", True), (" YES ", True), ("0", False), ("", False), ("off", False)],
)
def test_the_server_is_told_by_its_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, required: bool
) -> None:
    asked: list[bool] = []

    def store(path: Path, *, require_reviewed: bool) -> FactStore:
        asked.append(require_reviewed)
        return FactStore(tmp_path / path.name, require_reviewed=require_reviewed)

    monkeypatch.setattr(actions, "FactStore", store)
    monkeypatch.setattr(actions, "Encoder", WordEncoder)
    monkeypatch.setenv("HEPATICA_REQUIRE_REVIEWED", setting)
    actions.answerer.__wrapped__()
    assert asked == [required]
