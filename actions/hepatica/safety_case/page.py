"""The hazard log as a page for people."""

from collections import Counter
from collections.abc import Iterable, Iterator

from hepatica.safety_case.loading import HazardLog
from hepatica.safety_case.models import Control, Hazard, IntendedUse
from hepatica.safety_case.risk import (
    ACCEPTABLE,
    ACCEPTABLE_BY_A_PERSON,
    LIKELIHOODS,
    MATRIX,
    RISKS,
    SEVERITIES,
)

_TO_ROOT = "../../"
"""From docs/safety, where the page stands, to the checkout."""
_GRADES = (
    "Scales and matrix are those of DCB0129 (NHS England). *Initial* is the risk of such a service "
    "without the controls; *residual* is the risk with the controls that are built and proven."
)
_STATES = (
    f"*Controlled*: the residual risk is {ACCEPTABLE} or less. *Accepted*: a named person accepts "
    f"it; possible up to {ACCEPTABLE_BY_A_PERSON}. All else is *open*."
)


def hazard_page(log: HazardLog) -> str:
    """The log as Markdown: intended use, scales, summary by residual risk, every hazard in full."""
    worst_first = sorted(log.hazards, key=lambda hazard: (-hazard.residual.risk, hazard.id))
    parts = [
        _head(log),
        _intended_use(log.intended_use),
        _scales(),
        _summary(worst_first),
        "## The hazards",
        *(_hazard(hazard) for hazard in log.hazards),
    ]
    return "\n\n".join(parts) + "\n"


def _head(log: HazardLog) -> str:
    return f"""# Hazard log

Generated from [hazards.yml](hazards.yml) by `hepatica hazards`; edit that file, not this page.
How the log is kept, and its limits: [README.md](README.md).

{_counted(log.hazards)} Last gone through on {log.updated:%d %B %Y}."""


def _counted(hazards: list[Hazard]) -> str:
    states = Counter(hazard.status for hazard in hazards)
    accepted = str(states["accepted"] or "none")
    return (
        f"Hazards: {len(hazards)}, of which {states['open']} open, {states['controlled']} "
        f"controlled, {accepted} accepted by a named person."
    )


def _intended_use(use: IntendedUse) -> str:
    lists = [
        ("For whom", use.people),
        ("Where and how", use.setting),
        ("What it is not for", use.not_for),
        ("What this log takes for granted", use.assumptions),
    ]
    return "\n\n".join(
        ["## Intended use", use.purpose, *(f"**{name}**\n\n{_bullets(i)}" for name, i in lists)]
    )


def _scales() -> str:
    rows = [[likelihood, *map(str, risks)] for likelihood, risks in MATRIX.items()]
    return "\n\n".join(
        [
            "## How risk is graded",
            _GRADES,
            _table(["Severity", "Effect on patients"], SEVERITIES.items()),
            _table(["Likelihood", "How often harm is to be expected"], LIKELIHOODS.items()),
            _table(["Likelihood ↓ Severity →", *SEVERITIES], rows),
            _table(["Risk", "What it means"], ((str(n), text) for n, text in RISKS.items())),
            _STATES,
        ]
    )


def _summary(hazards: list[Hazard]) -> str:
    rows = [
        [
            f"[{hazard.id}](#{_anchor(hazard)})",
            hazard.hazard,
            str(hazard.initial.risk),
            f"**{hazard.residual.risk}**",
            hazard.status,
            str(len(hazard.open_points) or "–"),
        ]
        for hazard in hazards
    ]
    columns = ["Id", "Hazard", "Initial risk", "Residual risk", "Status", "Open points"]
    return f"## Summary, highest residual risk first\n\n{_table(columns, rows)}"


def _hazard(hazard: Hazard) -> str:
    parts = [
        f'<a id="{_anchor(hazard)}"></a>\n\n### {hazard.id}: {hazard.hazard}',
        _state(hazard),
        f"**Causes**\n\n{_bullets(hazard.causes)}",
        f"**What happens**\n\n{_numbered(hazard.sequence)}",
        f"**Effect on the patient.** {hazard.harm}",
        _estimates(hazard),
        f"**Controls**\n\n{_numbered(_control(control) for control in hazard.controls)}",
    ]
    if hazard.open_points:
        parts.append(f"**Open points**\n\n{_bullets(hazard.open_points)}")
    return "\n\n".join(parts)


def _state(hazard: Hazard) -> str:
    state = f"Status: **{hazard.status}**. Owner: {hazard.owner}."
    if hazard.accepted:
        who = hazard.accepted
        state += f" Residual risk accepted by {who.name}, {who.role}, on {who.on:%d %B %Y}."
    return state


def _estimates(hazard: Hazard) -> str:
    rows = [
        [name, f"**{e.risk}**", e.severity, e.likelihood, e.reason]
        for name, e in (("Initial", hazard.initial), ("Residual", hazard.residual))
    ]
    return _table(["", "Risk", "Severity", "Likelihood", "Why"], rows)


def _control(control: Control) -> str:
    lines = [
        f"{control.what}",
        f"*{control.kind.capitalize()}*, in [`{control.where}`]({_TO_ROOT}{control.where})",
    ]
    if control.tests:
        lines += ["Proven by:", *(f"- `{test}`" for test in control.tests)]
    else:
        lines.append(f"Not testable: {control.not_testable}")
    return "\n".join(lines)


def _anchor(hazard: Hazard) -> str:
    return hazard.id.lower()


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _numbered(items: Iterable[str]) -> str:
    """A numbered list; further lines of an item stand under it, each on a line of its own."""
    return "\n".join(_under(f"{number}. ", item) for number, item in enumerate(items, start=1))


def _under(mark: str, item: str) -> str:
    first, *rest = item.split("\n")
    broken = [line if line.startswith("- ") else f"{line}  " for line in (first, *rest[:-1])]
    lines = [*broken, *rest[-1:]] if rest else [first]
    return mark + f"\n{' ' * len(mark)}".join(lines)


def _table(columns: list[str], rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(_rows(columns, rows))


def _rows(columns: list[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield _row(columns)
    yield _row(["---"] * len(columns))
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
