"""Text messages (SMS): how many segments of the mobile network a text fills, and how to save some.

The network sends a text in its own alphabet (GSM 03.38, 7 bits a letter). One letter that is not in
it, and the whole text is sent in UCS-2, where a segment holds less than half.
"""

from __future__ import annotations

SEGMENT = 153
"""Letters of the network's alphabet in one segment of a text that takes several."""
_ALONE, _UNITS, _UNITS_ALONE = 160, 67, 70
_LETTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("\f^{}\\[~]|€")
"""Letters that take the room of two."""
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u00b7", "-"),
        **dict.fromkeys("\t\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f", " "),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
        "\u2026": "...",
    }
)
"""Letters that look or mean nearly the same. No accents: they can make another word."""


def plain(text: str) -> str:
    """The text with quotation marks, dashes and blanks of the network's alphabet."""
    return text.translate(_PLAIN)


def length(text: str) -> int:
    """How much room a text takes, in letters of the network's alphabet.

    It is at most n times ``SEGMENT`` exactly where the text takes at most n segments, whichever
    alphabet it is sent in, and never grows shorter when something is added to the text.
    """
    costs, segment, alone = _costs(text)
    whole = sum(costs)
    if whole <= alone:
        return _scaled(whole, alone)
    full = used = 0
    for cost in costs:
        # Neither an escaped letter nor a surrogate pair is parted.
        if used + cost > segment:
            full, used = full + 1, 0
        used += cost
    return full * SEGMENT + _scaled(used, segment)


def _costs(text: str) -> tuple[list[int], int, int]:
    """What each character costs, and what fits into a segment: of several, and into one alone."""
    if _LETTERS.union(_ESCAPED).issuperset(text):
        return [1 + (character in _ESCAPED) for character in text], SEGMENT, _ALONE
    return [1 + (character > "\uffff") for character in text], _UNITS, _UNITS_ALONE


def _scaled(used: int, room: int) -> int:
    """So much of ``room`` as letters of a segment, rounded up."""
    return -(-used * SEGMENT // room)
