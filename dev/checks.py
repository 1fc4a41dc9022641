"""What ``make test``, ``make lint`` and ``make format`` run."""

import sys
from collections.abc import Collection

from dev.paths import ACTIONS_PYTHON, BOT_PYTHON, MATRIX_PYTHON, MODEL, ROOT, RUN
from dev.processes import Words
from dev.steps import Command, Step, run_steps
from dev.store import HEPATICA, HEPATICA_ENV
from dev.tools import setup_all


def _bot(*words: str) -> Command:
    return Command([BOT_PYTHON, "-m", *words])


def _actions(*words: str) -> Command:
    return Command([ACTIONS_PYTHON, "-m", *words], HEPATICA_ENV)


def _dev(command: str) -> Command:
    return Command([sys.executable, "-m", "dev", command])


# The Rasa side runs on another Python than the rest, so each environment's ruff checks its own.
BOT_FILES = ("bot", "tests/bot")
OTHER_FILES = ("actions", "bench", "dev", "scorecard", "tests", "--extend-exclude", "tests/bot")
_BOTH: Words = [ACTIONS_PYTHON, "-m", "pytest", "-q"]
_FROM_ROOT = {"PYTHONPATH": f"{HEPATICA_ENV['PYTHONPATH']}:{ROOT}"}
_FEW = {"HEPATICA_FUZZ_INPUTS": "150"}
_MATRIX_TYPES = ("--config-file", "matrix/pyproject.toml")
_TYPES = ("--config-file", "actions/pyproject.toml")

_STORE = ("knowledge",)
_ALL = ("knowledge", "train")
"""What makes the fact store, and that and the model."""

# Long ones first, so that none is left for the end.
TESTS = (
    Step("knowledge", [Command([*HEPATICA, "check"], HEPATICA_ENV), _dev("store")]),
    Step("train", [_dev("train")]),
    Step("widget", [_dev("check-widget")]),
    Step(
        "actions",
        [_actions("pytest", "-q", "tests/actions", "tests/dev", "tests/scorecard")],
        _STORE,
    ),
    Step("bot", [_bot("pytest", "-q", "tests/bot")], _ALL),
    # From the root, which is where these find dev.servers.
    # What builds the widget also gets what looks for faults in it.
    Step("browser", [Command([*_BOTH, "tests/browser"], _FROM_ROOT)], (*_ALL, "widget")),
    Step("faults", [Command([*_BOTH, "tests/faults"], _FROM_ROOT)], _ALL),
    Step("end-to-end", [Command([*_BOTH, "tests/end_to_end"], _FROM_ROOT)], _ALL),
    Step("scorecard", [Command([ACTIONS_PYTHON, "-m", "scorecard", "--check"], _FROM_ROOT)], _ALL),
    Step("matrix", [Command([MATRIX_PYTHON, "-m", "pytest", "-q", "tests/matrix"])], _ALL),
    Step("deploy", [Command([*_BOTH, "tests/deploy"], _FROM_ROOT)], _ALL),
    Step(
        "fuzz",
        [
            Command([BOT_PYTHON, "-m", "pytest", "-q", "tests/fuzz/bot"], _FEW),
            Command([*_BOTH, "tests/fuzz/actions"], {**_FROM_ROOT, **_FEW}),
        ],
        _ALL,
    ),
    Step("nlu", [_bot("tests.nlu_score")], _ALL),
    Step(
        "core",
        [
            _bot(
                *("rasa", "test", "core", "--stories", "tests/dialogues", "--model", str(MODEL)),
                *("--fail-on-prediction-errors", "--out", str(RUN / "core")),
            )
        ],
        _ALL,
    ),
    Step("validate", [_bot("rasa", "data", "validate", "--fail-on-warnings")]),
    Step("audit", [_dev("audit")]),
)

FUZZ = (
    Step("fuzz-bot", [Command([BOT_PYTHON, "-m", "tests.fuzz.bot"])]),
    Step("fuzz-actions", [Command([ACTIONS_PYTHON, "-m", "tests.fuzz.actions"], _FROM_ROOT)]),
)
"""At least 100,000 inputs; ``make test`` has a few of each kind."""

LINT = (
    Step(
        "ruff",
        [
            _bot("ruff", "check", *BOT_FILES),
            _bot("ruff", "format", "--check", *BOT_FILES),
            _actions("ruff", "check", *OTHER_FILES),
            _actions("ruff", "format", "--check", *OTHER_FILES),
        ],
    ),
    Step("mypy-bot", [_bot("mypy", "-p", "bot")]),
    Step(
        "mypy-matrix",
        [Command([MATRIX_PYTHON, "-m", "mypy", *_MATRIX_TYPES, "-p", "bot.matrix"])],
    ),
    Step(
        "mypy-actions",
        [
            _actions("mypy", *_TYPES, "-p", "hepatica", "-p", "bench", "-p", "scorecard"),
            _actions("mypy", *_TYPES, "actions/actions.py", "actions/serve.py"),
        ],
    ),
    # The tools must run on whatever Python the machine has, from 3.10 on.
    Step("mypy-dev", [_actions("mypy", *_TYPES, "-p", "dev", "--python-version", "3.10")]),
)

FORMAT = (
    Step(
        "format",
        [
            command
            for side, files in ((_bot, BOT_FILES), (_actions, OTHER_FILES))
            for command in (
                side("ruff", "check", "--select", "I", "--fix", *files),
                side("ruff", "format", *files),
            )
        ],
    ),
)


def names(steps: Collection[Step]) -> list[str]:
    """The names that ``--only`` takes."""
    return [step.name for step in steps]


def check(steps: Collection[Step], only: Collection[str] = ()) -> int:
    """Set up what is missing, then run the steps; 1 if one failed.

    Raises:
        Trouble: the environments cannot be set up.
    """
    setup_all()
    return run_steps(list(steps), only)
