"""Finds what an SDK's types left out or changed."""

from __future__ import annotations

from typing import Any


def lost(given: Any, written: Any, place: str = "") -> list[str]:
    """The places of values that were given and are not written so; more may be written."""
    if isinstance(given, dict) and isinstance(written, dict):
        return [
            missing
            for name, value in given.items()
            for missing in lost(value, written.get(name), f"{place}.{name}".lstrip("."))
        ]
    if isinstance(given, list) and isinstance(written, list) and len(given) == len(written):
        return [
            missing
            for number, pair in enumerate(zip(given, written, strict=True))
            for missing in lost(*pair, f"{place}[{number}]")
        ]
    return [] if given == written else [place]
