"""Lines end where English and Chinese readers expect it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.pictures.wrapping import CLOSING, OPENING, wrapped


def _wide(words: str) -> float:
    """Chinese letters are two wide, others one."""
    return sum(2 if letter >= "\u2e80" else 1 for letter in words)


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("27 out of 100 were alive", 13, ["27 out of", "100 were alive"]),
        ("short", 10, ["short"]),
        ("", 10, []),
        ("  spaces\n and\tlines ", 30, ["spaces and lines"]),
        ("two\u200bparts", 30, ["two parts"]),
        ("recurrence-free survival", 12, ["recurrence-", "free", "survival"]),
        ("radiochemoembolization", 10, ["radiochemo", "embolizati", "on"]),
    ],
)
def test_english_breaks_at_spaces_and_hyphens(text: str, most: float, lines: list[str]) -> None:
    got = wrapped(text, most, _wide)
    assert len(got) == len(lines)
    assert "".join(got).replace(" ", "") == "".join(lines).replace(" ", "")
    assert all(_wide(line) <= most for line in got)


def test_lines_are_about_as_wide_as_each_other() -> None:
    assert wrapped("27 out of 100 people were alive", 200, lambda text: 10.0 * len(text)) == [
        "27 out of 100",
        "people were alive",
    ]


def test_chinese_breaks_between_letters() -> None:
    assert wrapped("甲乙丙丁戊己", 8, _wide) == ["甲乙丙丁", "戊己"]


def test_a_number_in_chinese_stays_with_what_it_counts() -> None:
    lines = wrapped("每100人中约有27人（27.4%）", 10, _wide)
    assert lines == ["每100人中", "约有27人", "（27.4%）"]


def test_no_word_is_broken_only_to_make_lines_alike() -> None:
    label = "Radiotherapy groups of three studies"
    assert wrapped(label, 200, lambda text: 10.0 * len(text)) == [
        "Radiotherapy groups",
        "of three studies",
    ]
    assert wrapped("Radiotherapy group", 130, lambda text: 10.0 * len(text)) == [
        "Radiotherapy",
        "group",
    ]


@pytest.mark.parametrize("mark", CLOSING)
def test_a_closing_mark_does_not_begin_a_line(mark: str) -> None:
    lines = wrapped(f"甲乙丙丁{mark}戊己庚辛", 8, _wide)
    assert len(lines) > 1
    assert not [line for line in lines if line.startswith(mark)]


@pytest.mark.parametrize("mark", OPENING)
def test_an_opening_mark_does_not_end_a_line(mark: str) -> None:
    lines = wrapped(f"甲乙丙{mark}丁戊己庚", 8, _wide)
    assert len(lines) > 1
    assert not [line for line in lines if line.endswith(mark)]


@given(st.text(st.sampled_from("ab -/。，（）甲乙\u00a0\n…“”12%"), max_size=80), st.integers(2, 40))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, most: int) -> None:
    lines = wrapped(text, most, _wide)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(line.strip() and _wide(line) <= most for line in lines)


@given(st.text(st.sampled_from("abc 甲乙，。"), max_size=80), st.integers(4, 40))
def test_text_takes_no_more_lines_than_it_must(text: str, most: int) -> None:
    lines = wrapped(text, most, _wide)
    assert len(lines) <= max(1, len(text))
    assert len(lines) >= _wide(text.strip()) // (most + 1) - text.count(" ")
