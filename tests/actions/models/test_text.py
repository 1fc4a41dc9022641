"""Texts stand side by side in each language."""

import pytest
from pydantic import ValidationError

from hepatica.models import Text


def test_the_asked_language_is_given() -> None:
    assert Text(en="liver", zh="肝").get("zh") == ("肝", "zh")


@pytest.mark.parametrize("language", ["zh", "es", "", "get", "model_config"])
def test_english_stands_in_for_a_missing_language(language: str) -> None:
    assert Text(en="liver").get(language) == ("liver", "en")


@pytest.mark.parametrize("empty", ["", "   "])
def test_an_empty_wording_is_refused(empty: str) -> None:
    with pytest.raises(ValidationError):
        Text(en=empty)


def test_english_is_required() -> None:
    with pytest.raises(ValidationError):
        Text.model_validate({"zh": "肝"})


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValidationError):
        Text.model_validate({"en": "liver", "eng": "liver"})


def test_a_text_cannot_be_changed() -> None:
    text = Text(en="liver")
    with pytest.raises(ValidationError):
        text.en = "lung"  # type: ignore[misc]
