"""YAML that remembers on which line each entry and field stands."""

from pathlib import Path
from typing import Any, ClassVar

import yaml

from hepatica.loading.errors import KnowledgeError, Problem

MAX_BYTES = 20_000_000
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CuratorLoader(_Loader):
    """YAML as a curator means it.

    Dates stay text, so that 2027-02-30 is told with its entry and field. Only true and false are
    truth values: YAML 1.1 would read the key "on" and the answer "no" as one.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, Any]]]] = {
        first: [pair for pair in pairs if first in "tTfF" or not pair[0].endswith(":bool")]
        for first, pairs in _Loader.yaml_implicit_resolvers.items()  # type: ignore[attr-defined]
    }


CuratorLoader.add_constructor("tag:yaml.org,2002:timestamp", CuratorLoader.construct_scalar)

Lines = dict[tuple[str | int, ...], int]


def read_yaml(path: Path, name: str) -> tuple[Any, Lines]:
    """Read one YAML file.

    Args:
        path: the file.
        name: how to call it in errors.

    Returns:
        The data, and the line (from 1) of every key and list item by its path.

    Raises:
        KnowledgeError: the file is missing, too large, not UTF-8, not YAML, or has a key twice.
    """
    text = _read_text(path, name)
    loader = CuratorLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise KnowledgeError([Problem(name, 1, "", "", "the file is empty")])
        lines: Lines = {}
        _walk(node, (), lines, name)
        return loader.construct_document(node), lines
    except yaml.YAMLError as error:
        raise KnowledgeError([_yaml_problem(error, name, text)]) from error
    except RecursionError as error:
        message = "an alias (*name) contains itself; write the entry out"
        raise KnowledgeError([Problem(name, 1, "", "", message)]) from error
    finally:
        loader.dispose()


def _read_text(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it"
            raise KnowledgeError([Problem(name, 1, "", "", message)])
        raw = path.read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror}); check that the file exists"
        raise KnowledgeError([Problem(name, 1, "", "", message)]) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "not UTF-8 text; save the file with the encoding UTF-8"
        raise KnowledgeError([Problem(name, line, "", "", message)]) from error


def _walk(node: yaml.Node, path: tuple[str | int, ...], lines: Lines, name: str) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*path, index), lines, name)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                message = "a key must be one word, not a list or a mapping"
                raise KnowledgeError([Problem(name, line, "", "", message)])
            if key.value in seen:
                message = f"the key '{key.value}' stands twice; keep one of them"
                raise KnowledgeError([Problem(name, line, "", "", message)])
            seen.add(key.value)
            _walk(value, (*path, key.value), lines, name)
            lines[(*path, key.value)] = line


def _yaml_problem(error: yaml.YAMLError, name: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    detail = getattr(error, "problem", None) or str(error)
    column = mark.column if mark else 0
    before = text.splitlines()[line - 1 : line]
    if any("\t" in part[: column + 1] for part in before):
        hint = "indent with spaces, not tabs"
    else:
        hint = "check the indentation, and put quotes around a text that contains ': ' or '#'"
    return Problem(name, line, "", "", f"not valid YAML ({detail}); {hint}")
