"""Numbers and dates that only the words before them make identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.numbers import Measures, phone_end
from bot.privacy.texts import Rule, Span, Text, found_after
from bot.privacy.words import Words, alternatives

FEWEST_IN_RECORD = 3
LONGEST_DATE = 30
_PHONE = re.compile(
    r"\.?[^0-9+(\n.;!?。；！？]{0,20}"
    r"([+(]?[0-9](?:[ ().-]{0,2}[0-9]){5,14})(?![0-9]|[.,/][0-9]|\s?%)"
)
_LINK = (
    r"(?:'s)?\.?[ ]{0,2}(?:number|numbers|no\.?|nr\.?|id|card|code|号码|号|號碼|號)?[ ]{0,2}"
    r"(?:is|was|are|es|ist|est|la|el|le|am|on|in|是|为|為)?[ ]{0,2}[:#=-]?[ ]{0,2}#?"
)
_RECORD = re.compile(
    rf"{_LINK}((?:[A-Za-z0-9][A-Za-z0-9/_-]{{5,24}}"
    r"|[A-Za-z]{0,3}[0-9]{2,4}(?:[ -][0-9]{2,4}){1,4}[A-Za-z]?(?![0-9A-Za-z]|[.,%/][0-9])"
    r"|[0-9](?: [0-9]){3,15}(?![0-9.,])"
    r"|[A-Za-z0-9][A-Za-z0-9/_-]{3,24}))"
)
_CHAT = re.compile("微信|wechat|line id|skype|telegram")
_CHAT_NAME = re.compile(
    r"(?:加我?微信号?|我的?微信号?|微信号|微信ID|wechat id|my wechat|line id|skype|telegram)"
    r"[ ]?(?:number|is|是|为|:)?[ :]{0,2}@?([A-Za-z][A-Za-z0-9_.-]{4,30})",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?<=[0-9日号月])[ ]?出?生(?![存活])|was born|(?<=[0-9]) born|nacid[oa]|geboren"
)
_LOOKS_LIKE_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[ .-][0-9]{1,2}[ .-][0-9]{1,2}"
    r"|[0-9]{1,2}[ .-][0-9]{1,2}[ .-](?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}"
)


def cued_rules(words: Words) -> list[Rule]:
    """The rules."""
    return [_Phones(words), _Records(words), _chat_name, _Births(words)]


class _Phones:
    """Telephone numbers too short to be known as such by themselves."""

    def __init__(self, words: Words) -> None:
        self._measures = Measures(words)
        self._cues = words.cues["phone"]

    def __call__(self, text: Text) -> Iterator[Span]:
        if text.long_number:
            for found in found_after(text, self._cues, _PHONE):
                if self._is_phone(text, found):
                    start = found.start(1)
                    yield Span(start, start + phone_end(found[1]), "phone")

    def _is_phone(self, text: Text, found: re.Match[str]) -> bool:
        return not (
            self._measures.is_public(found[1])
            or self._measures.is_value(text, *found.span(1))
            or _LOOKS_LIKE_DATE.fullmatch(found[1])
        )


class _Records:
    """Numbers of records, passports, insurances."""

    def __init__(self, words: Words) -> None:
        self._cues = words.cues["record"]

    def __call__(self, text: Text) -> Iterator[Span]:
        if text.digits >= FEWEST_IN_RECORD:
            for found in found_after(text, self._cues, _RECORD):
                if sum(character.isdigit() for character in found[1]) >= FEWEST_IN_RECORD:
                    yield Span(found.start(1), found.end(1), "number")


def _chat_name(text: Text) -> Iterator[Span]:
    """What somebody is called on a chat service, if it is no plain word."""
    if _CHAT.search(text.lowered):
        for match in _CHAT_NAME.finditer(text.plain):
            if not match[1].rstrip(".").isalpha():
                yield Span(match.start(1), match.end(1), "number")


class _Births:
    """Days of birth; a year alone tells little and stays."""

    def __init__(self, words: Words) -> None:
        date = _dates(alternatives(words.lists["months"]))
        self._cued = re.compile(rf"{_LINK}(?:the )?({date})", re.IGNORECASE)
        self._before = re.compile(rf"({date})[ ]?$", re.IGNORECASE)
        self._cues = words.cues["birth"]

    def __call__(self, text: Text) -> Iterator[Span]:
        if not text.digits and "月" not in text.plain:
            return
        for found in found_after(text, self._cues, self._cued):
            yield Span(found.start(1), found.end(1), "date")
        for place in map(re.Match.start, _BORN.finditer(text.lowered)):
            before = self._before.search(text.plain, max(0, place - LONGEST_DATE), place)
            if before:
                yield Span(before.start(1), before.end(1), "date")


def _dates(months: str) -> str:
    """A regular expression for days in the ways in which people write them."""
    year, short_year = "(?:18|19|20)[0-9]{2}", "(?:[0-9]{4}|[0-9]{2})"
    day, numerals = "[0-9]{1,2}(?:st|nd|rd|th|\\.)?", "[一二三四五六七八九十]"
    written = (
        rf"{year}[-./年 ]{{1,2}}[0-9]{{1,2}}(?:[-./月 ]{{1,2}}[0-9]{{1,2}}[日号]?|月)",
        rf"[0-9]{{1,2}}[-./ ][0-9]{{1,2}}[-./ ]{short_year}",
        rf"{day}[ -](?:of |de )?(?:{months})\.?[ ,-]{{1,2}}(?:de )?{short_year}",
        rf"(?:{months})\.?[ ](?:{day},?[ ])?[0-9]{{4}}",
        "[0-9]{1,2}月[0-9]{1,2}[日号]",
        rf"[〇零一二三四五六七八九]{{4}}年{numerals}{{1,2}}月(?:{numerals}{{1,3}}[日号])?",
        rf"{year}[0-9]{{4}}",
    )
    return f"(?:{'|'.join(written)})(?![0-9])"
