"""A message in its sentences, and which of them ask for something.

Two questions are often written in one breath: "what stage is that and will it hurt?", a numbered
list, or a story with a question at its end. The words that open a question are few in each
language, so they stand here and not in the training data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}[.):、]|[-*•·–]|[①-⑩]|\(?[a-h]\))\s*(?=\S)")
_NUMBERED = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.):、]\s*(?=[^\d\s])")
_SENTENCE = re.compile(r"(?<=[?!;。！？；])\s*|(?<=[.…])(?:\s+|$)|\n+")
_ASKS = r"(?:what|what's|whats|how|how's|when|where|why|who|which|whose|wat)\b"
_VERB = (
    r"(?:will|would|does|do|did|is|are|was|were|can|could|should|shall|has|have|may|might|must|"
    r"isn't|aren't|don't|doesn't|won't|can't)\b"
)
_SUBJECT = (
    r"(?:i|you|he|she|it|they|we|u|the|this|that|these|those|my|his|her|their|our|there|people|"
    r"patients|anyone|someone|everyone|doctors|surgeons|radiotherapy|radiation|surgery|chemo|"
    r"treatment|cancer|a|an|any|all|most|some|mum|mom|dad|side)\b"
)
_OPENER = rf"(?:{_ASKS}|{_VERB}\s+(?:not\s+)?{_SUBJECT})"
_FILLER = (
    r"(?:(?:and|also|so|but|then|ok|okay|oh|well|hi|hello|hey|please|pls|sorry|thanks|doctor|"
    r"secondly|second|first|firstly|another question|one more thing|finally|lastly|y|pero)"
    r"[\s,:.]+)*"
)
_WISH = (
    r"(?:tell me|explain|describe|give me|show me|compare|list|i want to know|i would like to know|"
    r"i'd like to know|id like to know|i need to know|i wanted to ask|can you|could you|"
    r"i was wondering|wondering|just wondering|any info|info on|define|meaning of|"
    r"quiero saber|quisiera saber|me gustaria saber|expliqueme|explicame|digame|dime)\b"
)
_SPANISH = (
    r"¿?(?:qu[eé]|c[oó]mo|cu[aá]nt[oa]s?|cu[aá]l(?:es)?|cu[aá]ndo|d[oó]nde|qui[eé]n|por qu[eé]|"
    r"hay|es (?:peligros|grave|normal|cierto|verdad|contagios)\w*|se puede|puede[ns]?|puedo|"
    r"duele|va a|debo|deber[ií]a|existe)\b"
)
_ASKING = re.compile(rf"^\W*{_FILLER}(?:{_OPENER}|{_WISH}|{_SPANISH})", re.IGNORECASE)
_CHINESE = re.compile(
    "吗|嗎|呢|么$|什么|什麼|怎么|怎麼|怎样|怎樣|如何|多少|多久|多大|多长|多長|几[期个年次天种率成]|幾|哪|"
    "是不是|会不会|會不會|能不能|可不可以|可以.{0,12}[么嘛]|有没有|有沒有|要不要|该不该|为什么|為什麼|为啥|是否|"
    "谁|誰|啥|咋|请问|請問|想知道|想问|想問|请解释|介绍一下|说说|讲讲"
)
_JOINED = re.compile(
    rf"(?:\s*[,;]\s*|\s+)(?:and|also|plus|n|&|y|e)\s+(?:also\s+|then\s+|if so\s+|además\s+)?"
    rf"(?={_OPENER}|{_SPANISH})"
    rf"|\s*[,;–-]\s+(?=(?:and\s+|also\s+)?(?:what about|how (?:long|many|much|often|big|soon)|"
    rf"will (?:it|they|i|he|she)|does it|is it|do they|can it|what(?:'s| is| are| does))\b)",
    re.IGNORECASE,
)
_CHINESE_JOIN = re.compile(r"[，,；]\s*|(?=还有|另外|以及|同时)")
_OPEN = re.compile(
    r"^\W*(?:and |also )?(?:how (?:many|much)|which|what (?:kind|sort) of) \w+$", re.IGNORECASE
)
"""The beginning of a question that goes on behind the "and": "how many sessions and what dose"."""
_MARK = re.compile(r"[?？]\s*[\"'”’)）]*\s*$")
MOST = 40
"""Segments that are looked at; a longer message is a pasted text."""


@dataclass(frozen=True)
class Segment:
    """A sentence or a part of one, and whether it asks for something."""

    text: str
    asks: bool
    sentence: int = 0
    """Number of the sentence that it is a part of."""


def segments(text: str) -> list[Segment]:
    """The message in its sentences, questions joined by "and" apart.

    >>> [s.text for s in segments("what stage is that and will it hurt?") if s.asks]
    ['what stage is that', 'will it hurt?']
    >>> [s.text for s in segments("what is the difference between stage A and B?")]
    ['what is the difference between stage A and B?']
    """
    found: list[Segment] = []
    number = 0
    for line, item in _lines(text):
        for sentence in _SENTENCE.split(line):
            number += 1
            found += [
                Segment(part, item or _asks(part), number)
                for part in _apart(sentence.strip())
                if any(character.isalnum() for character in part)
            ]
    return found[:MOST]


def _lines(text: str) -> list[tuple[str, bool]]:
    """Lines, list items without their marks; true for an item of a list of several."""
    lines = [line for whole in text.splitlines() for line in _unfolded(whole)]
    items = [bool(_ITEM.match(line)) for line in lines]
    several = sum(items) > 1
    return [
        (_ITEM.sub("", line), several and item) for line, item in zip(lines, items, strict=True)
    ]


def _unfolded(line: str) -> list[str]:
    """A list written in one line ("1. what is TACE 2. does it hurt") as lines."""
    marks = list(_NUMBERED.finditer(line))
    counted = [mark for place, mark in enumerate(marks, start=1) if int(mark[1]) == place]
    if len(counted) < len(marks) or len(counted) < 2:  # noqa: PLR2004 - one item is no list
        return [line]
    starts = [0, *(mark.start() for mark in counted if mark.start()), len(line)]
    return [line[start:end] for start, end in pairwise(starts)]


def _apart(sentence: str) -> list[str]:
    """Questions joined in one sentence; both sides of the join must ask."""
    for pattern in (_JOINED, _CHINESE_JOIN):
        parts = [part.strip() for part in pattern.split(sentence) if part.strip()]
        if len(parts) > 1:
            joined = _rejoined(parts, sentence)
            if len(joined) > 1:
                return joined
    return [sentence]


def _rejoined(parts: list[str], sentence: str) -> list[str]:
    """The parts, those that ask nothing given back to the part before (or after) them."""
    spans: list[tuple[int, int]] = []
    end = 0
    for part in parts:
        start = sentence.index(part, end)
        end = start + len(part)
        before = sentence[slice(*spans[-1])] if spans else ""
        if spans and (not (_asks(part) and _asks(before)) or _OPEN.match(before)):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return [sentence[start:end] for start, end in spans]


def _asks(text: str) -> bool:
    return bool(_MARK.search(text) or _ASKING.match(text) or _CHINESE.search(text))
