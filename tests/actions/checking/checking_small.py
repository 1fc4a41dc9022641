"""What the tests of the checks share: facts, rules run over the small folder; Chinese."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from small_knowledge import Entry, SmallKnowledge, fact, figure

from hepatica.checking import check_knowledge
from hepatica.loading import Knowledge, Problem
from hepatica.models import Fact

TODAY = date(2026, 11, 24)
Rule = Callable[[Knowledge], Iterator[Problem]]

LABELS: Entry = {
    "measures": {"overall survival": {"zh": "总生存"}},
    "groups": {"new care": {"zh": "新疗法组"}, "usual care": {"zh": "常规组"}},
    "units": {"percent": {"zh": "%"}},
}


def fact_with(statement: str, *figures: Entry, **changes: Any) -> Fact:
    """A fact with this English statement and these figures."""
    return Fact(**fact(topic="basics", statement={"en": statement}, figures=figures, **changes))


def says(small: SmallKnowledge, english: str, *figures: Entry, chinese: str = "") -> None:
    """Let the first fact of the folder say this, with these figures."""
    small.fact["statement"] = {"en": english} | ({"zh": chinese} if chinese else {})
    small.fact["figures"] = list(figures)


def told(small: SmallKnowledge, rule: Rule) -> list[Problem]:
    """What one rule finds in the folder."""
    return list(rule(small.load()))


def problems(small: SmallKnowledge) -> list[Problem]:
    """What blocks, of all rules."""
    return check_knowledge(small.load(), TODAY).problems


def remarks(small: SmallKnowledge) -> list[Problem]:
    """What does not block."""
    return check_knowledge(small.load(), TODAY).remarks


def in_chinese(small: SmallKnowledge) -> SmallKnowledge:
    """The folder with everything in both languages, and a policy that wants both."""
    small.policy = {"languages": ["en", "zh"]}
    small.labels = deepcopy(LABELS)
    small.fact["statement"]["zh"] = "关于肝的说明。"
    small.fact["simpler"]["zh"] = "关于肝的简单说明。"
    small.fact["questions"]["zh"] = ["肝是什么"]
    small.terms[0]["term"]["zh"] = "肝"
    small.terms[0]["definition"]["zh"] = "肝的意思。"
    return small


def people(value: str, n: int | None = None, **changes: Any) -> Entry:
    """A head count."""
    return figure(value, measure="side effect", unit="people", n=n, timepoint=None, **changes)


def ratio(value: str, **changes: Any) -> Entry:
    """A ratio of two groups."""
    return figure(value, measure="death", unit="hazard ratio", timepoint=None, **changes)


def dose(value: str) -> Entry:
    """A figure that counts nobody."""
    return figure(value, measure="dose", unit="Gy", timepoint=None, n=None)


def exemption(about: str, rule: str = "number") -> Entry:
    """An exemption with a reason."""
    return {"rule": rule, "about": about, "why": "an example"}
