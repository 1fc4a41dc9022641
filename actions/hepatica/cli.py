"""The curators' command line: ``python -m hepatica``."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hepatica.answers.contract import contract_schema
from hepatica.loading import Knowledge, KnowledgeError, load_knowledge
from hepatica.paths import KNOWLEDGE, NLU_FROM_FACTS, STORE
from hepatica.plain_language import LONGEST, hard_to_follow
from hepatica.training import training_yaml

app = typer.Typer(
    help="Check and build Hepatica's fact store.", no_args_is_help=True, add_completion=False
)
_out = Console()
_err = Console(stderr=True, soft_wrap=True, highlight=False)

KnowledgeDir = Annotated[Path, typer.Option("--knowledge", help="folder of the knowledge files")]
StorePath = Annotated[Path, typer.Option("--store", help="the store file")]


@app.command()
def check(knowledge: KnowledgeDir = KNOWLEDGE) -> None:
    """Check the knowledge files and say what to mend."""
    loaded = _load(knowledge)
    _out.print(
        f"{len(loaded.facts)} facts, {len(loaded.sources)} sources and "
        f"{len(loaded.glossary.terms)} terms are in order."
    )
    for place, sentence in hard_to_follow(loaded):
        _out.print(f"{place}: more than {LONGEST} words, better two sentences: {sentence}")


@app.command()
def build(
    knowledge: KnowledgeDir = KNOWLEDGE,
    store: StorePath = STORE,
    force: Annotated[bool, typer.Option(help="build even if nothing changed")] = False,
) -> None:
    """Build the fact store (one SQLite file), if the knowledge files changed."""
    from hepatica.store import content_version

    loaded = _load(knowledge)
    version = content_version(loaded)
    if not force and _built(store) == version:
        _out.print(f"The fact store is up to date (version {version}).")
        return
    from hepatica.search.encoder import Encoder
    from hepatica.store import build_store

    with _out.status("Reading the example questions and writing the fact store ..."):
        build_store(loaded, store, Encoder().encode)
    _out.print(f"Built {store} (version {version}, {len(loaded.facts)} facts).")


@app.command()
def chat(
    url: Annotated[str, typer.Option(help="where Rasa listens", envvar="HEPATICA_CHAT_URL")] = (
        "http://127.0.0.1:5005/webhooks/rest/webhook"
    ),
) -> None:
    """Chat in the terminal with the running server."""
    from hepatica.chat import chat as talk

    raise typer.Exit(talk(url))


@app.command("nlu")
def nlu(
    knowledge: KnowledgeDir = KNOWLEDGE,
    target: Annotated[Path, typer.Option(help="the file to write")] = NLU_FROM_FACTS,
) -> None:
    """Write the facts' example questions as Rasa training data."""
    text = training_yaml(_load(knowledge))
    target.write_text(text, encoding="utf-8")
    _out.print(f"Wrote {target}.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of the answer contract."""
    sys.stdout.write(json.dumps(contract_schema(), indent=2) + "\n")


def _load(knowledge: Path) -> Knowledge:
    try:
        return load_knowledge(knowledge)
    except KnowledgeError as error:
        _err.print(str(error), markup=False)
        raise typer.Exit(1) from error


def _built(store: Path) -> str | None:
    from hepatica.store import FactStore, StoreError

    try:
        return FactStore(store).snapshot().version
    except StoreError:
        return None
