"""From passages to candidates: sentences that may become facts, with what the rules could tell."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from hepatica.ingest.around import Around
from hepatica.ingest.cells import cell_figures
from hepatica.ingest.figures import Found, find_figures
from hepatica.ingest.groups import group_mentions
from hepatica.ingest.guesses import group_of, measures_of, time_of, total_of
from hepatica.ingest.lexicon import Lexicon
from hepatica.ingest.masking import HIDDEN, mask
from hepatica.ingest.passages import Passage
from hepatica.ingest.sentences import sentences
from hepatica.ingest.when import When, find_times
from hepatica.models.fact import Unit

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Guess:
    """A figure with what the words around it say; None is what they leave open."""

    value: str
    unit: Unit
    measure: str | None
    group: str | None
    timepoint: str | None
    n: int | None
    note: str | None


@dataclass(frozen=True)
class Candidate:
    """A sentence of the document that may become a fact."""

    locator: str
    passage: str
    figures: tuple[Guess, ...]
    terms: tuple[str, ...]
    stages: tuple[str, ...]


_REFERENCES = re.compile(
    r"^\W*(?:\d+\W+)?(?:references?(?:\s+list)?|bibliography|literature\s+cited|works\s+cited"
    r"|参考文献|引用文献)\s*[:：.]?\s*(?:$|\[?1[\].、\s])",
    re.IGNORECASE,
)
_AFTER_REFERENCES = re.compile(
    r"^\W*(?:appendix|supplement|table|tables|figure|figures|box|annex|附录|附表|表|图)\b.{0,80}$",
    re.IGNORECASE,
)
_A_REFERENCE = re.compile(
    r"^\W{0,2}\d{1,3}[\].、\s].*(?:\b(?:19|20)\d\d\b.*(?:\d\s?\(\d+\)\s?:|;\s?\d+|:\s?e?\d+[-–]\d+)"
    r"|\bdoi\b|\bet al\b|\[[JMCD]\])",
    re.IGNORECASE,
)
_LONGEST_REFERENCE = 1000
_TABLE_ROW = re.compile(r"^table \d+, row \d+$")
_DURATION_UNITS: set[Unit] = {"months", "weeks", "days", "years", "hours"}


def draft_candidates(
    passages: list[Passage], lexicon: Lexicon, progress: Progress | None = None
) -> list[Candidate]:
    """The sentences that carry a figure or define a term of the glossary.

    Args:
        passages: of one document, in order.
        lexicon: the glossary.
        progress: called after each passage with how many are done and how many there are.
    """
    found: list[Candidate] = []
    for done, (passage, listed) in enumerate(_without_references(passages), start=1):
        if not listed:
            found += _in_passage(passage, lexicon)
        if progress:
            progress(done, len(passages))
    return found


def _without_references(passages: Iterable[Passage]) -> Iterator[tuple[Passage, bool]]:
    """Each passage, and whether it belongs to a list of references."""
    inside = False
    for passage in passages:
        if _REFERENCES.match(passage.text):
            inside = True
        elif inside and (
            _TABLE_ROW.match(passage.locator) or _AFTER_REFERENCES.match(passage.text)
        ):
            inside = False
        yield passage, inside or bool(_A_REFERENCE.match(passage.text[:_LONGEST_REFERENCE]))


def _in_passage(passage: Passage, lexicon: Lexicon) -> Iterator[Candidate]:
    row = _TABLE_ROW.match(passage.locator)
    for number, sentence in enumerate([passage.text] if row else sentences(passage.text), start=1):
        locator = passage.locator if row else f"{passage.locator}, sentence {number}"
        candidate = read_sentence(sentence, locator, lexicon)
        if candidate:
            yield candidate


def read_sentence(sentence: str, locator: str, lexicon: Lexicon) -> Candidate | None:
    """The candidate that a sentence makes, None when it has neither figure nor definition."""
    masked = mask(sentence)
    times = find_times(masked)
    cells = cell_figures(masked.text) if _TABLE_ROW.match(locator) else ()
    figures = [figure for figure in find_figures(masked, cells) if not _is_time(figure, times)]
    if not figures and not lexicon.defines(sentence):
        return None
    groups = group_mentions(sentence, lexicon.groups(sentence))
    around = Around(sentence, figures)
    # Time points and what is no figure would be read as part of a measure ("5-year survival").
    plain = replace(around, text=_blanked(masked.text, times))
    measures = measures_of(plain, lexicon)
    guesses = (
        Guess(
            value=figure.value,
            unit=figure.unit,
            measure=measures[place],
            group=group_of(around, place, groups),
            timepoint=_time(around, place, times),
            n=figure.n or (total_of(around, place, groups) if figure.unit != "people" else None),
            note=figure.note,
        )
        for place, figure in enumerate(figures)
    )
    terms, stages = lexicon.terms(sentence), lexicon.stages(sentence)
    return Candidate(locator, sentence, tuple(guesses), tuple(terms), tuple(stages))


def _is_time(figure: Found, times: list[When]) -> bool:
    """Whether a span says when and is no result."""
    return figure.unit in _DURATION_UNITS and any(
        figure.start < when.end and when.start < figure.end for when in times
    )


def _time(around: Around, place: int, times: list[When]) -> str | None:
    """Shares and counts are measured at a time; doses, sizes and spans are not."""
    figure = around.figures[place]
    counted = figure.unit == "percent" or (figure.unit == "people" and figure.n)
    return time_of(around, place, times) if counted else None


def _blanked(text: str, times: list[When]) -> str:
    for when in times:
        text = f"{text[: when.start]}{' ' * (when.end - when.start)}{text[when.end :]}"
    return text.replace(HIDDEN, " ")
