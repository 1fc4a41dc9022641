"""The widget's own words, so that tests name what a person reads in each language."""

from __future__ import annotations

from functools import cache

import yaml

from dev.paths import ROOT

TEXTS = ROOT / "widget" / "texts"
LANGUAGES = ("en", "zh")


def word(language: str, key: str, **fields: object) -> str:
    """The text ``key`` of widget/texts, with its {places} filled in from ``fields``.

    Raises:
        KeyError: there is no such text, or a place has no field.
    """
    return _texts("chat", "replies")[key][language].format(**fields)


def launcher_word(language: str, key: str) -> str:
    """The same for the launcher in a hospital's page."""
    return _texts("embed")[key][language]


@cache
def _texts(*names: str) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = {}
    for name in names:
        texts |= yaml.safe_load((TEXTS / f"{name}.yml").read_text(encoding="utf-8"))
    return texts
