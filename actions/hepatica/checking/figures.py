"""Numbers and figures: none without the other, none without its meaning."""

import re
from collections.abc import Iterator

from hepatica.loading import Knowledge, Problem
from hepatica.models import Fact, Figure
from hepatica.models.fact import Exemption
from hepatica.store.timepoints import in_months
from hepatica.wording.numbers import as_written, numbers_in, rounded, spoken_as

HUNDRED = 100
RATIOS = ("hazard ratio", "odds ratio")
RESULTS = ("percent", "people", *RATIOS)
"""Units of figures that count people, which must say of which group."""
ABSOLUTE = ("percent", "people", "months", "weeks", "days", "years")
"""Units that tell people what a ratio means for them."""
OVER_TIME = ("survival", "recurrence", "local control")
"""What a share of people is only true of at a time."""
_NOT_A_RATE = re.compile(r"\b(frequency|outcome)\b")

_COUNTED = (
    "(?:people|patients|men|women|adults|children|cases|deaths|tumors|percent|days|weeks|months"
    "|years)"
)
_NO_COUNT = rf"(?!%|[.,]\d| (?:out )?of \d| {_COUNTED}\b)"
_LEVEL = (
    r"(?:(?:grades?|stages?|phase|types?|class|classes|PS|edition|status\)? of|score)"
    r"|(?-i:[IV]+)(?= \())"
)
_AFTER_LEVEL = re.compile(
    rf"\b{_LEVEL} \(?(\d\b{_NO_COUNT}(?:(?:,| to| or| and| ?-)+ ?\d\b{_NO_COUNT})*)", re.IGNORECASE
)
_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = re.compile(rf"\b\d{{1,2}} (?={_MONTHS} \d{{4}})|\b{_MONTHS} \d{{1,2}}(?=, \d{{4}})")
_YEAR = re.compile(rf"\b(?:19|20)\d{{2}}\b{_NO_COUNT}")
_PER_HUNDRED = re.compile(r"\b(?:per|(?:per|of|in) (?:each|every)) 100\b(?![.,]\d)")
_ONE_IN = re.compile(r"\b(?:1|one) (?:in|(?:out )?of)(?: each| every)? (\d[\d,]*)\b", re.IGNORECASE)
ROUGHLY = 0.6
"""How far "1 in 10" may be from the exact "1 in 9.5"."""
_WORDINGS = ("statement", "simpler", "caveat")


def unbacked_numbers(knowledge: Knowledge) -> Iterator[Problem]:
    """Numbers in the wording of a fact that none of its figures backs; exemptions not needed."""
    for fact in knowledge.facts.values():
        for name in _WORDINGS:
            for number in unbacked_in(fact, name):
                file, line = knowledge.line("fact", fact.id, name, "en")
                yield Problem(file, line, fact.id, f"{name}.en", _unbacked(number))
        needed = {number for name in _WORDINGS for number in _numbers(fact, name)} - _backed(fact)
        for index, exemption in enumerate(fact.exemptions):
            if exemption.rule == "number" and _exempted(exemption) not in needed:
                yield _unneeded(knowledge, fact, index, f"for '{exemption.about}'")


def unbacked_in(fact: Fact, name: str) -> list[float]:
    """Numbers of one wording (``name``) that neither a figure nor an exemption explains."""
    exempt = {_exempted(exemption) for exemption in fact.exemptions if exemption.rule == "number"}
    return sorted(_numbers(fact, name) - _backed(fact) - exempt)


def _numbers(fact: Fact, name: str) -> set[float]:
    text = getattr(fact, name)
    return set(numbers_in(_without_names(text.en, fact)).digits) if text else set()


def _unbacked(number: float) -> str:
    return (
        f"the number {as_written(number)} has no figure; add it under figures: with measure, unit, "
        "group, timepoint, n and study, or, when it is no result, under exemptions: (rule: number)"
    )


def _exempted(exemption: Exemption) -> float | None:
    about = exemption.about.replace(",", "")
    return float(about) if re.fullmatch(r"\d+(\.\d+)?", about) else None


def _unneeded(knowledge: Knowledge, fact: Fact, index: int, which: str) -> Problem:
    file, line = knowledge.line("fact", fact.id, "exemptions", index)
    message = f"the exemption {which} is not needed; remove it"
    return Problem(file, line, fact.id, f"exemptions.{index}", message)


def _without_names(text: str, fact: Fact) -> str:
    """The text without numbers that are names or dates: "grade 3", "30 July 2021", "per 100"."""
    for pattern in (_DAY, _AFTER_LEVEL, _PER_HUNDRED):
        text = pattern.sub(" ", text)
    shares = [share for f in fact.figures if (share := _share(f))]
    text = _ONE_IN.sub(lambda m: " " if _near_one_in(_whole(m[1]), shares) else m[0], text)
    return _YEAR.sub(" ", text)


