"""Commands that tell what patients made of the answers: feedback."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from hepatica.cli.common import app, day, fail, out
from hepatica.curating.feedback import FeedbackError, Opinion, opinions
from hepatica.paths import FEEDBACK


@app.command()
def feedback(
    file: Annotated[Path, typer.Option("--file", help="file that the web channel writes")] = (
        FEEDBACK
    ),
    since: Annotated[str | None, typer.Option(help="only from this day on (YYYY-MM-DD)")] = None,
) -> None:
    """List thumbs up and down by fact, with the reasons; the least helpful facts first."""
    start = day(since).isoformat() if since else None
    try:
        found = opinions(file, start)
    except FeedbackError as error:
        fail(str(error))
    table = Table("fact", "helpful", "not helpful", "why not")
    for identifier, opinion in found.items():
        table.add_row(identifier, str(opinion.helpful), str(opinion.unhelpful), _reasons(opinion))
    out.print(table)
    out.print("One answer may give several facts, and counts for each of them.")


def _reasons(opinion: Opinion) -> str:
    return ", ".join(f"{reason} ({count})" for reason, count in opinion.reasons.most_common())
