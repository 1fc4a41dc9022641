"""What the tests of charts share: facts that are drawn, and what is read off a chart."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from small_knowledge import Entry, fact, figure, source

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.answers.contract import Kind
from hepatica.answers.contract_charts import IconChart, ShownChart
from hepatica.models import Fact, Labels, Source
from hepatica.store import Snapshot

Draw = Callable[..., list[ShownChart]]
LEAK: Entry = {"measure": "bile leak", "timepoint": None}
"""A measure that is no survival, and has words for its people."""
WORDS: Entry = {
    "bile leak": {
        "filled": {"en": "bile leaked", "zh": "出现胆漏"},
        "empty": {"en": "bile did not leak", "zh": "没有胆漏"},
    }
}
CHINESE: Entry = {
    "statement": {"en": "On bile.", "zh": "关于胆汁。"},
    "simpler": {"en": "Bile.", "zh": "胆汁。"},
}


def drawn(
    snapshot: Snapshot,
    *facts: list[Entry],
    style: Style | None = None,
    kind: Kind = "answer",
    **labels: Any,
) -> list[ShownChart]:
    """The charts of an answer from one fact for each list of figures, with these labels."""
    told = [
        Fact(topic="basics", **fact(f"number-{place}", figures=figures, **CHINESE))
        for place, figures in enumerate(facts)
    ]
    studies = {"trial-one", *(figure.study for one in told for figure in one.figures)}
    people = {study: {"en": f"people of {study}"} for study in studies}
    own = replace(
        snapshot,
        labels=Labels(**{"icons": WORDS, **labels}),
        sources={study: Source(**source(study, population=people[study])) for study in studies},
    )
    return compose(told, own, style or Style(), kind=kind).contract.charts or []


def both(new: str, usual: str, **changes: Any) -> list[Entry]:
    """The figures of two groups."""
    groups = {"new care": new, "usual care": usual}
    return [figure(value, group=group, **changes) for group, value in groups.items()]


def over_time(*months: int, **changes: Any) -> list[Entry]:
    """Survival of two groups at several times: 80.4, 70.4 ... in one, 9.4 in the other."""
    return [
        one
        for place, month in enumerate(months)
        for one in both(f"{80 - 10 * place}.4", "9.4", timepoint=f"{month} months", **changes)
    ]


def counts(chart: ShownChart) -> list[tuple[int, int]]:
    """How many of how many people each panel has."""
    assert isinstance(chart, IconChart)
    return [(panel.count, panel.out_of) for panel in chart.panels]


def titles(charts: list[ShownChart]) -> list[tuple[str, str]]:
    """Kind and title of each chart."""
    return [(chart.kind, chart.title) for chart in charts]
