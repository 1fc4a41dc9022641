"""Reading the sheets, with errors that name file, line, topic and field."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hepatica.loading import KnowledgeError, Problem
from hepatica.loading.errors import shown
from hepatica.loading.yaml_lines import Lines, read_yaml
from hepatica.sheets.models import NOT_APPLICABLE, Instrument, Sheet, instruments
from hepatica.sheets.rules import breaches

COMPUTED = "computed"
"""What may stand in a sheet instead of a judgement where the program answers."""


def load_sheets(folder: Path) -> dict[str, Sheet]:
    """Read and check every sheet in a folder, by topic.

    Raises:
        KnowledgeError: with every problem of every sheet, not only the first.
    """
    problems: list[Problem] = []
    sheets: dict[str, Sheet] = {}
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        message = "no sheets found; each topic has one, named <topic>.yml"
        problems.append(Problem(shown(folder, folder.parent), 1, "", "", message))
    for path in paths:
        sheet, wrong = _read(path, folder.parent)
        problems += wrong
        if sheet:
            sheets[path.stem] = sheet
    if problems:
        raise KnowledgeError(problems)
    return sheets


def _read(path: Path, root: Path) -> tuple[Sheet | None, list[Problem]]:
    try:
        return _Reader(path, root).sheet(), []
    except KnowledgeError as error:
        return None, error.problems


class _Reader:
    """Reads one sheet."""

    def __init__(self, path: Path, root: Path) -> None:
        self.topic = path.stem
        self.name = shown(path, root)
        data, self.lines = read_yaml(path, self.name)
        if not isinstance(data, dict):
            raise KnowledgeError([self._problem("expected 'key: value' lines")])
        self.data: dict[str, Any] = data

    def sheet(self) -> Sheet:
        """The sheet when nothing is wrong with it."""
        problems = [p for found in instruments().values() for p in self._numbers(found)]
        try:
            sheet = Sheet.model_validate(self._judged())
        except ValidationError as error:
            raise KnowledgeError([*problems, *self._problems(error)]) from error
        if sheet.topic != self.topic:
            message = f"is '{sheet.topic}' in a file named {self.topic}.yml; correct one of them"
            problems.append(self._problem(message, "topic"))
        if not problems:
            problems = [p for found in instruments().values() for p in self._answers(sheet, found)]
        if problems:
            raise KnowledgeError(problems)
        return sheet

    def _judged(self) -> dict[str, Any]:
        """The file's data without what only marks an item as computed."""
        data = dict(self.data)
        for name in instruments():
            if isinstance(entries := data.get(name), dict):
                data[name] = {n: entry for n, entry in entries.items() if entry != COMPUTED}
        return data

    def _numbers(self, instrument: Instrument) -> Iterator[Problem]:
        """Items that are missing, unknown, or answered by the wrong side."""
        entries = self.data.get(instrument.id)
        if not isinstance(entries, dict):
            return
        for item in instrument.items:
            if not item.computed and item.number not in entries:
                message = f"is missing ({item.asks}); add its answer and reason"
                yield self._problem(message, instrument.id, item.number)
        for number, entry in entries.items():
            known = instrument.item(number)
            if known is None:
                message = f"is no item of {instrument.name}; correct the number or remove it"
                yield self._problem(message, instrument.id, number)
            elif known.computed and entry != COMPUTED:
                message = f"is computed, not judged; remove it or write '{number}: {COMPUTED}'"
                yield self._problem(message, instrument.id, number)
            elif entry == COMPUTED and not known.computed:
                message = "cannot be computed; judge it: add its answer and reason"
                yield self._problem(message, instrument.id, number)

    def _answers(self, sheet: Sheet, instrument: Instrument) -> Iterator[Problem]:
        """Answers that the instrument does not allow."""
        answers = sheet.judgements(instrument.id)
        for number, judgement in answers.items():
            item = instrument.item(number)
            if item and judgement.answer == NOT_APPLICABLE and not item.not_applicable:
                message = f"always applies; answer {' or '.join(instrument.answers)}"
                yield self._problem(message, instrument.id, number, "answer")
        for number, message in breaches(instrument.id, answers):
            yield self._problem(message, instrument.id, number, "answer")

    def _problems(self, error: ValidationError) -> Iterator[Problem]:
        for detail in error.errors():
            path = tuple(part for part in detail["loc"] if part != "[key]")
            message = _PLAIN.get(detail["type"], detail["msg"].removeprefix("Value error, "))
            if detail["type"] == "literal_error":
                known = detail.get("ctx", {}).get("expected", "")
                message = f"'{detail['input']}' is not known; use one of: {known}"
            yield self._problem(message, *path)

    def _problem(self, message: str, *path: str | int) -> Problem:
        field = ".".join(str(part) for part in path)
        return Problem(self.name, _line(self.lines, path), self.topic, field, message)


_PLAIN = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known field; check the spelling or remove it",
    "too_short": "is empty; name at least one",
    "string_too_short": "is empty; fill it in",
    "model_type": "expected 'answer:' and 'reason:'; check the indentation",
    "int_parsing": "is not the number of an item; correct it",
}


def _line(lines: Lines, path: tuple[str | int, ...]) -> int:
    """The line of a field, or of the nearest thing around it; item numbers are keys, so text."""
    while path:
        for known in (path, tuple(str(part) for part in path)):
            if known in lines:
                return lines[known]
        path = path[:-1]
    return 1
