"""Where people live: streets with house numbers, and postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.texts import Rule, Span, Text, found_after, is_chinese, spans
from bot.privacy.words import Words

_POSTCODE = re.compile(
    r"[ ]{0,2}(?:is|es|ist|est|是|为)?[ :]{0,3}([A-Za-z0-9]{2,5}(?:[ -]?[A-Za-z0-9]{3,4})?)"
)
_BOX = re.compile(r"[ :#]{0,3}([0-9]{1,7})")
_BOXES = ("po box", "p.o. box")
_NUMERALS = "0-9一二三四五六七八九十百"
_HOUSE = "号院|号楼|号|弄|栋|幢|號|棟|组|組"
_ROOM = rf"(?:[A-Za-z{_NUMERALS}-]{{1,5}}(?:{_HOUSE}|单元|室|层|楼|門|门|座)){{0,4}}"
_STREET = "路|街|大道|巷|弄|胡同|村|小区|花园|小區|花園"
_CHINESE = re.compile(
    rf"(?:{_STREET})(?:[一二三四五六七八九十]段)?[{_NUMERALS}]{{1,5}}(?:{_HOUSE}){_ROOM}"
)
_WITHIN = r"[^，。,.;；！!？?\n]"
_CHINESE_CUED = re.compile(
    rf"[是为為在:：]{{0,2}} ?((?={_WITHIN}{{0,40}}[{_NUMERALS}])"
    rf"{_WITHIN}{{0,16}}?[\u3400-\u9fff]{{2}}{_WITHIN}{{0,16}}?"
    rf"(?:{_HOUSE}|室|单元|小区|小區|花园|花園|村){_ROOM})"
)
LONGEST_TOWN = 18
"""Characters of province, town and street before the word for a street."""
_BEFORE_TOWN = frozenset("在住是址为為到去从從来來于於")
_WORD = r"[^\W\d_]{1,24}"
_EUROPEAN = re.compile(
    r"(?<!\w)(?:(?:calle|avenida|avda\.?|plaza|via|rue|avenue)(?: de| de la| del| des)?"
    rf" [A-ZÀ-Þ]{_WORD}(?: {_WORD}){{0,2}},? (?:n[ºo°]\.? ?)?[0-9]{{1,4}}"
    r"|[A-ZÀ-Þ][^\W\d_]{2,30}(?:straße|strasse|str\.|weg|gasse|platz|allee) [0-9]{1,4}[a-z]?"
    r"|[0-9]{1,4},? rue (?:de la |de |du |des )?[A-ZÀ-Þ][^\W\d_'-]{1,30})(?!\w)"
)
# The town only before a postcode: a capitalised word may as well begin another sentence.
_TOWN = (
    r"(?:(?:,? [A-Z][A-Za-z'.-]{1,20}){0,3}?"
    r"(?:,? [A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|,? [A-Z]{2} [0-9]{5})(?![A-Za-z0-9]))?"
)
_FLAT = r"(?:(?:flat|apt\.?|apartment|unit|suite|room) ?[0-9A-Za-z]{1,5},? )?"


def home_rules(words: Words) -> list[Rule]:
    """The rules."""
    return [_Homes(words), _ChineseHomes(words), _Postcodes(words)]


class _Homes:
    """A house number and a street."""

    def __init__(self, words: Words) -> None:
        kinds = words.pattern("streets")
        self._capital = re.compile(
            r"(?<![\w.,/-])[0-9]{1,5}[A-Za-z]?,? "
            r"(?:[A-Z][A-Za-z'.-]{0,20} |[0-9]{1,3}(?:st|nd|rd|th) ){1,3}"
            rf"(?=[A-Z])(?i:{kinds})(?![\w]){_TOWN}"
        )
        self._cued = re.compile(
            rf"[ ]?(?:is|at|in)?[ :]{{0,3}}((?i:{_FLAT}[0-9]{{1,5}}[a-z]?,? "
            rf"(?:[a-z0-9'.-]{{1,20}} ){{1,3}}?(?:{kinds})(?!\w)){_TOWN})"
        )
        self._cues = words.cues["address"]

    def __call__(self, text: Text) -> Iterator[Span]:
        if not text.digits:
            return
        yield from spans(text, self._capital, "address")
        yield from spans(text, _EUROPEAN, "address")
        for cues, pattern in ((self._cues, self._cued), (_BOXES, _BOX)):
            for found in found_after(text, cues, pattern):
                yield Span(found.start(1), found.end(1), "address")


class _ChineseHomes:
    """A street or an estate with a number behind it, and what stands before."""

    def __init__(self, words: Words) -> None:
        self._cues = words.cues["address"]

    def __call__(self, text: Text) -> Iterator[Span]:
        if not text.chinese:
            return
        for match in _CHINESE.finditer(text.plain):
            yield Span(_begin(text.plain, match.start()), match.end(), "address")
        for found in found_after(text, self._cues, _CHINESE_CUED):
            yield Span(found.start(1), found.end(1), "address")


def _begin(text: str, place: int) -> int:
    """Where the names of town and street begin that stand before ``place``."""
    start = place
    while place - start < LONGEST_TOWN and start and is_chinese(text[start - 1]):
        if text[start - 1] in _BEFORE_TOWN:
            break
        start -= 1
    return start


class _Postcodes:
    """A postcode after a word that says so."""

    def __init__(self, words: Words) -> None:
        self._cues = words.cues["postcode"]

    def __call__(self, text: Text) -> Iterator[Span]:
        if not text.digits:
            return
        for found in found_after(text, self._cues, _POSTCODE):
            if any(character.isdigit() for character in found[1]):
                yield Span(found.start(1), found.end(1), "address")
