"""What was measured, in whom and when, guessed from the words around a figure."""

import re
from collections.abc import Sequence

from hepatica.ingest.around import Around, P, after_break, before_break
from hepatica.ingest.figures import DURATIONS
from hepatica.ingest.lexicon import Lexicon, Mention
from hepatica.ingest.masking import whole
from hepatica.ingest.when import When

_RESPECTIVELY = re.compile(r"\brespectively\b|分别", re.IGNORECASE)
_RATE = re.compile(
    r"rate|survival|incidence|recurrence|mortality|response|率|期|生存", re.IGNORECASE
)
_MEDIAN = re.compile(r"median|中位", re.IGNORECASE)
_OF_THEM = re.compile(
    r"^\s?(?:[(（][^)）]*[)）]\s?)?(?:of\b|had\b|were\b|achieved\b|showed\b|的(?:患者|病人)|患者|病人)"
)
_N = re.compile(r"\bn\s?[=＝]\s?(\d[\d,]*)", re.IGNORECASE)
_EACH = re.compile(
    r"^[^,;，；。]{0,20}(?:\b(?:in\s(?:each|both)|per)\s(?:group|arm|cohort)|[每各两]组)",
    re.IGNORECASE,
)
_RATIOS = ("hazard ratio", "odds ratio")


def group_of(around: Around, place: int, groups: list[Mention]) -> str | None:
    """The group of a figure, None where the sentence leaves it open, as for a ratio of two."""
    figure = around.figures[place]
    if figure.unit in _RATIOS or _EACH.match(around.tail(place)):
        return None
    own = around.segment(figure.start)
    near = [mention for mention in groups if around.segment(mention.start) == own]
    distinct = _distinct(groups)
    position, length = around.run(place)
    if length > 1 and len(_distinct(near)) != 1:
        return distinct[position] if len(distinct) == length else None
    if not near and around.segment(len(around.text)):
        return None  # the other side of a comparison is named, this one is not
    nearest = _nearest(around, place, near)
    return nearest.value if nearest else None


def _distinct(groups: list[Mention]) -> list[str]:
    return list(dict.fromkeys(mention.value for mention in groups))


def total_of(around: Around, place: int, groups: list[Mention]) -> int | None:
    """The number of people ("n = 82") in the figure's group or its part of the sentence."""
    totals = [(match.start(), whole(match[1])) for match in _N.finditer(around.text)]
    own = around.segment(around.figures[place].start)
    near = [n for at, n in totals if around.segment(at) == own]
    if len(near) == 1:
        return near[0]
    group, names = group_of(around, place, groups), _distinct(groups)
    return totals[names.index(group)][1] if group and len(totals) == len(names) else None


def time_of(around: Around, place: int, times: list[When]) -> str | None:
    """The time point of a figure, None where there is none."""
    position, length = around.run(place)
    for when in times:
        if len(when.wordings) == length > 1:
            return when.wordings[position]
    if length > 1 and len(times) == length and _RESPECTIVELY.search(around.text):
        return times[position].wordings[0]
    single = [when for when in times if len(when.wordings) == 1]
    nearest = _nearest(around, place, single) or (single[0] if len(single) == 1 else None)
    if nearest is None or _left_behind(around, place, nearest):
        return None
    return nearest.wordings[0]


def _left_behind(around: Around, place: int, when: When) -> bool:
    """Whether "2-year survival" went before and this figure is one of another measure."""
    between = [figure for figure in around.figures[:place] if figure.start >= when.end]
    if not (when.adjective and between):
        return False
    since = around.text[between[0].end : around.figures[place].start]
    return bool(_RATE.search(since) or _OF_THEM.match(around.tail(place)))


def _nearest(around: Around, place: int, mentions: Sequence[P]) -> P | None:
    """What stands right behind the figure or its list, or else the last before it."""
    if behind := around.right_behind(place, mentions):
        return behind
    before = [mention for mention in mentions if mention.end <= around.figures[place].start]
    if place:  # "27.4% in one group and 9.4% ...": the group is the first figure's
        taken = around.right_behind(place - 1, mentions)
        before = [mention for mention in before if mention is not taken]
    if before:
        return before[-1]
    position, length = around.run(place)
    return around.right_behind(place - position + length - 1, mentions)


def measures_of(around: Around, lexicon: Lexicon) -> list[str | None]:
    """The measure of each figure, None where the glossary knows none.

    Words behind the figure tell it in "13.2% of the patients had no live cancer cells"; else
    those before it do. A measure named for one figure of a list is that of the others.

    Args:
        around: the sentence, with time points and what is no figure blanked out.
        lexicon: the glossary.
    """
    measures: list[str | None] = []
    for place in range(len(around.figures)):
        measures.append(_measure(around, place, lexicon, measures[-1] if place else None))
    return measures


def _measure(around: Around, place: int, lexicon: Lexicon, previous: str | None) -> str | None:
    figure, lead = around.figures[place], around.lead(place)
    if figure.unit in _RATIOS and sum(other.unit == figure.unit for other in around.figures) > 1:
        return None  # "ratios for death and recurrence were 0.35 and 0.45": which is whose?
    if around.beside(place):
        return previous
    found = _measure_near(around, place, lexicon)
    if found:
        median = figure.unit in DURATIONS and _MEDIAN.search(lead)
        return f"median {found}" if median else found
    alike = place > 0 and around.figures[place - 1].unit == figure.unit
    goes_on = alike and not _RATE.search(lead) and not _OF_THEM.match(around.tail(place))
    return previous if goes_on else None


def _measure_near(around: Around, place: int, lexicon: Lexicon) -> str | None:
    lead, tail = around.lead(place), around.tail(place)
    if place + 1 < len(around.figures) and around.beside(place + 1):
        tail = " " + around.tail(place + 1).lstrip(")） ]")
    if _OF_THEM.match(tail):
        own = after_break(lead) if place else lead
        return lexicon.measure(before_break(tail)) or lexicon.measure(own)
    return _measure_before(lead, lexicon) or lexicon.measure(before_break(tail))


def _measure_before(lead: str, lexicon: Lexicon) -> str | None:
    """By the clause right before the figure; by all of it when that names no rate of its own."""
    clause = re.split(r"[,;:，；：]", lead)[-1]
    found = lexicon.measure(clause)
    return found if found or _RATE.search(clause) else lexicon.measure(lead)
