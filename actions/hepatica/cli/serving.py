"""Commands for what runs: the store, the training data, the chat, the contract's schema."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from hepatica.answers.contract import contract_schema
from hepatica.cli.common import (
    KnowledgeDir,
    StorePath,
    app,
    err,
    fail,
    load,
    out,
    refuse_no_file,
    tell,
    write_whole,
    writing,
)
from hepatica.loading import Knowledge
from hepatica.paths import KNOWLEDGE, NLU_FROM_FACTS, STORE
from hepatica.training import training_yaml


@app.command()
def build(
    knowledge: KnowledgeDir = KNOWLEDGE,
    store: StorePath = STORE,
    force: Annotated[bool, typer.Option(help="build even if nothing changed")] = False,
    checked: Annotated[bool, typer.Option(help="refuse what 'hepatica check' refuses")] = True,
) -> None:
    """Build the fact store (one SQLite file), if the knowledge files changed."""
    from hepatica.store import content_version

    refuse_no_file(store, "--store")
    loaded = load(knowledge)
    version = content_version(loaded)
    if not force and _built(store) == version:
        out.print(f"The fact store is up to date (version {version}).")
        return
    if checked:
        _refuse_problems(loaded)
    from hepatica.search.encoder import Encoder
    from hepatica.store import build_store
    from hepatica.store.build import FORMAT
    from hepatica.store.vectors import remembering

    status = "Reading the example questions and writing the fact store ..."
    with writing(store, "--store"), err.status(status):
        encode = Encoder(threads=os.cpu_count() or 1).encode
        build_store(loaded, store, encode if force else remembering(encode, store, FORMAT))
    out.print(f"Built {store} (version {version}, {len(loaded.facts)} facts).")


def _refuse_problems(loaded: Knowledge) -> None:
    """End the command on problems that block.

    A fact past its date does not: the store itself warns of it and withdraws it later, and a
    server must start on any day.
    """
    from hepatica.checking import check_knowledge

    problems = check_knowledge(loaded, date.min).problems
    if problems:
        tell(problems, "red")
        fail(f"{len(problems)} to mend; the store was not built. See: hepatica check")


def _built(store: Path) -> str | None:
    from hepatica.store import FactStore, StoreError

    try:
        return FactStore(store).snapshot().version
    except StoreError:
        return None


@app.command()
def chat(
    url: Annotated[str, typer.Option(help="where Rasa listens", envvar="HEPATICA_CHAT_URL")] = (
        "http://127.0.0.1:5005/webhooks/rest/webhook"
    ),
) -> None:
    """Chat in the terminal with the running server."""
    from hepatica.chat import chat as talk

    raise typer.Exit(talk(url))


@app.command()
def nlu(
    knowledge: KnowledgeDir = KNOWLEDGE,
    target: Annotated[Path, typer.Option(help="the file to write")] = NLU_FROM_FACTS,
) -> None:
    """Write the facts' example questions as Rasa training data."""
    write_whole(target, training_yaml(load(knowledge)), "--target")
    out.print(f"Wrote {target}.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of the answer contract."""
    sys.stdout.write(json.dumps(contract_schema(), indent=2) + "\n")
