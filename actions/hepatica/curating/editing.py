"""Changing one place in a knowledge file and nothing else, so that comments and layout stay."""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

from hepatica.loading import Knowledge, KnowledgeError, load_knowledge
from hepatica.whole_file import whole_file

WIDE = 10_000
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where YAML 1.1 ends a line, so that lines are counted as its marks count them (YAML 1.1, 5.4)."""


class EditError(Exception):
    """The change was not made; says why and what to do. The file is as it was."""


def flow(entry: Mapping[str, str]) -> str:
    """A mapping on one line, as a curator writes it: ``{who: Dr Li, on: 2026-11-23}``.

    >>> flow({"who": "Li, Na", "on": "2026-11-23"})
    "{who: 'Li, Na', on: 2026-11-23}"
    """
    parts = [f"{key}: {_scalar(value)}" for key, value in entry.items()]
    return "{" + ", ".join(parts) + "}"


def _scalar(value: str) -> str:
    """The value as YAML wants it inside braces; dates stay plain, our loader reads them as text."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value
    dumped = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=WIDE)
    return str(dumped).strip()[1:-1]


def read_lines(root: Path, file: str) -> list[str]:
    """The lines of a knowledge file with their endings, counted as YAML counts them.

    Args:
        root: the knowledge folder.
        file: the file as errors name it ("knowledge/facts/basics.yml").

    Raises:
        EditError: the file cannot be read.
    """
    try:
        text = (root.parent / file).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EditError(f"{file} cannot be read ({_reason(error)}); nothing changed") from error
    ends = [match.end() for match in _BREAK.finditer(text)]
    parts = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return parts if parts[-1] else parts[:-1]


def insert_line(
    root: Path, file: str, after: int, line: str, intended: Callable[[Knowledge], bool]
) -> None:
    """Insert ``line`` below line ``after`` (from 1) of a knowledge file, whole or not at all.

    The change is tried on a copy first, and the file is replaced in one step only when the copy
    can be loaded and says what was meant.

    Args:
        root: the knowledge folder.
        file: the file as errors name it ("knowledge/facts/basics.yml").
        after: number of the line above.
        line: the new line with its indentation, without a line break.
        intended: whether the knowledge with the new line is what was meant, and nothing more.

    Raises:
        EditError: the file cannot be written, or would not be in order afterwards.
    """
    lines = read_lines(root, file)
    content = "".join(_inserted(lines, after, line)).encode()
    try:
        _refuse_read_only(root.parent / file)
        changed = _tried(root, file, content)
        if not intended(changed):
            message = f"the change would not do in {file} what is meant; nothing changed"
            raise EditError(f"{message}. Is the entry written once, without & and *? Try again")
        path = (root.parent / file).resolve()
        with whole_file(path) as draft:
            draft.write_bytes(content)
            draft.chmod(path.stat().st_mode)
    except KnowledgeError as error:
        raise EditError(f"the change would break {file}; nothing changed. {error}") from error
    except OSError as error:
        raise EditError(f"{file} cannot be written ({_reason(error)}); nothing changed") from error


def _inserted(lines: list[str], after: int, line: str) -> list[str]:
    """The lines with a new one that ends as the line above it does."""
    above = lines[after - 1]
    bare = _BREAK.sub("", above)
    ending = above[len(bare) :]
    if ending:
        return [*lines[:after], line + ending, *lines[after:]]
    first = _BREAK.search(lines[0])
    return [*lines[: after - 1], bare + (first[0] if first else "\n"), line]


def _tried(root: Path, file: str, content: bytes) -> Knowledge:
    """The knowledge as it would be with another content of one file."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy, ignore=_not_yaml)
        (copy.parent / file).write_bytes(content)
        return load_knowledge(copy)


def _not_yaml(folder: str, names: list[str]) -> set[str]:
    paths = [Path(folder) / name for name in names]
    return {path.name for path in paths if path.suffix != ".yml" and not path.is_dir()}


def end_of_item(lines: list[str], line: int) -> int:
    """The last line of the list item that starts on ``line`` (both from 1)."""
    depth = len(indent_of(lines, line))
    end = line
    for number, text in enumerate(lines[line:], start=line + 1):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        if len(indent_of(lines, number)) <= depth:
            break
        end = number
    return end


def indent_of(lines: list[str], line: int) -> str:
    """The spaces before the text of ``line`` (from 1)."""
    text = lines[line - 1].removeprefix("\ufeff")
    return text[: len(text) - len(text.lstrip(" "))]


def _refuse_read_only(path: Path) -> None:
    """Replacing a file needs no right to write it; that it is locked must count all the same."""
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(0, "it is read-only")
    if not os.access(path, os.W_OK):
        raise PermissionError(0, "you may not write it")


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return getattr(error, "strerror", None) or str(error)
