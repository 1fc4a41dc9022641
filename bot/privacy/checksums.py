"""Check digits, by which an identifier is told from any other number."""

from __future__ import annotations

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_LETTERS = "10X98765432"
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_BEFORE_A = ord("A") - 10


def is_card(digits: str) -> bool:
    """Whether the last digit is that of a payment card (Luhn's formula)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of two digits
    return total % 10 == 0


def is_nhs(digits: str) -> bool:
    """Whether ten digits are a number of the British health service."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[9])


def is_resident(number: str) -> bool:
    """Whether 18 digits are a Chinese resident identity number; the last may be X."""
    total = sum(int(d) * weight for d, weight in zip(number[:17], _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_LETTERS[total % 11] == number[17].upper()


def is_hong_kong(number: str) -> bool:
    """Whether one or two letters, six digits and a check digit are a Hong Kong identity card's."""
    letters, digits, check = number[:-7], number[-7:-1], number[-1]
    values = [36, *(ord(c) - _BEFORE_A for c in letters)][-2:]
    values += map(int, digits)
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + (10 if check == "A" else int(check))) % 11 == 0


def is_taiwan(number: str) -> bool:
    """Whether a letter and nine digits are a Taiwanese identity card's."""
    first = _TAIWAN_LETTERS.index(number[0]) + 10
    values = [first // 10, first % 10, *map(int, number[1:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(v * weight for v, weight in zip(values, weights, strict=True)) % 10 == 0


def is_spanish(number: str) -> bool:
    """Whether eight digits (the first may be X, Y or Z) and a letter are a Spanish DNI or NIE."""
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    return _DNI_LETTERS[int(digits) % 23] == number[-1]


def is_bank_account(number: str) -> bool:
    """Whether letters and digits without blanks are an IBAN."""
    moved = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
