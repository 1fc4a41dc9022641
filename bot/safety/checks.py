"""Refusing a file of warning signs whose shape would make signs go unseen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bot.knowledge_files import KnowledgeFileError
from bot.safety.excuses import KINDS

_MENTIONED = re.compile(r"<([^<>]*)>")
_FLAG_KEYS = {"id", "kind", "reason", "source", "fact", "all_of", "one_sentence"}


def check(data: dict[str, Any], path: Path) -> None:
    """Look at every list, sign and excuse.

    Raises:
        KnowledgeFileError: names the flag or list, what it lacks and what to do.
    """
    flags = data.get("flags")
    if not isinstance(flags, list) or not flags:
        raise KnowledgeFileError(f"{path}: expected a list of warning signs under 'flags:'")
    _check_lists(data, "words", path)
    _check_lists(data, "exempt", path)
    if unread := set(data.get("exempt") or {}) - KINDS:
        raise KnowledgeFileError(
            f"{path}: nothing reads '{min(unread)}' under exempt; use one of {sorted(KINDS)}"
        )
    names = set(data.get("words") or {}) | set(data.get("readings") or {})
    seen: set[str] = set()
    for flag in flags:
        _check_flag(flag, seen, names, path)
    _check_mentioned(data, names, path)


def _check_lists(data: dict[str, Any], key: str, path: Path) -> None:
    lists = data.get(key) or {}
    if not isinstance(lists, dict):
        raise KnowledgeFileError(f"{path}: '{key}:' must hold names with lists of phrases")
    for name, phrases in lists.items():
        if not _is_phrases(phrases):
            raise KnowledgeFileError(
                f"{path}: '{name}' under {key} needs lists of phrases, such as en: [vomiting]"
            )


def _check_flag(flag: Any, seen: set[str], names: set[str], path: Path) -> None:
    identifier = flag.get("id") if isinstance(flag, dict) else None
    if not identifier or identifier in seen:
        raise KnowledgeFileError(f"{path}: flag '{identifier}' needs an id of its own")
    seen.add(identifier)
    problem = _kind_problem(flag) or _group_problem(flag["all_of"], names)
    if problem:
        raise KnowledgeFileError(f"{path}: flag '{identifier}' {problem}")


def _kind_problem(flag: dict[str, Any]) -> str:
    groups = flag.get("all_of")
    if flag.get("kind") not in ("emergency", "crisis") or not isinstance(groups, list):
        return "needs kind: emergency or crisis, and all_of with a list of groups"
    if not groups:
        return "needs at least one group under all_of"
    missing = [key for key in ("reason", "source") if not str(flag.get(key) or "").strip()]
    if missing:
        return f"needs a {missing[0]}: why it is urgent, and where that stands"
    if unread := set(flag) - _FLAG_KEYS:
        return f"has '{min(unread)}', which nothing reads; use only {sorted(_FLAG_KEYS)}"
    return ""


def _group_problem(groups: list[Any], names: set[str]) -> str:
    for group in groups:
        if isinstance(group, str) and group not in names:
            return f"refers to '{group}' under all_of; add a list of that name under words"
        if not isinstance(group, str) and not _is_phrases(group):
            return (
                "has a group under all_of that is neither the name of a word list nor lists of "
                "phrases, such as en: [throwing up, vomiting]"
            )
    return ""


def _check_mentioned(data: dict[str, Any], names: set[str], path: Path) -> None:
    """Every ``<list>`` in a phrase and every ``near:`` of a reading must exist."""
    places: list[tuple[str, Any]] = [
        *(data.get("words") or {}).items(),
        *(data.get("exempt") or {}).items(),
        *((flag["id"], group) for flag in data["flags"] for group in flag["all_of"]),
    ]
    for place, group in places:
        for phrases in group.values() if isinstance(group, dict) else ():
            for name in _MENTIONED.findall(" ".join(map(str, phrases))):
                if name not in names:
                    raise KnowledgeFileError(
                        f"{path}: '{place}' has a phrase with <{name}>; add a list of that name "
                        "under words, or mend the spelling"
                    )
    for place, reading in (data.get("readings") or {}).items():
        near = reading.get("near") if isinstance(reading, dict) else None
        if near is not None and near not in names:
            raise KnowledgeFileError(
                f"{path}: reading '{place}' is near '{near}'; add a list of that name under words"
            )


def _is_phrases(group: Any) -> bool:
    return (
        isinstance(group, dict)
        and all(isinstance(listed, list) for listed in group.values())
        and any(group.values())
    )
