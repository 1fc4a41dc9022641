"""Examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import bot

ELSEWHERE = "bot.matrix."
"""What runs in an environment of its own is tried there, by tests/matrix."""
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(bot.__path__, "bot.")
    if not module.name.startswith(ELSEWHERE)
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_some_docstrings_have_examples() -> None:
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) >= 2
