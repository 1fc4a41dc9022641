"""Tokens for phrase matching."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.tokens import matcher_language


def words(text: str) -> list[str]:
    return [token.text for token in matcher_language()(text) if not token.is_space]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("disease-free survival", ["disease", "-", "free", "survival"]),
        ("PVTT 是什么", ["PVTT", "是", "什", "么"]),
        ("我是B期吗", ["我", "是", "B", "期", "吗"]),
        ("a肝癌b", ["a", "肝", "癌", "b"]),
        ("3DCRT", ["3", "DCRT"]),
        ("CT/MRI", ["CT", "/", "MRI"]),
        ("can't breathe", ["can't", "breathe"]),
        ("TACE?", ["TACE", "?"]),
        ("", []),
    ],
)
def test_parts_chinese_characters_hyphens_and_digits(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_loses_no_character(text: str) -> None:
    assert matcher_language()(text).text == text
