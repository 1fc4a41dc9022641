"""Check digits, on published examples and with one digit changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.privacy.checksums import (
    is_bank_account,
    is_card,
    is_hong_kong,
    is_nhs,
    is_resident,
    is_spanish,
    is_taiwan,
)

EXAMPLES: list[tuple[Callable[[str], bool], str]] = [
    (is_card, "4111111111111111"),
    (is_card, "378282246310005"),
    (is_nhs, "9434765919"),
    (is_nhs, "4010232137"),
    (is_resident, "11010519491231002X"),
    (is_resident, "440524188001010014"),
    (is_hong_kong, "A1234563"),
    (is_hong_kong, "AB9876543"),
    (is_taiwan, "A123456789"),
    (is_spanish, "12345678Z"),
    (is_spanish, "X1234567L"),
    (is_bank_account, "DE89370400440532013000"),
    (is_bank_account, "GB82WEST12345698765432"),
]


@pytest.mark.parametrize(("check", "number"), EXAMPLES, ids=lambda value: str(value)[:30])
def test_a_number_that_was_given_out_passes(check: Callable[[str], bool], number: str) -> None:
    assert check(number)


@pytest.mark.parametrize(("check", "number"), EXAMPLES, ids=lambda value: str(value)[:30])
def test_a_number_with_another_digit_does_not(check: Callable[[str], bool], number: str) -> None:
    place = 3
    other = str((int(number[place]) + 1) % 10) if number[place].isdigit() else "9"

    assert not check(number[:place] + other + number[place + 1 :])
