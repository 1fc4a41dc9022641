"""What stands around the figures of a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from hepatica.ingest.figures import Found

_CONTRAST = re.compile(
    r"[;；]|\b(?:versus|vs|compared\s(?:with|to)|whereas|while|against)\b|而(?!且)|相比|对比",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[,;，；。、]|\b(?:and|or|versus|vs|compared|whereas|while)\b|和|而", re.IGNORECASE
)
_BRACKETED = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_LISTED = re.compile(r"^[\s\x00()（）,，、]*(?:and|or|和|与|及|或)?\s*$", re.IGNORECASE)
_OPENED = re.compile(r"^\s?[(（\[][\s=]*$")


class Placed(Protocol):
    """Something at a place of a sentence."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True)
class Around:
    """A sentence with its figures in order; they are named by their place in that order."""

    text: str
    figures: Sequence[Found]

    def lead(self, place: int) -> str:
        """The words between the figure before and this one."""
        start = self.figures[place - 1].end if place else 0
        return self.text[start : self.figures[place].start]

    def tail(self, place: int) -> str:
        """The words between this figure and the next one."""
        last = place + 1 == len(self.figures)
        return self.text[self.figures[place].end : None if last else self.figures[place + 1].start]

    def run(self, place: int) -> tuple[int, int]:
        """Position of a figure in its list ("75.2%, 43.9% and 27.4%") and that list's length."""
        return self._runs[place]

    def segment(self, at: int) -> int:
        """Number of the part between contrasting words in which a place lies."""
        return sum(1 for contrast in self._contrasts if contrast < at)

    def beside(self, place: int) -> bool:
        """Whether a figure says the one before it again: "17 patients (20.7%)"."""
        return place > 0 and bool(_OPENED.match(self.lead(place)))

    def right_behind(self, place: int, mentions: Sequence[P]) -> P | None:
        """What is said of this figure alone: "27.4% in the radiotherapy group"."""
        start, tail = self.figures[place].end, self.tail(place)
        for mention in mentions:
            gap = mention.start - start
            if 0 <= gap < len(tail) and not _BREAK.search(_BRACKETED.sub("", tail[:gap])):
                return mention
        return None

    @cached_property
    def _contrasts(self) -> list[int]:
        outside = _BRACKETED.sub(lambda match: " " * len(match[0]), self.text)
        return [match.start() for match in _CONTRAST.finditer(outside)]

    @cached_property
    def _runs(self) -> list[tuple[int, int]]:
        lengths: list[int] = []
        for place in range(len(self.figures)):
            if place and self._listed(place):
                lengths[-1] += 1
            else:
                lengths.append(1)
        return [(position, length) for length in lengths for position in range(length)]

    def _listed(self, place: int) -> bool:
        same = self.figures[place - 1].unit == self.figures[place].unit
        return same and bool(_LISTED.match(self.lead(place)))


def before_break(words: str) -> str:
    """The words up to the first mark or "and"."""
    return _BREAK.split(words, maxsplit=1)[0]


def after_break(words: str) -> str:
    """The words since the last mark or "and"."""
    return _BREAK.split(words)[-1]
