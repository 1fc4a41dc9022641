"""The fixed phrases are complete and keep their fields."""

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError
from small_knowledge import real_phrases

from hepatica.models import Phrasebook


@pytest.fixture
def phrases() -> dict[str, Any]:
    """The real phrases, to be broken."""
    return deepcopy(real_phrases()["phrases"])


def test_the_real_phrases_are_complete(phrases: dict[str, Any]) -> None:
    book = Phrasebook(phrases=phrases)
    assert book.say("percent", count=27, out_of=100, value="27.4") == "27 out of 100 (27.4%)"


def test_a_phrase_is_english_where_the_language_is_missing(phrases: dict[str, Any]) -> None:
    phrases["no_more"] = {"en": "That is all.", "zh": "就这些。"}
    book = Phrasebook(phrases=phrases)
    assert (book.say("no_more", "zh"), book.say("no_more", "es")) == ("就这些。", "That is all.")


def test_a_missing_phrase_is_named(phrases: dict[str, Any]) -> None:
    del phrases["caveat"]
    with pytest.raises(ValidationError, match="missing phrases: caveat"):
        Phrasebook(phrases=phrases)


def test_an_unknown_phrase_is_named(phrases: dict[str, Any]) -> None:
    phrases["caveats"] = {"en": "Mind."}
    with pytest.raises(ValidationError, match="unknown phrases: caveats"):
        Phrasebook(phrases=phrases)


@pytest.mark.parametrize(
    "wording",
    [
        "{count} out of {out_of}",
        "{count} out of {out_of} ({value}%, {n})",
        "{count} of {out_of} ({value%)",
        "{count} of {out_of} ({}%)",
    ],
)
def test_a_phrase_that_lost_or_broke_a_field_is_refused(
    phrases: dict[str, Any], wording: str
) -> None:
    phrases["percent"] = {"en": wording}
    with pytest.raises(ValidationError, match="'percent'"):
        Phrasebook(phrases=phrases)


def test_a_translation_keeps_the_fields_too(phrases: dict[str, Any]) -> None:
    phrases["caveat"] = {"en": "Keep in mind: {caveat}", "zh": "请注意"}
    with pytest.raises(ValidationError, match=r"'caveat' must use exactly \{caveat\}"):
        Phrasebook(phrases=phrases)


def test_a_plain_phrase_takes_no_field(phrases: dict[str, Any]) -> None:
    phrases["no_more"] = {"en": "That is all, {name}."}
    with pytest.raises(ValidationError, match=r"no \{fields\}"):
        Phrasebook(phrases=phrases)
