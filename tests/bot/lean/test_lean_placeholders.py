"""Rasa without TensorFlow: loads, serves, and says so where TensorFlow is really needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.paths import ROOT

PLACEHOLDERS = "from bot.lean import placeholders; placeholders.install()\n"


def ran(code: str) -> subprocess.CompletedProcess[str]:
    """The code in a process of its own, as modules are imported once only."""
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_rasa_loads_without_tensorflow() -> None:
    told = ran(
        PLACEHOLDERS
        + "import sys, rasa.core.run, rasa.engine.recipes.default_components\n"
        + "print(type(sys.modules['tensorflow']).__name__, len(sys.modules['tensorflow'].__path__))"
    )

    assert told.returncode == 0, told.stderr
    assert told.stdout.split()[-2:] == ["_Module", "0"]


def test_what_needs_tensorflow_says_that_it_is_missing() -> None:
    told = ran(
        PLACEHOLDERS
        + "from rasa.nlu.classifiers.diet_classifier import DIET\n"
        + "import tensorflow as tf\n"
        + "placeholders.seal()\n"
        + "tf.constant([1, 2])"
    )

    assert told.returncode == 1
    assert "TensorFlowIsMissing" in told.stderr
    assert "rasa run" in told.stderr


def test_placeholders_come_before_tensorflow_or_not_at_all() -> None:
    told = ran("import tensorflow\n" + PLACEHOLDERS)

    assert told.returncode == 1
    assert "was imported before" in told.stderr


@pytest.mark.parametrize("name", ["tf.keras.layers.Layer", "tf.Tensor | None", "tf.data.X[int]"])
def test_a_class_may_be_made_of_what_stands_there(name: str) -> None:
    base = name.split(" ", maxsplit=1)[0].split("[", maxsplit=1)[0]
    told = ran(
        PLACEHOLDERS
        + "import tensorflow as tf\n"
        + f"class A({base}):\n    x: {name}\n    @tf.function\n    def f(self): return 1\n"
        + "print(A.f(None))"
    )

    assert told.stdout.strip() == "1", told.stderr


def test_the_commands_are_those_of_rasa() -> None:
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot.lean", "--version"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr
    assert "3.6.21" in told.stdout
