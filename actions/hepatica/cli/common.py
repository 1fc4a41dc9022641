"""What all commands share: the app, the consoles, options, and reading the knowledge."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from hepatica.loading import Knowledge, KnowledgeError, Problem, load_knowledge
from hepatica.models import Fact
from hepatica.whole_file import whole_file

app = typer.Typer(
    help="Check, sign, compare, build and publish Hepatica's facts.",
    no_args_is_help=True,
    add_completion=False,
)
_WIDE = 160
# Names and paths are printed as they are, whatever brackets and colons stand in them.
out = Console(
    width=None if sys.stdout.isatty() else _WIDE, highlight=False, markup=False, emoji=False
)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)

KnowledgeDir = Annotated[Path, typer.Option("--knowledge", help="folder of the knowledge files")]
StorePath = Annotated[Path, typer.Option("--store", help="the store file")]
FactId = Annotated[str, typer.Argument(help="id of the fact, for example jco-os-24")]


def load(knowledge: Path) -> Knowledge:
    """The knowledge in a folder; tells its problems and ends the command when there are any."""
    if not knowledge.is_dir():
        fail(f"{knowledge} is no folder; give the folder of the knowledge files (--knowledge)")
    try:
        loaded = load_knowledge(knowledge.resolve())
    except KnowledgeError as error:
        fail(str(error))
    if not loaded.facts:
        fail(f"{knowledge} has not a single fact; write one in facts/<topic>.yml")
    return loaded


def fail(message: str) -> NoReturn:
    """Say what is wrong and end the command with code 1."""
    err.print(message)
    raise typer.Exit(1)


def tell(problems: list[Problem], style: str) -> None:
    """Print problems, each on its own line."""
    for problem in problems:
        err.print(str(problem), style=style)


def fact_of(knowledge: Knowledge, identifier: str) -> Fact:
    """The fact with an id; names the nearest ids and ends the command when there is none."""
    if fact := knowledge.facts.get(identifier):
        return fact
    near = get_close_matches(identifier, knowledge.facts, n=3, cutoff=0.5)
    hint = f"; did you mean {', '.join(near)}?" if near else "; see: hepatica list"
    fail(f"there is no fact '{identifier}'{hint}")


def day(text: str | None) -> date:
    """A day given as YYYY-MM-DD, today when none is given."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"'{text}' is no day; write it as 2026-11-23")


@contextmanager
def writing(target: Path, option: str) -> Iterator[None]:
    """End the command with one sentence when ``target`` cannot be written.

    Args:
        target: the file or folder to write.
        option: the option that names it.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        fail(f"{target} cannot be written ({reason}); choose another place with {option}")


def write_whole(target: Path, text: str, option: str) -> None:
    """Write a text file, whole or not at all; ends the command when it cannot be written."""
    refuse_no_file(target, option)
    with writing(target, option), whole_file(target) as draft:
        draft.write_text(text, encoding="utf-8")


def refuse_no_file(target: Path, option: str) -> None:
    """End the command when ``target`` is a folder or a device, which must not be replaced."""
    if target.exists() and not target.is_file():
        fail(f"{target} is no file; name a file with {option}")


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that can take more than two seconds; silent when nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
