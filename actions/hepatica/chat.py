"""A chat in the terminal: texts, sources and buttons, against a running server on loopback."""

import http.client
import json
import sys
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

COLOURS = {"emergency": "red", "crisis": "red", "unavailable": "yellow", "answer": "green"}
LEAVE = {"quit", "exit", ":q"}
SECONDS = 20

Send = Callable[[str], list[dict[str, Any]]]


class ChatError(Exception):
    """The server cannot be reached or answers nonsense; says what to do."""


def connect(url: str) -> Send:
    """A function that sends one message of a new conversation and gives the replies."""
    sender = f"terminal-{uuid.uuid4().hex}"

    def send(message: str) -> list[dict[str, Any]]:
        body = json.dumps({"sender": sender, "message": message}).encode()
        headers = {"Content-Type": "application/json"}
        try:
            request = urllib.request.Request(url, body, headers)  # noqa: S310 - the operator's own
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                replies = json.load(answer)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise ChatError(
                f"No answer from {url} ({error}). Start Hepatica in another terminal: make run"
            ) from error
        if not isinstance(replies, list) or not all(isinstance(r, dict) for r in replies):
            raise ChatError(f"{url} does not speak like Hepatica; is another program on that port?")
        return replies

    return send


def show(replies: list[dict[str, Any]]) -> Iterator[RenderableType]:
    """One turn's replies as panels: each text, then its sources and numbered suggestions."""
    contract = _contract(replies)
    colour = COLOURS.get(contract.get("kind", ""), "cyan")
    for reply in replies:
        if text := reply.get("text"):
            yield Panel(Text(text), border_style=colour, padding=(0, 1))
    if rows := list(_footer(contract)):
        yield Padding(Group(*rows), (0, 2))


def _contract(replies: list[dict[str, Any]]) -> dict[str, Any]:
    return next((r["custom"] for r in replies if isinstance(r.get("custom"), dict)), {})


def _footer(contract: dict[str, Any]) -> Iterator[RenderableType]:
    for source in contract.get("sources") or []:
        link = f" {source['url']}" if source.get("url") else ""
        yield Text(f"source: {source['label']}{link}", style="dim")
    for number, suggestion in enumerate(contract.get("suggestions") or [], start=1):
        yield Text.assemble((f" {number} ", "reverse"), " ", suggestion)


def chosen(message: str, suggestions: list[str]) -> str:
    """The suggestion whose number was typed, else the message itself.

    >>> chosen("2", ["Tell me more", "How many people was that?"])
    'How many people was that?'
    >>> chosen("3", ["Tell me more"])
    '3'
    """
    if message.isdecimal() and 1 <= int(message) <= len(suggestions):
        return suggestions[int(message) - 1]
    return message


def chat(url: str, console: Console | None = None) -> int:
    """Talk until the person leaves; 1 when the server cannot be reached."""
    console = console or Console()
    send = connect(url)
    console.print(
        Markdown(
            "**Hepatica** in the terminal. Type a question, or the number of a suggestion. "
            "`quit` leaves."
        )
    )
    suggestions: list[str] = []
    while True:
        try:
            message = console.input("[bold]you:[/bold] ")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return 0
        if message.strip().lower() in LEAVE:
            return 0
        try:
            replies = send(chosen(message.strip(), suggestions))
        except ChatError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        for part in show(replies):
            console.print(part)
        suggestions = _contract(replies).get("suggestions") or []
