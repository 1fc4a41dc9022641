"""Every number that a patient reads stands in the store, and every figure given is read.

The one number that may be worked out is the other side of a stated share on survival.
"""

import re
from decimal import Decimal

import pytest
from small_knowledge import numbers

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.models import Fact, Figure
from hepatica.store import Snapshot
from hepatica.store.timepoints import in_months

STYLES = {"normal": Style(), "simpler": Style(simpler=True)}
WORDS = {
    "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven",
    "8": "eight", "9": "nine", "10": "ten", "11": "eleven", "12": "twelve",
}  # fmt: skip
_SHARE = re.compile(r"(\d+) out of (\d+)(?: people)? \(([\d.]+)%\)")
SURVIVAL = {
    "overall survival", "disease-free survival", "disease-free survival estimate",
    "recurrence-free survival", "5-year net survival", "5-year relative survival",
    "5-year overall survival", "recurrence", "recurrence after resection",
}  # fmt: skip
"""The measures of the store whose shares have another side."""
SCALE = {"100", "1"}
"""Of every "27 out of 100" and "fewer than 1"."""


def _of_figure(figure: Figure) -> set[str]:
    found = numbers(figure.value) | numbers(figure.measure)
    found |= numbers(figure.group) | numbers(figure.timepoint)
    found |= {str(number) for number in figure.out_of or ()}
    found |= {str(int(float(number) + 0.5)) for number in numbers(figure.value)}
    if months := in_months(figure.timepoint):
        found |= {str(months), str(months // 12)}
    return found | ({str(figure.n)} if figure.n else set()) | _other_side(figure)


def _other_side(figure: Figure) -> set[str]:
    """Of 27.4 percent alive: 72.6 percent, and 73 of 100 people; of any other figure, nothing."""
    if figure.measure not in SURVIVAL or figure.unit != "percent" or not figure.out_of:
        return set()
    return {str(100 - Decimal(figure.value)), str(100 - figure.out_of[0])}


def _of_sources(fact: Fact, snapshot: Snapshot) -> set[str]:
    studies = [figure.study for figure in fact.figures] + fact.facets.studies
    found: set[str] = set()
    for identifier in [*fact.shown_sources, *studies]:
        source = snapshot.sources[identifier]
        for text in (source.short_label, source.doi, source.year and str(source.year)):
            found |= numbers(text or "")
        found |= numbers(source.population.en if source.population else "")
    return found


def _of_store(fact: Fact, snapshot: Snapshot) -> set[str]:
    days = {fact.valid_until, *(review.on for review in fact.reviews)}
    found = {str(part) for day in days for part in (day.day, day.year)}
    for text in (fact.statement, fact.simpler, fact.caveat):
        found |= numbers(text.en if text else "")
    return found.union(_of_sources(fact, snapshot), *map(_of_figure, fact.figures))


@pytest.mark.parametrize("style", STYLES)
def test_every_number_of_a_reply_stands_in_the_store(snapshot: Snapshot, style: str) -> None:
    invented = {}
    for fact in snapshot.facts.values():
        [text] = compose([fact], snapshot, STYLES[style]).texts
        known = _of_store(fact, snapshot) | (SCALE if fact.figures else set())
        if extra := numbers(text) - known:
            invented[fact.id] = extra
    assert invented == {}


@pytest.mark.parametrize("style", STYLES)
def test_every_percentage_of_a_reply_is_printed_as_in_the_source(
    snapshot: Snapshot, style: str
) -> None:
    changed = {}
    for fact in snapshot.facts.values():
        [text] = compose([fact], snapshot, STYLES[style]).texts
        shares = [figure for figure in fact.figures if figure.unit == "percent"]
        printed = {figure.value for figure in shares}.union(*map(_other_side, shares))
        said = set(re.findall(r"out of \d+(?: people)? \(([^)]+)%\)", text))
        if said - printed:
            changed[fact.id] = said - printed
    assert changed == {}


def _is_said(value: str, count: int | None, text: str) -> bool:
    said = [line for line in text.splitlines() if not line.startswith(("Source:", "Who was"))]
    plain = "\n".join(said).replace(",", "").casefold()
    if not numbers(value):
        return value.casefold() in plain
    if numbers(value) <= numbers(plain) or (count is not None and str(count) in numbers(plain)):
        return True
    return all(re.search(rf"\b{WORDS.get(number, '-')}\b", plain) for number in numbers(value))


def _unsaid(fact: Fact, snapshot: Snapshot, style: Style) -> list[str]:
    composed = compose([fact], snapshot, style)
    given = {(f.measure, f.timepoint, f.group, f.unit) for f in composed.contract.figures}
    return [
        f"{figure.value} {figure.unit}"
        for figure in fact.figures
        if (figure.measure, figure.timepoint, figure.group, figure.unit) in given
        and not _is_said(figure.value, (figure.out_of or (None,))[0], composed.texts[0])
    ]


def test_a_share_beside_a_head_count_is_its_share(snapshot: Snapshot) -> None:
    wrong = {}
    for fact in snapshot.facts.values():
        [text] = compose([fact], snapshot, Style()).texts
        for count, out_of, value in _SHARE.findall(text):
            least = 0.5 if out_of == "100" else 0.06
            if abs(100 * int(count) / int(out_of) - float(value)) > least:
                wrong[fact.id] = (count, out_of, value)
    assert wrong == {}


@pytest.mark.parametrize("style", STYLES)
def test_every_figure_of_the_contract_is_said_in_the_text(snapshot: Snapshot, style: str) -> None:
    silent = {
        fact.id: missing
        for fact in snapshot.facts.values()
        if (missing := _unsaid(fact, snapshot, STYLES[style]))
    }
    assert silent == {}
