"""Reading the hazard log, with errors that name file, line, hazard and field."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hepatica.loading import KnowledgeError, Problem
from hepatica.loading.yaml_lines import Lines, read_yaml
from hepatica.paths import ROOT
from hepatica.safety_case.models import Hazard, HazardFile, IntendedUse


class SafetyCaseError(KnowledgeError):
    """The hazard log cannot be used; ``problems`` lists everything that was found."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(frozen=True)
class HazardLog:
    """The hazards in the order of the file, and where each of their fields stands."""

    intended_use: IntendedUse
    hazards: list[Hazard]
    updated: date
    file: str
    lines: Lines

    def problem(self, number: int, message: str, *path: str | int) -> Problem:
        """A problem with a field of the hazard at index ``number``."""
        line = _line(self.lines, ("hazards", number, *path))
        field = ".".join(map(str, path))
        return Problem(self.file, line, self.hazards[number].id, field, message)


def load_hazards(path: Path) -> HazardLog:
    """Read and check the hazard log at ``path``.

    Raises:
        SafetyCaseError: with every problem found, not only the first.
    """
    name = _shown(path)
    try:
        data, lines = read_yaml(path, name)
    except KnowledgeError as error:
        raise SafetyCaseError(error.problems) from error
    problems = [*_given_twice(data, lines, name)]
    try:
        file = HazardFile.model_validate(data)
    except ValidationError as error:
        problems += _problems(error, data, lines, name)
    if problems:
        raise SafetyCaseError(problems)
    return HazardLog(file.intended_use, file.hazards, file.updated, name, lines)


def _shown(path: Path) -> str:
    whole = path.resolve()
    return str(whole.relative_to(ROOT)) if whole.is_relative_to(ROOT) else str(path)


def _entries(data: Any) -> list[Any]:
    hazards = data.get("hazards") if isinstance(data, dict) else None
    return hazards if isinstance(hazards, list) else []


def _entry(data: Any, path: tuple[str | int, ...]) -> str:
    """The id of the hazard that ``path`` leads into; empty outside of the hazards."""
    if len(path) < len(("hazards", 0)) or path[0] != "hazards" or not isinstance(path[1], int):
        return ""
    raw = _entries(data)[path[1]]
    return str(raw.get("id", "hazard without id")) if isinstance(raw, dict) else ""


def _given_twice(data: Any, lines: Lines, name: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, raw in enumerate(_entries(data)):
        if not isinstance(raw, dict) or "id" not in raw:
            continue
        identifier, line = str(raw["id"]), _line(lines, ("hazards", number, "id"))
        if identifier in first:
            message = f"this id stands already in line {first[identifier]}; give one another id"
            yield Problem(name, line, identifier, "id", message)
        first.setdefault(identifier, line)


_PLAIN = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known field; check the spelling or remove it",
    "too_short": "is empty; name at least one",
    "string_too_short": "is empty; fill it in",
    "string_pattern_mismatch": "must be H and two digits, such as H07",
    "model_type": "expected 'key: value' lines; check the indentation",
}


def _problems(error: ValidationError, data: Any, lines: Lines, name: str) -> Iterator[Problem]:
    for detail in error.errors():
        path = detail["loc"]
        entry = _entry(data, path)
        field = ".".join(str(part) for part in (path[2:] if entry else path))
        message = _PLAIN.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        if detail["type"] == "literal_error":
            known = detail.get("ctx", {}).get("expected", "")
            message = f"'{detail['input']}' is not known; use one of: {known}"
        yield Problem(name, _line(lines, path), entry, field, message)


def _line(lines: Lines, path: tuple[str | int, ...]) -> int:
    """The line of a field, or of the nearest thing around it that has one."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