def _whole(digits: str) -> float:
    return float(digits.replace(",", ""))


def _near_one_in(whole: float, shares: list[float]) -> bool:
    """Whether "1 in ``whole``" is a fair rounding of one of the shares."""
    return any(abs(1 / share - whole) < ROUGHLY for share in shares)


def _share(figure: Figure) -> float | None:
    if figure.unit == "percent" and figure.number:
        return figure.number / HUNDRED
    return figure.out_of[0] / figure.out_of[1] if figure.out_of else None


def _backed(fact: Fact) -> set[float]:
    """Every number that the fact's figures explain."""
    known: set[float] = set()
    for figure in fact.figures:
        known |= spoken_as(figure.value) | _other_forms(figure)
        for text in (figure.note, figure.timepoint, figure.measure, figure.group):
            known |= _with_roundings(numbers_in(text or "").digits)
        if months := in_months(figure.timepoint):
            known |= {float(months), months / 12}
        known |= {float(number) for number in figure.out_of or ()}
        known |= {float(figure.n)} if figure.n else set()
    return known


def _other_forms(figure: Figure) -> set[float]:
    """Other forms of a figure: a share as a head count, a ratio as a lower risk, a large number."""
    if figure.unit == "percent":
        return {float(HUNDRED)} | _heads(figure)
    if figure.number is None:
        return set()
    if figure.unit in RATIOS:
        return {rounded(HUNDRED * abs(1 - figure.number))}
    return _large(figure.number) | _per_hundred(figure)


def _heads(figure: Figure) -> set[float]:
    """A percentage of ``n`` people as people."""
    share = figure.number
    return {rounded(share * figure.n / HUNDRED)} if figure.n and share is not None else set()


def _per_hundred(figure: Figure) -> set[float]:
    """People out of ``n`` as a percentage; the whole group is none."""
    if figure.unit != "people" or not figure.out_of or figure.out_of[0] == figure.out_of[1]:
        return set()
    share = HUNDRED * figure.out_of[0] / figure.out_of[1]
    return {round(share, 1), rounded(share), float(HUNDRED)}


def _large(number: float) -> set[float]:
    """A large count as people say it: 866,136 is about 866,000."""
    return {
        float(round(number, -digits)) for digits in (2, 3, 4, 5) if number >= 10 ** (digits + 1)
    }


def _with_roundings(numbers: list[float]) -> set[float]:
    return {form for number in numbers for form in (number, rounded(number))}


def incomplete_figures(knowledge: Knowledge) -> Iterator[Problem]:
    """Figures without the group or the time point that they need to mean anything."""
    for fact in knowledge.facts.values():
        for index, figure in enumerate(fact.figures):
            file, line = knowledge.line("fact", fact.id, "figures", index)
            for field, message in _lacking(figure):
                yield Problem(file, line, fact.id, f"figures.{index}.{field}", message)


def _lacking(figure: Figure) -> Iterator[tuple[str, str]]:
    what = f"the figure {figure.value} {figure.unit} ({figure.measure})"
    if figure.unit in RESULTS and not figure.group:
        yield "group", f"{what} does not say of which group of people; add group:"
    measure = figure.measure.casefold()
    rate = any(word in measure for word in OVER_TIME) and figure.unit == "percent"
    timed = re.search(r"\d-(?:year|month|week|day)", measure) or _NOT_A_RATE.search(measure)
    if rate and not figure.timepoint and not timed:
        yield "timepoint", f"{what} does not say at which time; add timepoint:"


def relative_alone(knowledge: Knowledge) -> Iterator[Problem]:
    """Relative figures (ratios) with no absolute ones of the same study beside them."""
    for fact in knowledge.facts.values():
        exempt = [i for i, e in enumerate(fact.exemptions) if e.rule == "relative"]
        lonely = [f for f in fact.figures if f.unit in RATIOS and not _absolute(fact, f.study)]
        if lonely and not exempt:
            file, line = knowledge.line("fact", fact.id, "figures")
            message = (
                f"the {lonely[0].unit} {lonely[0].value} stands alone; add how many people of each "
                "group it was (percent, people or months), or, when the source does not tell, say "
                "so in the caveat and add an exemption (rule: relative)"
            )
            yield Problem(file, line, fact.id, "figures", message)
        for index in exempt if not lonely else ():
            yield _unneeded(knowledge, fact, index, "(relative)")


def _absolute(fact: Fact, study: str) -> bool:
    figures = [f for f in fact.figures if f.study == study and f.unit in ABSOLUTE]
    return len({f.group for f in figures if f.group}) > 1
