"""Building the fact store with the curators' own command, whose words are passed on as they are."""

import subprocess

from dev.paths import ACTIONS, ACTIONS_PYTHON, ROOT
from dev.processes import environment
from dev.say import Trouble

HEPATICA = [str(ACTIONS_PYTHON), "-m", "hepatica"]
HEPATICA_ENV = {"PYTHONPATH": str(ACTIONS)}


def build_store() -> None:
    """Build the store if the knowledge files changed.

    Raises:
        Trouble: the knowledge files cannot be used; the command has said where and why.
    """
    env = environment(HEPATICA_ENV)
    done = subprocess.run([*HEPATICA, "build"], cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise Trouble("The fact store could not be built; the reason stands above.")
