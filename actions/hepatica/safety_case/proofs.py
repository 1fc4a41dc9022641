"""Whether what the hazard log leans on is there: every place and every test that it names."""

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeGuard

from hepatica.loading import Problem
from hepatica.safety_case.loading import HazardLog

_TESTS_FOLDER = "tests"
_CASE_KEYS = ("dialogue", "story", "intent")
"""What names a case in the YAML tests: a dialogue of ours, a Rasa story, an intent's sentences."""
_NO_PROOF = frozenset({"pytest.mark.skip", "pytest.mark.xfail"})
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def missing_proofs(log: HazardLog, root: Path) -> list[Problem]:
    """Every place and test that the log names and that is not there.

    Args:
        log: the hazard log.
        root: the checkout that its paths start from.

    Returns:
        A problem for each place that does not exist, each test that does not exist, and each test
        that proves nothing because it is skipped or expected to fail.
    """
    checkout = _Checkout(root)
    return [
        log.problem(number, message, "controls", index, *field)
        for number, hazard in enumerate(log.hazards)
        for index, control in enumerate(hazard.controls)
        for field, message in (
            *((("where",), wrong) for wrong in checkout.wrong_place(control.where)),
            *(
                (("tests", position), wrong)
                for position, test in enumerate(control.tests)
                for wrong in checkout.wrong_test(test)
            ),
        )
    ]


class _Checkout:
    """The files of a checkout, each test file parsed once."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._files: dict[str, _TestFile] = {}

    def wrong_place(self, where: str) -> Iterator[str]:
        if not self._inside(where):
            yield f"'{where}' does not exist; correct the path, or remove the control"

    def wrong_test(self, test: str) -> Iterator[str]:
        path, _, case = test.partition("::")
        if not path.startswith(f"{_TESTS_FOLDER}/") or not self._inside(path):
            yield f"'{path}' is no file under {_TESTS_FOLDER}/; correct it, or remove the test"
        elif path.endswith(".yml"):
            yield from self._wrong_case(path, case)
        elif path.endswith(".py"):
            file = self._files.setdefault(path, _TestFile(self._root / path))
            yield from file.wrong(path, case)
        else:
            yield f"'{path}' is no test; name a .py file with a function, or a .yml file"

    def _wrong_case(self, path: str, case: str) -> Iterator[str]:
        text = (self._root / path).read_text(encoding="utf-8")
        lines = {line.strip().removeprefix("- ") for line in text.splitlines()}
        if not text.strip():
            yield f"'{path}' is empty; it proves nothing"
        elif case and not any(f"{key}: {case}" in lines for key in _CASE_KEYS):
            yield f"'{path}' has no '{case}'; correct the name, or name the file alone"

    def _inside(self, path: str) -> bool:
        whole = (self._root / path).resolve()
        relative = not PurePosixPath(path).is_absolute()
        return relative and whole.is_relative_to(self._root) and whole.exists()


class _TestFile:
    """The test functions of one Python file, by "function" or "Class::function"."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def wrong(self, path: str, name: str) -> Iterator[str]:
        if not name:
            yield f"'{path}' names no test; add ::test_name"
        elif "[" in name:
            yield f"'{name}': name the function without [...]"
        elif name not in self._tests:
            yield f"'{path}' has no test '{name}'; correct the name, or remove the test"
        elif mark := self._tests[name]:
            yield f"'{name}' carries {mark}, so it proves nothing; move it to open_points"

    @cached_property
    def _tests(self) -> dict[str, str | None]:
        """Each test with the mark that keeps it from proving anything, None when there is none."""
        if not self._path.name.startswith("test_"):
            return {}
        try:
            tree = ast.parse(self._path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            return {}
        found = {node.name: _mark(node) for node in tree.body if _is_test(node)}
        for group in (node for node in tree.body if isinstance(node, ast.ClassDef)):
            mark = _mark(group)
            for node in filter(_is_test, group.body):
                found[f"{group.name}::{node.name}"] = mark or _mark(node)
        return found


def _is_test(node: ast.stmt) -> TypeGuard[_Function]:
    return isinstance(node, _Function) and node.name.startswith("test_")


def _mark(node: _Function | ast.ClassDef) -> str | None:
    marks = (ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list)
    return next((mark for mark in marks if mark in _NO_PROOF), None)
