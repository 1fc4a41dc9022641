"""hepatica feedback: what people thought of answers."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import done, refusal, rows, run

Said = tuple[str, list[str], str, str | None]
SAID: list[Said] = [
    ("2026-11-20", ["bclc-what"], "up", None),
    ("2026-11-21", ["bclc-what", "cnlc-what"], "down", "too_long"),
    ("2026-11-22", ["cnlc-what"], "down", "hard_to_understand"),
    ("2026-11-23", ["cnlc-what"], "down", "hard_to_understand"),
    ("2026-11-24", ["tnm-what"], "down", None),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file as the web channel writes it."""
    path = tmp_path / "feedback.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE feedback (number INTEGER PRIMARY KEY, day TEXT, kind TEXT, facts TEXT,"
            " language TEXT, store TEXT, verdict TEXT, reason TEXT)"
        )
        connection.executemany(
            "INSERT INTO feedback (day, kind, facts, language, store, verdict, reason)"
            " VALUES (?, 'answer', ?, 'en', 'v', ?, ?)",
            [(day, json.dumps(facts), verdict, reason) for day, facts, verdict, reason in SAID],
        )
    return path


def test_the_least_helpful_fact_comes_first_with_its_reasons(file: Path) -> None:
    assert rows(run("feedback", "--file", file).output) == [
        ["cnlc-what", "0", "3", "hard to understand (2), too long (1)"],
        ["bclc-what", "1", "1", "too long (1)"],
        ["tnm-what", "0", "1", ""],
    ]


def test_only_what_was_said_since_a_day_counts(file: Path) -> None:
    listed = rows(run("feedback", "--file", file, "--since", "2026-11-23").output)
    assert [row[:3] for row in listed] == [["cnlc-what", "0", "1"], ["tnm-what", "0", "1"]]


def test_without_feedback_it_says_so(tmp_path: Path) -> None:
    assert "there is no feedback" in refusal("feedback", "--file", tmp_path / "none.sqlite")


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_text("no database at all, but long enough to look like one", encoding="utf-8")
    assert "cannot be read as feedback" in refusal("feedback", "--file", other)


def test_a_day_that_is_none_is_refused(file: Path) -> None:
    assert "is no day" in refusal("feedback", "--file", file, "--since", "last week")


def test_it_says_that_an_answer_may_count_twice(file: Path) -> None:
    assert "counts for each of them" in done("feedback", "--file", file)
