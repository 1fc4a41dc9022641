"""Whether the language of a message is told: short messages, and the messages of all other sets.

The set ``languages.yml`` has messages of a few words with nothing but their language. It is asked
of the detector alone, since no reply could be right or wrong to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from dev.paths import BOT_PYTHON, RUN
from dev.processes import Words
from hepatica.loading.yaml_lines import CuratorLoader
from scorecard.program import ask
from scorecard.rates import Rate, rate
from scorecard.sets import FOLDER, LANGUAGES, Item, SetError

NAMES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "th": "Thai",
    "zh": "Chinese",
}


@dataclass(frozen=True)
class Spoken:
    """A text and the language that it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class LanguageFigures:
    """How often the detector was right, by the language's code, in both groups of messages."""

    short: dict[str, Rate]
    messages: dict[str, Rate]

    @property
    def all_short(self) -> Rate:
        """Of all short messages together."""
        return together(self.short)

    def data(self) -> dict[str, dict[str, dict[str, float | int]]]:
        """As the JSON file has it."""
        return {
            "short": {code: found.data() for code, found in self.short.items()},
            "messages": {code: found.data() for code, found in self.messages.items()},
        }


def load_short(which: str, root: Path = FOLDER) -> list[Spoken]:
    """The set of short messages.

    Raises:
        SetError: the file is missing, or an entry has no text or no language.
    """
    path = root / which / f"{LANGUAGES}.yml"
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), CuratorLoader)  # noqa: S506 - safe
    except (OSError, yaml.YAMLError) as error:
        raise SetError(f"{path.name}: {error}") from error
    return [_spoken(entry, n) for n, entry in enumerate(entries or [], 1)]


def _spoken(entry: object, number: int) -> Spoken:
    if not isinstance(entry, dict) or not entry.get("ask") or entry.get("language") not in NAMES:
        raise SetError(
            f"{LANGUAGES}.yml, entry {number}: needs 'ask:', and 'language:' with one of "
            f"{', '.join(NAMES)}"
        )
    return Spoken(str(entry["ask"]), str(entry["language"]))


def measure(which: str, items: Sequence[Item]) -> LanguageFigures:
    """Ask the detector all of it."""
    short = load_short(which)
    messages = [Spoken(item.ask, item.language) for item in items]
    found = detect([spoken.text for spoken in (*short, *messages)])
    return LanguageFigures(
        by_language(short, found[: len(short)]), by_language(messages, found[len(short) :])
    )


def by_language(spoken: Sequence[Spoken], found: Sequence[str]) -> dict[str, Rate]:
    """How often each language was told as what it is, those with the most messages first."""
    rights: dict[str, list[bool]] = {}
    for one, language in zip(spoken, found, strict=True):
        rights.setdefault(one.language, []).append(language == one.language)
    ordered = sorted(rights, key=lambda code: (-len(rights[code]), code))
    return {code: rate(rights[code]) for code in ordered}


def together(rates: dict[str, Rate]) -> Rate:
    """All of them as one."""
    return Rate(sum(one.hits for one in rates.values()), sum(one.of for one in rates.values()))


def detect(texts: Sequence[str]) -> list[str]:
    """What the bot's detector, which lives in the Rasa server's environment, says of each text."""
    program: Words = [BOT_PYTHON, "-m", "scorecard.detect"]
    found: list[str] = ask("Detecting", program, texts, RUN / "languages")
    return found
