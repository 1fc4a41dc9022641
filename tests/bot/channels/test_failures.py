"""Telling of failures in the log."""

from __future__ import annotations

from bot.channels.failures import where


def test_tells_the_kind_and_the_place_of_an_error_but_not_its_words() -> None:
    text = "what a patient wrote"
    try:
        raise KeyError(text)
    except KeyError as error:
        told = where(error)

    assert told.startswith("builtins.KeyError\n")
    assert "test_failures.py" in told
    assert text not in told


def test_an_error_that_was_never_raised_has_a_kind_only() -> None:
    assert where(ValueError("words")) == "builtins.ValueError"
