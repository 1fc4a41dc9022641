"""Whom to call: emergency numbers and crisis lines of the country that the hospital is in.

Every text says "your local emergency number" and "a crisis line in your country". Where a hospital
has set ``HEPATICA_COUNTRY``, these words become the country's numbers, in every reply of every
channel; the numbers are data, in ``knowledge/help_lines.yml``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge_files import KnowledgeFileError, read
from bot.paths import KNOWLEDGE

SETTING = "HEPATICA_COUNTRY"
URGENT = {
    "emergency": ("emergency",),
    "crisis": ("crisis", "emergency"),
    "unavailable": ("emergency",),
}
"""What stands under ``call`` in the contract of each kind of reply."""

Message = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One number to call; ``label`` gives the words for it by language."""

    purpose: str
    label: dict[str, str]
    number: str | None


class HelpLines:
    """The words for help in the texts, and what they become in one country."""

    def __init__(self, path: Path | None = None, country: str | None = None) -> None:
        """Read the file.

        Args:
            path: the file; ``knowledge/help_lines.yml`` when not given.
            country: ISO 3166 code such as "GB"; the setting when not given, "" for none.

        Raises:
            KnowledgeFileError: the file cannot be used, or has no such country; says which it has.
        """
        path = path or KNOWLEDGE / "help_lines.yml"
        wanted = os.environ.get(SETTING, "") if country is None else country
        data = read(path)
        try:
            self._words = {purpose: dict(words) for purpose, words in data["words"].items()}
            self._lines = _lines(data, wanted.strip().upper(), path)
            self._said = _said(self._words, self._lines, data["joined"])
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise KnowledgeFileError(
                f"{path} needs words, labels, joined and countries as its head describes ({error})"
            ) from error

    def localised(self, messages: list[Message]) -> list[Message]:
        """The messages with the country's numbers; urgent ones also get ``call`` to show."""
        return [self._message(message) for message in messages]

    def _message(self, message: Message) -> Message:
        changed = dict(message)
        if isinstance(text := message.get("text"), str):
            for words, instead in self._said:
                text = text.replace(words, instead)
            changed["text"] = text
        contract = message.get("custom")
        if isinstance(contract, dict) and contract.get("kind") in URGENT:
            calls = self.calls(contract["kind"], contract.get("language", "en"))
            changed["custom"] = {**contract, "call": calls}
        return changed

    def calls(self, kind: str, language: str) -> list[dict[str, str | None]]:
        """What to call for a kind of reply: label in ``language``, number, purpose."""
        return [
            {
                "label": line.label.get(language) or line.label["en"],
                "number": line.number,
                "purpose": line.purpose,
            }
            for purpose in URGENT[kind]
            for line in self._lines
            if line.purpose == purpose
        ]


def _lines(data: dict[str, Any], country: str, path: Path) -> list[Line]:
    countries = {
        str(entry["code"]): _of_country(entry, data["labels"]["emergency"], path)
        for entry in data["countries"]
    }
    nameless = [Line(purpose, dict(words), None) for purpose, words in data["words"].items()]
    if not country:
        return nameless
    if country not in countries:
        raise KnowledgeFileError(
            f"{SETTING}={country}: {path} has no numbers for it. "
            f"It has {', '.join(sorted(countries))}. "
            "Add the country there, or leave the setting out."
        )
    lines = countries[country]
    known = {line.purpose for line in lines}
    return [*lines, *(line for line in nameless if line.purpose not in known)]


def _of_country(entry: dict[str, Any], label: dict[str, str], path: Path) -> list[Line]:
    where = f"{path}, country {entry['code']}"
    emergency = Line("emergency", dict(label), _number(entry["emergency"], where))
    named = entry.get("crisis") or []
    crisis = [Line("crisis", dict(line["name"]), _number(line, where)) for line in named]
    return [emergency, *crisis]


def _number(line: dict[str, Any], where: str) -> str:
    """The number as it is dialled; YAML reads 024 without quotes as 24."""
    number = line["number"]
    if not isinstance(number, str) or not number.strip():
        raise KnowledgeFileError(f"{where}: put the number {number} in quotes, such as '112'")
    return number


def _said(
    words: dict[str, dict[str, str]], lines: list[Line], joined: dict[str, dict[str, str]]
) -> list[tuple[str, str]]:
    """What to put in the place of which words, for each language."""
    replaced = []
    for purpose, spoken in words.items():
        numbered = [line for line in lines if line.purpose == purpose and line.number]
        for language, plain in spoken.items():
            told = [_named(line, language, joined["line"][language]) for line in numbered]
            if told:
                replaced.append((plain, joined["or"][language].join(told)))
    return replaced


def _named(line: Line, language: str, pattern: str) -> str:
    if line.purpose == "emergency":
        return str(line.number)
    return pattern.format(name=line.label.get(language) or line.label["en"], number=line.number)
