"""Names of people, after words that announce them.

A name without such a word is not recognised: it looks like any other word, and what is taken for a
name and is none would be lost to the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.texts import Rule, Span, Text, found_after, is_chinese
from bot.privacy.words import Words, alternatives

MOST_WORDS = 4
MOST_CHINESE = 4
FEWEST_CHINESE = 2
_LINK = re.compile(r"(?:'s)?[ ]?(?:is|was|es|ist|est|called)?[ ]?[:.]?[ ]{0,2}", re.IGNORECASE)
_KIN_LINK = re.compile(r"[ ](?:called |named )?", re.IGNORECASE)
_CLOSING_LINK = re.compile(r",?[ \n]{1,3}")
_CLOSED = re.compile(r"[ ]?(?:$|[.,!\n])")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_])){0,30}")
_PARTICLES = frozenset(
    (
        "de",
        "la",
        "del",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "al",
        "el",
        "da",
        "dos",
        "di",
        "du",
        "le",
    )
)
_TITLES = re.compile(r"(?:dr|mr|mrs|ms|prof|miss|sr|sra)\.?[ ]", re.IGNORECASE)
_GOES_ON = re.compile(
    r"[ ]?(?:$|[,.;:!?()\n]|(?:and (?:i|my|we|he|she)|but|i|im|i'm|age|aged|born)(?!\w))",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"'(?:ll|ve|m|d|re|t)$", re.IGNORECASE)
_AFTER_KIN = (
    " name is",
    "'s name is",
    "s name is",
    "'s name was",
    " name was",
    "'s called",
    " is called",
)


def name_rules(words: Words) -> list[Rule]:
    """The rules."""
    return [_Western(words), _Chinese(words)]


class _Western:
    """Names with blanks between their words."""

    def __init__(self, words: Words) -> None:
        self._dangers = words.dangers
        self._not_names = frozenset(words.lists["not_names"])
        self._kin = words.cues["relatives"]
        self._kin_called = tuple(f"{one}{after}" for one in self._kin for after in _AFTER_KIN)
        self._any = words.cues["name"]
        self._capital = words.cues["capital_name"]
        self._two = words.cues["two_capital_names"]
        self._closing = words.cues["closing"]

    def __call__(self, text: Text) -> Iterator[Span]:
        announced = self._any
        if "name" in text.lowered or "called" in text.lowered:
            announced += self._kin_called
        for link in found_after(text, announced, _LINK):
            yield from self._name(text, link.end(), any_case=True)
        if text.lowered != text.plain:
            yield from self._with_capitals(text)

    def _with_capitals(self, text: Text) -> Iterator[Span]:
        for cues, pattern, fewest in (
            (self._capital, _LINK, 1),
            (self._two, _LINK, 2),
            (self._kin, _KIN_LINK, 1),
        ):
            for link in found_after(text, cues, pattern):
                yield from self._name(text, link.end(), fewest)
        for link in found_after(text, self._closing, _CLOSING_LINK):
            for span in self._name(text, link.end()):
                if _CLOSED.match(text.plain, span.end):
                    yield span

    def _name(
        self, text: Text, start: int, fewest: int = 1, *, any_case: bool = False
    ) -> Iterator[Span]:
        """The name at a place, if one is there.

        Args:
            text: the text.
            start: the place.
            fewest: words that a name has here, if the sentence does not end behind it.
            any_case: whether it counts in small letters, too.
        """
        if title := _TITLES.match(text.plain, start):
            start, fewest = title.end(), 1
        place, last, count = start, start, 0
        while count < MOST_WORDS and (word := _WORD.match(text.plain, place)):
            place = word.end()
            if word[0].lower() in _PARTICLES:
                pass
            elif self._belongs(text, word, count, any_case=any_case):
                last, count = word.end(), count + 1
            else:
                break
            place += len(word[0]) == 1 and text.plain[place : place + 1] == "."
            if text.plain[place : place + 1] != " ":
                break
            place += 1
        if count and (count >= fewest or _GOES_ON.match(text.plain, last)):
            yield Span(start, last, "name")

    def _belongs(self, text: Text, word: re.Match[str], count: int, *, any_case: bool) -> bool:
        """Whether a word is one of the name."""
        whole, first = word[0], word[0][0]
        if is_chinese(first):
            return any_case and not count and len(whole) <= MOST_CHINESE
        if whole.lower().partition("-")[0] in self._not_names or _SHORTENED.search(whole):
            return False
        if first.isupper():
            shouted = len(whole) > 1 and whole.isupper()
            return not shouted or (
                any_case and (not count or text.plain[word.start() - 2].isupper())
            )
        if whole in self._dangers:
            return False
        # Small letters: the first word after the cue, and a second one that ends what is said.
        ends = bool(_GOES_ON.match(text.plain, word.end()))
        return any_case and (not count or (count == 1 and ends))


class _Chinese:
    """A family name and one or two characters, after 我叫 and the like."""

    def __init__(self, words: Words) -> None:
        self._dangers = words.dangers
        singles = "".join(words.lists["surnames"])
        not_given = "".join(words.lists["not_in_given_names"])
        family = f"(?:{alternatives(words.lists['double_surnames'])}|[{singles}])"
        given = f"[^\\W\\da-zA-Z_{not_given}]"
        name = f"({family}{given}{{1,2}})"
        self._called = re.compile(f"(?:{words.pattern('called_zh')})[是叫为: ]{{0,2}}{name}")
        kin = words.pattern("kin_zh")
        self._am = re.compile(
            f"(?:我是|这是|這是|家属|家屬|我爸|我妈|我老公|我老婆|患者|病人|本人){name}"
            f"(?=[,.，。；;！!？?、\\s(（]|$|的(?:{kin})|今年|先生|女士|咨询)"
        )

    def __call__(self, text: Text) -> Iterator[Span]:
        if text.chinese:
            for pattern in (self._called, self._am):
                for match in pattern.finditer(text.plain):
                    yield Span(match.start(1), self._end(text.plain, match), "name")

    def _end(self, text: str, match: re.Match[str]) -> int:
        """Where the name ends: its last character may begin a word of danger (王芳|伤口)."""
        end = match.end(1)
        goes_on = len(match[1]) > FEWEST_CHINESE and text[end - 1 : end + 1] in self._dangers
        return end - goes_on
