"""The few words that a picture adds to those of its chart."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

Language = Literal["en", "zh"]


def word(name: str, language: Language, **fields: int) -> str:
    """The words ``name`` of words.yml, with their fields filled."""
    return _words()[name][language].format(**fields)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yaml.safe_load(text)
    return words
