"""The commands of ``python3 -m dev``, and how all of them end."""

import argparse
import signal
from collections.abc import Callable, Sequence
from types import FrameType

from dev.audit import audit, sbom
from dev.checks import FORMAT, FUZZ, LINT, TESTS, check, names
from dev.run import run
from dev.say import Trouble, complain
from dev.steps import Step
from dev.store import build_store
from dev.tools import setup, setup_all, setup_matrix
from dev.training import train
from dev.widget import build_widget, check_widget

INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is told in a sentence."""
    options = _parser().parse_args(arguments)
    for number in _SIGNALS:
        signal.signal(number, _interrupt)
    try:
        return int(options.go(options))
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    except OSError as error:
        complain(f"{error.filename or 'The system'}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        complain("\nInterrupted.")
        return INTERRUPTED


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """One interruption is enough: a second one would break off the tidying up, which is short."""
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m dev", description="Hepatica's tools.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, go, text in (
        ("run", run, "start Hepatica (sets up, builds and trains what is missing)"),
        ("setup", setup, "install the environments of both servers"),
        ("setup-matrix", setup_matrix, "and that of the Matrix channel"),
        ("setup-tests", setup_all, "and what only the tests need"),
        ("store", _then(build_store), "build the fact store"),
        ("train", _then(train), "train the model"),
        ("widget", _then(build_widget), "build the web widget"),
        ("audit", audit, "hold the locked packages against what was judged of them"),
        ("sbom", sbom, "write a bill of materials of every environment into build/sbom"),
        ("check-widget", _then(check_widget), "check the web widget and what is built of it"),
    ):
        commands.add_parser(name, help=text).set_defaults(go=_plain(go))
    for name, steps, text in (
        ("test", TESTS, "run all checks"),
        ("fuzz", FUZZ, "feed parsers and answers 100,000 odd inputs (an hour)"),
        ("lint", LINT, "check style and types"),
        ("format", FORMAT, "put the source files into the common format"),
    ):
        _add_steps(commands.add_parser(name, help=text), steps)
    return parser


def _add_steps(parser: argparse.ArgumentParser, steps: Sequence[Step]) -> None:
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        choices=names(steps),
        metavar="NAME",
        help="only these steps: " + ", ".join(names(steps)),
    )
    parser.set_defaults(go=lambda options: check(steps, options.only))


def _plain(go: Callable[[], int | None]) -> Callable[[argparse.Namespace], int]:
    return lambda _: go() or 0


def _then(go: Callable[[], None]) -> Callable[[], None]:
    def command() -> None:
        setup()
        go()

    return command
