"""Checking a draft: what a curator has still to write before its entries can be facts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hepatica.ingest.passages import CJK
from hepatica.loading.errors import KnowledgeError, Problem
from hepatica.loading.yaml_lines import Lines, read_yaml
from hepatica.models import Fact

Place = tuple[str | int, ...]

COPIED_WORDS = 8
COPIED_CHARACTERS = 14
"""So many words, or Chinese characters, in the document's order are its wording and not ours."""

_TODO = re.compile(r"\bTODO\b")
_WORD = re.compile(rf"[^\W{CJK}]+(?:[.,'’-][^\W{CJK}]+)*")
_CHINESE = re.compile(f"[{CJK}]")
_HEAD = {"version", "draft", "document", "sha256", "topic", "facts"}
_WORDINGS = [(field, language) for field in ("statement", "simpler") for language in ("en", "zh")]
_HINTS = {
    "measure": "what was measured, in plain words",
    "group": "the people that the figure is about, or null",
    "study": "the id in sources.yml of the study that the figure belongs to",
    "source": "the id of the document in sources.yml",
    "certainty": "established, trial result or expert guidance",
    "questions": "questions that the fact answers, as people ask them",
    "valid_until": "the date until which the fact can be relied on",
    "who": "who checked it",
    "role": "in which role, such as curator",
    "on": "the date of the check",
}
_PLAIN = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known field; check the spelling or remove it",
}


def check_draft(path: Path) -> list[Problem]:
    """Everything that keeps a draft's entries from being facts.

    Args:
        path: the draft file.

    Returns:
        The problems in the order of the file; none when its entries, without ``passage``, can be
        moved to the topic's file. That ids exist elsewhere is checked there.
    """
    try:
        data, lines = read_yaml(path, path.name)
    except KnowledgeError as error:
        return error.problems
    return sorted(_Checker(path.name, data, lines).problems())


class _Checker:
    """Looks through one draft file."""

    def __init__(self, file: str, data: Any, lines: Lines) -> None:
        self.file = file
        self.data = data
        self.lines = lines

    def problems(self) -> Iterator[Problem]:
        """Of the file's head, then of each entry."""
        if not isinstance(self.data, dict):
            yield self._at((), "", "expected a draft, as 'hepatica ingest' writes it")
            return
        yield from self._head(self.data)
        facts = self.data.get("facts")
        if not isinstance(facts, list):
            yield self._at(("facts",), "", "expected a list of entries under 'facts:'")
            return
        seen: dict[str, int] = {}
        for index, entry in enumerate(facts):
            if not isinstance(entry, dict):
                message = "expected an entry that starts with '- id:'"
                yield self._at(("facts", index), "", message)
                continue
            yield from self._entry(index, entry)
            name = str(entry.get("id"))
            if name in seen:
                message = f"this id stands already in line {seen[name]}; give one another id"
                yield self._at(("facts", index, "id"), name, message)
            seen.setdefault(name, self._line(("facts", index)))

    def _head(self, data: dict[str, Any]) -> Iterator[Problem]:
        if data.get("draft") is not True:
            yield self._at(("draft",), "", "this is no draft: 'draft: true' is missing")
        if data.get("version") != 1:
            yield self._at(("version",), "", "expected 'version: 1'")
        for field in data.keys() - _HEAD:
            yield self._at((str(field),), "", _PLAIN["extra_forbidden"])

    def _entry(self, index: int, entry: dict[str, Any]) -> Iterator[Problem]:
        place: Place = ("facts", index)
        name = str(entry.get("id", "entry without id"))
        todo = dict(_unwritten({k: v for k, v in entry.items() if k != "passage"}, ()))
        for field, text in todo.items():
            yield self._at((*place, *field), name, f"still to be written: {_asked(field, text)}")
        yield from self._copies(place, name, entry)
        fact = {"topic": self.data.get("topic"), **entry}
        fact.pop("passage", None)
        try:
            Fact.model_validate(fact)
        except ValidationError as error:
            for detail in error.errors():
                field = detail["loc"]
                if not any(_inside(field, written) for written in todo):
                    message = detail["msg"].removeprefix("Value error, ")
                    yield self._at((*place, *field), name, _PLAIN.get(detail["type"], message))

    def _copies(self, place: Place, name: str, entry: dict[str, Any]) -> Iterator[Problem]:
        passage = entry.get("passage")
        if not isinstance(passage, str) or not passage.strip():
            message = "is missing; put it back, your wording is compared with it"
            yield self._at((*place, "passage"), name, message)
            return
        for field, language in _WORDINGS:
            wording = entry.get(field)
            text = wording.get(language) if isinstance(wording, dict) else None
            if isinstance(text, str) and copies(text, passage):
                message = "copies the document; say it in your own words"
                yield self._at((*place, field, language), name, message)

    def _at(self, place: Place, entry: str, message: str) -> Problem:
        inside = place[2:] if place[:1] == ("facts",) and len(place) > 1 else place
        field = ".".join(str(part) for part in inside)
        return Problem(self.file, self._line(place), entry, field, message)

    def _line(self, place: Place) -> int:
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def copies(text: str, passage: str) -> bool:
    """Whether a wording has a run of the passage's words or Chinese characters."""
    words, of_passage = (_WORD.findall(t.casefold()) for t in (text, passage))
    if _runs(words, COPIED_WORDS) & _runs(of_passage, COPIED_WORDS):
        return True
    signs, of_passage = (_CHINESE.findall(t) for t in (text, passage))
    return bool(_runs(signs, COPIED_CHARACTERS) & _runs(of_passage, COPIED_CHARACTERS))


def _runs(parts: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(parts[start : start + length]) for start in range(len(parts) - length + 1)}


def _unwritten(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text that still says TODO, by its place."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _unwritten(item, (*place, str(key)))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unwritten(item, (*place, index))
    elif isinstance(value, str) and _TODO.search(value):
        yield place, value


def _asked(field: Place, text: str) -> str:
    """What a curator has to write in a field: what the TODO says itself, or what fields hold."""
    own = " ".join(_TODO.sub("", text).split())
    names = [str(part) for part in field if isinstance(part, str)]
    return own or next((_HINTS[part] for part in reversed(names) if part in _HINTS), "this text")


def _inside(field: Place, written: Place) -> bool:
    """Whether an error is about a field that is still to be written, or inside or around it."""
    shared = min(len(field), len(written))
    return field[:shared] == written[:shared]
