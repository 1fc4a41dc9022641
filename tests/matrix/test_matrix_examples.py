"""Examples in docstrings are true; whatever has none can at least be imported."""

import doctest
import importlib
import pkgutil

import pytest

import bot.matrix

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(bot.matrix.__path__, "bot.matrix.")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
