"""A fact's figures as a table."""

from xml.etree.ElementTree import Element

from hepatica.export.figures import natural_frequency, printed
from hepatica.export.html_elements import TAGS, element
from hepatica.export.job import Job
from hepatica.models import Fact, Figure

_HEADINGS = ["Measure", "Group", "Time", "Value", "Out of", "People", "Study", "Note"]


def figures_table(job: Job, fact: Fact) -> Element | None:
    """The figures with header cells for columns and rows; None for a fact without figures."""
    if not fact.figures:
        return None
    columns = [element("th", heading, scope="col") for heading in _HEADINGS]
    return element(
        "table",
        element("caption", "Figures"),
        element("thead", element("tr", *columns)),
        element("tbody", *[_row(job, figure) for figure in fact.figures]),
    )


def _row(job: Job, figure: Figure) -> Element:
    return element(
        "tr",
        element("th", *_named(job, "measures", figure.measure), scope="row"),
        element("td", *_named(job, "groups", figure.group)),
        element("td", *_named(job, "timepoints", figure.timepoint)),
        element("td", printed(figure), class_="value"),
        element("td", natural_frequency(figure)),
        element("td", f"{figure.n:,}" if figure.n else None),
        element("td", job.label(figure.study)),
        element("td", figure.note),
    )


def _named(job: Job, kind: str, wording: str | None) -> list[Element | str]:
    """A wording and, below it, its translation where there is one."""
    if not wording:
        return []
    labels = job.knowledge.labels
    if labels.lacks(kind, wording, "zh"):
        return [wording]
    translated = labels.get(kind, wording, "zh")
    return [wording, element("span", translated, lang=TAGS["zh"], class_="translated")]
