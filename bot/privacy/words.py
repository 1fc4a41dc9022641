"""The curators' words around identifiers, from ``knowledge/identifiers.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge_files import KnowledgeFileError, read
from bot.paths import KNOWLEDGE

LANGUAGES = ("en", "zh")
KINDS = ("phone", "email", "link", "number", "date", "name", "address")
CUES = (
    *("phone", "record", "birth", "name", "capital_name", "two_capital_names", "closing"),
    *("relatives", "postcode", "address"),
)
_NUMBER = re.compile(r"'number': '([^']+)'")


@dataclass(frozen=True)
class Words:
    """What the file says.

    Args:
        instead: what stands instead of an identifier, by its kind and then language.
        cues: what stands before identifiers, in small letters, by what follows.
        lists: all other words, by their name in the file.
        public_numbers: the digits of help lines, which belong to nobody.
        dangers: words in small letters and pairs of Chinese characters that stand in warning signs.
    """

    instead: Mapping[str, Mapping[str, str]]
    cues: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[str, ...]]
    public_numbers: frozenset[str]
    dangers: frozenset[str]

    def pattern(self, name: str) -> str:
        """A list as alternatives in a regular expression, the longest first."""
        return alternatives(self.lists[name])


def alternatives(words: Iterable[str]) -> str:
    """Words as alternatives in a regular expression, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def words_from(folder: Path | None = None) -> Words:
    """The words.

    Args:
        folder: where the file is; the knowledge folder when not given.

    Raises:
        KnowledgeFileError: it cannot be used.
    """
    folder = folder or KNOWLEDGE
    path = folder / "identifiers.yml"
    data = read(path)
    try:
        cues = data["cues"]
        return Words(
            {
                kind: {lang: str(data["instead"][kind][lang]) for lang in LANGUAGES}
                for kind in KINDS
            },
            {name: _lowered(_flat(cues[name])) for name in CUES},
            {name: _flat(data[name]) for name in _LISTS},
            _help_lines(read(folder / "help_lines.yml")),
            _dangers((folder / "red_flags.yml").read_text(encoding="utf-8")),
        )
    except OSError as error:
        raise KnowledgeFileError(f"{folder / 'red_flags.yml'} cannot be read: {error}") from error
    except (LookupError, TypeError, AttributeError) as error:
        raise KnowledgeFileError(
            f"{path} lacks a part, or has it in another form: {error}"
        ) from error


def _flat(value: Any) -> tuple[str, ...]:
    """Words in a list, in lists by language, or between blanks."""
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, dict):
        return tuple(word for listed in value.values() for word in _flat(listed))
    return tuple(map(str, value))


def _lowered(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.lower() for word in words))


def _dangers(signs: str) -> frozenset[str]:
    pairs = re.findall(r"(?=([\u3400-\u9fff]{2}))", signs)
    return frozenset([*re.findall(r"[a-z']{2,}", signs), *pairs])


def _help_lines(data: Mapping[str, Any]) -> frozenset[str]:
    found = _NUMBER.findall(str(data))
    return frozenset(re.sub(r"\D", "", number) for number in found)


_LISTS = (
    *("not_names", "surnames", "double_surnames", "not_in_given_names", "kin_zh", "called_zh"),
    *("streets", "months", "registers", "units", "measured", "public_sites"),
)
