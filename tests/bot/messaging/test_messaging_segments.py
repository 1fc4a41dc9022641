"""The room that a text takes in text messages is what Twilio's own calculator says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messaging import Capabilities, Counting, Markup
from bot.messaging.segments import SEGMENT, length, plain

MIXED = st.text(st.sampled_from("ab é€[{\n肝β😀’"), max_size=400)


def segments(text: str) -> int:
    """The smallest number of segments that the length stands for."""
    return next(n for n in range(1, 100) if length(text) <= n * SEGMENT)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é\n€" * 40, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("肝" * 70, 1),
        ("肝" * 71, 2),
        ("肝" * 134, 2),
        ("肝" * 135, 3),
        ("a" * 159 + "’", 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
        ("`" * 71, 2),
        ("ç" * 71, 2),
        ("Ç" * 71, 1),
    ],
)
def test_a_text_takes_as_many_segments_as_twilio_charges(text: str, count: int) -> None:
    # The counts were taken from sms-segments-calculator 1.3.0, which Twilio publishes.
    assert segments(text) == count


@given(MIXED, MIXED)
def test_a_longer_text_never_takes_less(text: str, more: str) -> None:
    assert length(text) <= length(text + more)
    assert length(plain(text)) <= length(plain(text + more))


def test_the_worst_case_of_one_alphabet_is_shorter_than_the_other() -> None:
    for count in range(400):
        assert length("€" * count) <= length("€" * count + "肝")
        assert length("a" * count) <= length("a" * count + "😀")


@given(MIXED)
def test_what_fits_into_a_limit_takes_no_more_segments(text: str) -> None:
    can = Capabilities(3 * SEGMENT, Counting.SMS)

    assert can.fits(text) == (segments(text) <= 3)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("‘a’ “b” «c»", '\'a\' "b" "c"'),
        ("1–2 — 3 − 1 • x", "1-2 - 3 - 1 - x"),
        ("wait… 5\u00a0% co\u00adop", "wait... 5 % coop"),
        ("á é ñ ≤ µ 肝癌", "á é ñ ≤ µ 肝癌"),
    ],
)
def test_only_what_means_the_same_is_written_plainly(written: str, sent: str) -> None:
    assert Capabilities(1, markup=Markup.GSM).written(written) == sent


def test_a_typographic_text_then_takes_half() -> None:
    text = "It’s your choice – ask “why”… " * 10

    assert (segments(text), segments(plain(text))) == (5, 3)
