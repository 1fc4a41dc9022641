"""Holds the lock files against docs/security/audit.yml, in the action server's environment.

``python -m dev.judgements UV FOLDER...``: uv asks for advisories, where it can reach them.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FILE = Path("docs/security/audit.yml")
SECONDS = 240
REACHABLE = ("no", "hardly", "yes")
_PIN = re.compile(r'^name = "([^"]+)"\nversion = "([^"]+)"$', re.MULTILINE)
_UNREACHABLE = ("error sending request", "dns error", "Connect", "timed out", "Request failed")


class NoAnswer(Exception):  # noqa: N818 - it says what there is not
    """No source of advisories can be reached from here."""


@dataclass(frozen=True)
class Judgement:
    """What was judged of one package at one version."""

    package: str
    version: str
    locks: tuple[str, ...]
    advisories: frozenset[str]
    until: date

    def covers(self, found: "Advisory") -> bool:
        """Whether an advisory was looked at."""
        at = (found.lock in self.locks, self.package == found.package)
        return all(at) and self.version == found.version and bool(found.names & self.advisories)


@dataclass(frozen=True)
class Advisory:
    """A weakness that is published of a package in a lock file; ``names`` are its ids."""

    lock: str
    package: str
    version: str
    names: frozenset[str]
    summary: str


def read(path: Path) -> list[Judgement]:
    """The judgements in a file.

    Raises:
        ValueError: an entry lacks something; says which.
    """
    return [_judgement(entry) for entry in yaml.safe_load(path.read_text("utf-8"))["packages"]]


def _judgement(entry: dict[str, Any]) -> Judgement:
    name = entry.get("package", "an entry without a name")
    lacks = [
        key for key in ("version", "locks", "forced_by", "why", "decision") if not entry.get(key)
    ]
    if lacks or entry.get("reachable") not in REACHABLE:
        raise ValueError(f"{name}: needs {', '.join(lacks) or 'reachable: no, hardly or yes'}")
    return Judgement(
        package=name,
        version=str(entry["version"]),
        locks=tuple(entry["locks"]),
        advisories=frozenset(entry["advisories"]),
        until=date.fromisoformat(entry["until"]),
    )


def pins(lock: str) -> dict[str, set[str]]:
    """Versions by package in the text of a uv.lock; platforms may have different ones."""
    found: dict[str, set[str]] = {}
    for name, version in _PIN.findall(lock):
        found.setdefault(name, set()).add(version)
    return found


def moved(judgements: Sequence[Judgement], root: Path, today: date) -> Iterator[str]:
    """What is not as it was when it was judged, a sentence each."""
    locks = {name: pins((root / name).read_text("utf-8")) for j in judgements for name in j.locks}
    for judged in judgements:
        what = f"{judged.package} {judged.version}"
        for lock in judged.locks:
            versions = locks[lock].get(judged.package)
            if versions is None:
                yield f"{what} is no longer in {lock}: take the judgement out."
            elif judged.version not in versions:
                yield f"{what} is {', '.join(sorted(versions))} in {lock} now: judge it anew."
        if judged.until < today:
            yield f"{what} was judged until {judged.until}: look again."


def published(uv: Path, root: Path, folder: str) -> list[Advisory]:
    """The weaknesses that are published of the packages in a folder's lock file.

    Raises:
        NoAnswer: the source cannot be reached.
        ValueError: uv does not tell them.
    """
    words = [str(uv), "audit", "--frozen", "--output-format", "json"]
    told = subprocess.run(
        words, cwd=root / folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if not told.stdout.strip():
        if any(word in told.stderr for word in _UNREACHABLE):
            raise NoAnswer
        raise ValueError(f"uv audit fails in {folder}: {told.stderr.strip()[-300:]}")
    lock = str(Path(folder) / "uv.lock")
    return [
        Advisory(
            lock=lock,
            package=one["dependency"]["name"],
            version=one["dependency"]["version"],
            names=frozenset([one["id"], *one["aliases"]]),
            summary=one["summary"] or "",
        )
        for one in json.loads(told.stdout)["vulnerabilities"]
    ]


def unjudged(found: Sequence[Advisory], judgements: Sequence[Judgement]) -> Iterator[str]:
    """Weaknesses that nobody looked at, a sentence each."""
    for one in found:
        if not any(judged.covers(one) for judged in judgements):
            names = ", ".join(sorted(one.names))
            yield f"{one.package} {one.version} in {one.lock}: {names} {one.summary}: judge it."


def main(arguments: Sequence[str]) -> int:
    """Print what does not hold; 1 if anything does not."""
    uv, *folders = arguments
    root = Path.cwd()
    judgements = read(root / FILE)
    problems = list(moved(judgements, root, date.today()))
    try:
        found = [one for folder in folders for one in published(Path(uv), root, folder)]
    except NoAnswer:
        asked = "No source of advisories can be reached from here: only the versions were checked."
    else:
        problems += unjudged(found, judgements)
        asked = f"{len(found)} published weaknesses, all of them asked for just now."
    sys.stdout.write("".join(f"{line}\n" for line in [*problems, asked]))
    sys.stdout.write(f"{len(judgements)} judgements, {len(problems)} that do not hold.\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
