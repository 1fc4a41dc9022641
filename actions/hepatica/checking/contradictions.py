"""Facts that say different things of the same: one of them is a typing error."""

import re
from collections.abc import Iterator

from hepatica.loading import Knowledge, Problem
from hepatica.models import Figure
from hepatica.store.timepoints import in_months

Same = tuple[str, str, str | None, str, str | int | None]


def contradictions(knowledge: Knowledge) -> Iterator[Problem]:
    """Figures of the same measure, unit, group, study and time point with different values."""
    seen: dict[Same, tuple[str, int, str]] = {}
    for fact in knowledge.facts.values():
        for index, figure in enumerate(fact.figures):
            key = _same(figure)
            first = seen.setdefault(key, (fact.id, index, figure.value))
            if _value(first[2]) == _value(figure.value):
                continue
            file, line = knowledge.line("fact", fact.id, "figures", index, "value")
            other, other_line = knowledge.line("fact", first[0], "figures", first[1], "value")
            message = (
                f"{figure.measure} is {figure.value} {figure.unit} here and {first[2]} in "
                f"'{first[0]}' ({other}:{other_line}) for the same group, study and time; look in "
                "the source which is right"
            )
            yield Problem(file, line, fact.id, f"figures.{index}.value", message)


def _same(figure: Figure) -> Same:
    when = in_months(figure.timepoint) or figure.timepoint
    group = figure.group.casefold() if figure.group else None
    return figure.measure.casefold(), figure.unit, group, figure.study, when


def _value(value: str) -> str | float:
    """``value`` so that two spellings of one number ("41.0", "1,041") are equal."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", value)
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else plain.casefold()
