"""The whole knowledge folder, loaded and cross-checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from hepatica.loading.errors import KnowledgeError, Problem, shown
from hepatica.loading.references import check_crosswalk, check_references
from hepatica.loading.yaml_lines import Lines, read_yaml
from hepatica.models import (
    GENERAL_SOURCES,
    ChannelReply,
    FacetValue,
    Fact,
    Glossary,
    Labels,
    Model,
    Phrasebook,
    Policy,
    RedFlag,
    Source,
    StagingSystem,
    Term,
    Unknown,
)

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Place:
    """Where an entry stands."""

    file: str
    line: int


@dataclass(frozen=True)
class Knowledge:
    """Everything the curators wrote, in the order of the files.

    ``places`` gives file and line by ("fact" | "source" | "term" | "value" | "system", id);
    ``lines`` gives the line of every key by file and path, for checks that name a field.
    """

    sources: dict[str, Source]
    facts: dict[str, Fact]
    glossary: Glossary
    phrases: Phrasebook
    places: dict[tuple[str, str], Place]
    labels: Labels = field(default_factory=Labels)
    policy: Policy = field(default_factory=Policy)
    crosswalk: dict[str, StagingSystem] = field(default_factory=dict)
    replies: dict[str, ChannelReply] = field(default_factory=dict)
    lines: dict[str, Lines] = field(default_factory=dict)
    paths: dict[tuple[str, str], tuple[str | int, ...]] = field(default_factory=dict)
    unknown: Unknown = field(default_factory=Unknown)

    def line(self, kind: str, entry: str, *path: str | int) -> tuple[str, int]:
        """File and line of a field of an entry, or of the nearest thing around it that has one."""
        file = self.places[kind, entry].file
        return file, _nearest(self.lines[file], (*self.paths[kind, entry], *path))

    def at(self, name: str, *path: str | int) -> tuple[str, int]:
        """File and line of a key, or of the nearest around it, in a file beside ``sources.yml``.

        Line 1 when there is no such file.
        """
        # sources.yml is read first. A topic may be called like one of the other files.
        file = str(Path(next(iter(self.lines), name)).with_name(name))
        return file, _nearest(self.lines.get(file, {}), path)


def _nearest(lines: Lines, path: tuple[str | int, ...]) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def load_knowledge(root: Path) -> Knowledge:
    """Load ``sources.yml``, ``glossary.yml``, ``phrases.yml`` and ``facts/*.yml`` under ``root``.

    Raises:
        KnowledgeError: with every problem found, not only the first.
    """
    reader = _Reader(root)
    sources = reader.entries(root / "sources.yml", "sources", Source, "source")
    terms = reader.entries(root / "glossary.yml", "terms", Term, "term")
    values = reader.entries(root / "glossary.yml", "values", FacetValue, "value")
    facts: dict[str, Fact] = {}
    paths = sorted((root / "facts").glob("*.yml"))
    for path in paths:
        facts |= reader.entries(path, "facts", Fact, "fact")
    if not paths:
        reader.problem(str(root / "facts"), 1, "", "", "no fact files found (facts/<topic>.yml)")
    glossary = Glossary(terms=list(terms.values()), values=list(values.values()))
    phrases = reader.phrasebook(root / "phrases.yml")
    labels = reader.one(root / "labels.yml", "labels", Labels) or Labels()
    policy = reader.one(root / "policy.yml", "policy", Policy) or Policy()
    unknown = reader.whole(root / "unknown.yml", "questions", Unknown) or Unknown()
    table = root / "crosswalk.yml"
    crosswalk = reader.entries(table, "systems", StagingSystem, "system") if table.exists() else {}
    flags = reader.safety()
    if any(not problem.entry for problem in reader.problems):
        raise KnowledgeError(reader.problems)  # a whole file is missing: its ids would all be told
    faulty = {problem.entry for problem in reader.problems}
    reader.problems += [
        reader.at_field(kind, entry, field, message)
        for kind, entry, field, message in [
            *check_references(sources, facts, glossary, faulty),
            *check_crosswalk(crosswalk, facts, glossary, faulty),
            *_flag_problems(flags, sources, facts),
        ]
    ]
    if reader.problems or phrases is None:
        raise KnowledgeError(reader.problems)
    return Knowledge(
        sources,
        facts,
        glossary,
        phrases,
        reader.places,
        labels,
        policy,
        crosswalk,
        reader.replies,
        reader.lines,
        reader.paths,
        unknown,
    )


def _flag_problems(
    flags: dict[str, RedFlag], sources: dict[str, Source], facts: dict[str, Fact]
) -> Iterator[tuple[str, str, str, str]]:
    """Kind of entry, red flag, field and what is wrong with it."""
    general = ", ".join(sorted(GENERAL_SOURCES))
    for flag in flags.values():
        if flag.fact and flag.fact not in facts:
            yield "red flag", flag.id, "fact", f"fact '{flag.fact}' does not exist"
        if flag.source not in {*sources, *GENERAL_SOURCES}:
            message = f"source '{flag.source}' is neither in sources.yml nor one of: {general}"
            yield "red flag", flag.id, "source", message


class _Reader:
    """Collects problems over all files, so that one run shows them all."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.places: dict[tuple[str, str], Place] = {}
        self.paths: dict[tuple[str, str], tuple[str | int, ...]] = {}
        self.lines: dict[str, Lines] = {}
        self.replies: dict[str, ChannelReply] = {}
        self._read: dict[Path, tuple[Any, Lines]] = {}

    def problem(self, file: str, line: int, entry: str, field: str, message: str) -> None:
        self.problems.append(Problem(file, line, entry, field, message))

    def at_field(self, kind: str, entry: str, field: str, message: str) -> Problem:
        """A problem of a field such as "figures.1.study" of an entry that was read."""
        place = self.places[kind, entry]
        parts = [int(part) if part.isdigit() else part for part in field.split(".")]
        line = _nearest(self.lines[place.file], (*self.paths[kind, entry], *parts))
        return Problem(place.file, line, entry, field, message)

    def entries(self, path: Path, key: str, model: type[M], kind: str) -> dict[str, M]:
        name = shown(path, self.root)
        try:
            data, lines = self._file(path, name)
        except KnowledgeError as error:
            if path not in self._read:
                self._read[path] = ({}, {})
                self.problems += error.problems
            return {}
        if not data:
            return {}
        if not isinstance(data, dict) or not isinstance(data.get(key), list):
            self.problem(name, 1, "", key, f"expected a list under '{key}:'")
            return {}
        found: dict[str, M] = {}
        for index, raw in enumerate(data[key]):
            self._entry(found, model, kind, raw, _Spot(name, lines, (key, index), data))
        return found

    def safety(self) -> dict[str, RedFlag]:
        """Check the files of the Rasa server, where there are any; give the red flags."""
        replies = self.root / "channel_replies.yml"
        if replies.exists():
            self._replies(replies)
        path = self.root / "red_flags.yml"
        return self.entries(path, "flags", RedFlag, "red flag") if path.exists() else {}

    def _replies(self, path: Path) -> None:
        name = shown(path, self.root)
        try:
            data, lines = self._file(path, name)
            replies = data.get("replies") if isinstance(data, dict) else None
            for key, reply in (replies or {}).items():
                spot = _Spot(name, lines, ("replies", key), {})
                if checked := self._valid(ChannelReply, reply, str(key), spot):
                    self.replies[str(key)] = checked
        except KnowledgeError as error:
            self.problems += error.problems

    def _valid(self, model: type[M], raw: Any, entry: str, spot: "_Spot") -> M | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            self.problems += list(_problems(error, entry, spot))
            return None

    def one(self, path: Path, key: str, model: type[M]) -> M | None:
        """The one mapping under ``key`` of a file that need not be there."""
        name = shown(path, self.root)
        if not path.exists():
            return None
        try:
            data, lines = self._file(path, name)
        except KnowledgeError as error:
            self.problems += error.problems
            return None
        raw = data.get(key) if isinstance(data, dict) else None
        return self._valid(model, raw, key, _Spot(name, lines, (key,), {}))

    def whole(self, path: Path, key: str, model: type[M]) -> M | None:
        """As ``one``, for a file whose model holds the ``key`` itself."""
        name = shown(path, self.root)
        if not path.exists():
            return None
        try:
            data, lines = self._file(path, name)
        except KnowledgeError as error:
            self.problems += error.problems
            return None
        raw = {key: data.get(key)} if isinstance(data, dict) else None
        return self._valid(model, raw, key, _Spot(name, lines, (), {}))

    def phrasebook(self, path: Path) -> Phrasebook | None:
        name = shown(path, self.root)
        try:
            data, lines = self._file(path, name)
        except KnowledgeError as error:
            self.problems += error.problems
            return None
        try:
            return Phrasebook(phrases=data.get("phrases") if isinstance(data, dict) else None)
        except ValidationError as error:
            self.problems += list(_problems(error, "", _Spot(name, lines, (), {})))
            return None

    def _file(self, path: Path, name: str) -> tuple[Any, Lines]:
        if path not in self._read:
            self._read[path] = read_yaml(path, name)
            self.lines[name] = self._read[path][1]
        return self._read[path]

    def _entry(
        self, found: dict[str, M], model: type[M], kind: str, raw: Any, spot: "_Spot"
    ) -> None:
        if not isinstance(raw, dict):
            self.problem(
                spot.file, spot.line, "", kind, "expected an entry that starts with '- id:'"
            )
            return
        entry = str(raw.get("id", f"{kind} without id"))
        if kind == "fact":
            raw = {"topic": spot.data.get("topic"), **raw}
        item = self._valid(model, raw, entry, spot)
        if item is None:
            return
        if (kind, entry) in self.places:
            first = self.places[kind, entry]
            message = f"this id stands already in {first.file}:{first.line}; give one another id"
            self.problem(spot.file, spot.line, entry, "id", message)
            return
        self.places[kind, entry] = Place(spot.file, spot.line)
        self.paths[kind, entry] = spot.path
        found[entry] = item


@dataclass(frozen=True)
class _Spot:
    """One entry's position in its file."""

    file: str
    lines: Lines
    path: tuple[str | int, ...]
    data: dict[str, Any]

    @property
    def line(self) -> int:
        return self.lines.get(self.path, 1)


_PLAIN = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known field; check the spelling or remove it",
}


def _problems(error: ValidationError, entry: str, spot: _Spot) -> Iterator[Problem]:
    for detail in error.errors():
        location = detail["loc"]
        line = _nearest(spot.lines, (*spot.path, *location))
        message = _PLAIN.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        field = ".".join(str(part) for part in location)
        yield Problem(spot.file, line, entry, field, message)
