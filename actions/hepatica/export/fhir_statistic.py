"""A figure as a statistic of a FHIR R5 Evidence (https://hl7.org/fhir/R5/evidence.html)."""

import re
from decimal import Decimal

from hepatica.export.fhir_values import Json, coding, concept, note, present
from hepatica.export.figures import printed
from hepatica.export.job import Job
from hepatica.models import Figure, Text
from hepatica.models.fact import Unit

UCUM: dict[Unit, str] = {
    "percent": "%",
    "people": "{people}",
    "months": "mo",
    "cm": "cm",
    "Gy": "Gy",
    "sessions": "{sessions}",
    "points": "{points}",
    "hazard ratio": "1",
    "weeks": "wk",
    "tumors": "{tumors}",
    "odds ratio": "1",
    "days": "d",
    "day": "d",
    "years": "a",
    "studies": "{studies}",
    "hours": "h",
}
"""Codes of the Unified Code for Units of Measure; what it has no unit for stands in braces."""

MOST = 2**31 - 1
"""The largest number that FHIR's unsignedInt holds."""

_KINDS = {
    "hazard ratio": ("C93150", "Hazard Ratio"),
    "odds ratio": ("C16932", "Odds Ratio"),
    "people": ("C25463", "Count"),
    "median": ("C28007", "Median"),
    "mean": ("C53319", "Mean"),
    "average": ("C53319", "Mean"),
}
"""The kinds of statistic that a unit or the first word of a measure tells without doubt."""

_NUMBER = r"(\d+(?:\.\d+)?)"
_VALUE = re.compile(rf"(<)?{_NUMBER}")
_INTERVAL = re.compile(rf"{_NUMBER}% CI {_NUMBER}-{_NUMBER}")
_SPREAD = re.compile(rf"range {_NUMBER}-{_NUMBER}")


def statistic(job: Job, figure: Figure) -> Json:
    """One figure.

    A range ("3-6") or words ("not reached") have no quantity; the description says every figure as
    it is printed. R5 ties no statistic to one of several groups, so group, time point and study are
    notes.
    """
    return present(
        {
            "description": _description(figure),
            "note": _notes(job, figure),
            "statisticType": concept(label(job, "measures", figure.measure), _kind(figure)),
            "quantity": _quantity(figure),
            **_counts(figure),
            "sampleSize": {"knownDataCount": figure.n} if figure.n else None,
            "attributeEstimate": _estimates(figure),
        }
    )


def label(job: Job, kind: str, wording: str) -> Text:
    """A measure, group or time point with its translation where there is one."""
    labels = job.knowledge.labels
    translated = None if labels.lacks(kind, wording, "zh") else labels.get(kind, wording, "zh")
    return Text(en=wording, zh=translated)


def _description(figure: Figure) -> str:
    about = ", ".join(filter(None, (figure.measure, figure.group, figure.timepoint)))
    return f"{about}: {printed(figure)}" + (f" ({figure.note})" if figure.note else "")


def _notes(job: Job, figure: Figure) -> list[Json]:
    notes = []
    for kind, heading, wording in (
        ("groups", Text(en="Group", zh="组别"), figure.group),
        ("timepoints", Text(en="Time point", zh="时间点"), figure.timepoint),
    ):
        if wording:
            zh = label(job, kind, wording).zh
            chinese = f"{heading.zh}：{zh}" if zh else None
            notes.append(note(Text(en=f"{heading.en}: {wording}", zh=chinese)))
    notes.append(note(f"Study: {job.label(figure.study)}"))
    return notes + ([note(f"Note: {figure.note}")] if figure.note else [])


def _kind(figure: Figure) -> Json | None:
    first_word = figure.measure.partition(" ")[0].lower()
    kind = _KINDS.get(figure.unit) or _KINDS.get(first_word)
    return coding("statistic-type", *kind) if kind else None


def _quantity(figure: Figure) -> Json | None:
    found = _VALUE.fullmatch(figure.value)
    if not found:
        return None
    below, number = found.groups()
    return present(
        {
            "value": Decimal(number),
            "comparator": below,
            "unit": figure.unit,
            "system": "http://unitsofmeasure.org",
            "code": UCUM[figure.unit],
        }
    )


def _counts(figure: Figure) -> Json:
    """People affected out of ``n``; events where nobody counted the people they could befall.

    A count that equals ``n`` is the size of a group as often as "all of them", and is neither.
    """
    if figure.unit != "people" or not figure.value.isdigit() or int(figure.value) > MOST:
        return {}
    count = int(figure.value)
    if figure.n is None:
        return {"numberOfEvents": count}
    return {"numberAffected": count} if count < figure.n else {}


def _estimates(figure: Figure) -> list[Json]:
    text = figure.note or ""
    if found := _INTERVAL.fullmatch(text):
        percent, low, high = map(Decimal, found.groups())
        kind = coding("attribute-estimate-type", "C53324", "Confidence interval")
        interval = _estimate("Confidence interval", kind, low, high)
        return [interval | {"level": percent / 100}]
    if found := _SPREAD.fullmatch(text):
        low, high = map(Decimal, found.groups())
        return [_estimate("Range", coding("attribute-estimate-type", "C38013", "Range"), low, high)]
    return []


def _estimate(name: str, kind: Json, low: Decimal, high: Decimal) -> Json:
    return {
        "type": concept(name, kind),
        "range": {"low": {"value": low}, "high": {"value": high}},
    }
