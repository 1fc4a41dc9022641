"""``python -m bot.privacy``: what is needed when a person asks what is kept of them."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import logging
import os
import sqlite3
import sys
from abc import ABCMeta
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

from bot.messaging.names import Names
from bot.messaging.settings import BadSetting, messaging_settings

FAILED = 1
BAD_SETTINGS = 2
MAIL, MAIL_PREFIX = "email", "em"
"""The channel that is no class in bot/channels; people are their addresses in small letters."""


class UnknownChannel(Exception):  # noqa: N818 - it is the channel that is unknown
    """There is no messaging channel of this name."""


def main(words: list[str] | None = None) -> int:
    """The exit code: 0 when it is done, 1 when it is not, 2 where the settings cannot be used."""
    asked = _parser().parse_args(words)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        if asked.command == "name":
            print(name_of(asked.channel, asked.person, is_group=asked.group))  # noqa: T201
        else:
            print(asyncio.run(export(asked.conversation)))  # noqa: T201 - what was asked for
    except BadSetting as error:
        print(error, file=sys.stderr)  # noqa: T201 - to whoever started it
        return BAD_SETTINGS
    except (UnknownChannel, LookupError, OSError, sqlite3.Error) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return FAILED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.privacy", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    name = commands.add_parser("name", help="the name of the conversation with a person")
    name.add_argument("channel", help="such as telegram")
    name.add_argument("person", help="what the platform knows them by, such as +447700900123")
    name.add_argument("--group", action="store_true", help="it is a group's id")
    kept = commands.add_parser("export", help="all that was said in a conversation, as JSON")
    kept.add_argument("conversation", help="its name")
    return parser


def name_of(channel: str, person: str, *, is_group: bool = False) -> str:
    """The name of a conversation on a messaging channel.

    Raises:
        UnknownChannel: there is no such channel.
        BadSetting, OSError: the secret cannot be had.
    """
    if channel == MAIL:
        person = person.lower()
    names = Names(channel, _prefix(channel), messaging_settings(os.environ))
    return names.name(person, is_group=is_group)


def _prefix(channel: str) -> str:
    if channel == MAIL:
        return MAIL_PREFIX
    from bot.channels.messaging import MessagingChannel

    found: list[Any] = []
    if channel.isidentifier():
        with suppress(ModuleNotFoundError):
            found += vars(importlib.import_module(f"bot.channels.{channel}")).values()
    for kind in found:
        # Not isinstance: aliases such as list[str] say that they are classes.
        is_channel = type(kind) is ABCMeta and issubclass(kind, MessagingChannel)
        if is_channel and getattr(kind, "channel", None) == channel:
            return str(kind.prefix)
    raise UnknownChannel(f"There is no messaging channel {channel!r} in bot/channels.")


async def export(conversation: str) -> str:
    """What was said in a conversation, with times.

    Raises:
        LookupError: there is no such conversation.
        OSError: it cannot be read now.
        BadSetting: the database's address cannot be used.
    """
    from bot.stores.database import Unavailable
    from bot.stores.tracker import HepaticaTrackerStore

    store = HepaticaTrackerStore(deletes_old=False)
    try:
        tracker = await store.retrieve_full_tracker(conversation)
    except Unavailable as error:
        raise OSError(f"The conversation cannot be read now: {error}") from None
    finally:
        store.close()
    if tracker is None:
        raise LookupError("There is no conversation of this name.")
    said = [line for event in tracker.events if (line := _line(event.as_dict()))]
    return json.dumps({"conversation": conversation, "said": said}, ensure_ascii=False, indent=2)


def _line(event: dict[str, Any]) -> dict[str, Any] | None:
    who = {"user": "person", "bot": "Hepatica"}.get(event["event"])
    if who is None or not event.get("text"):
        return None
    at = datetime.fromtimestamp(event["timestamp"], timezone.utc)
    return {"at": at.isoformat(timespec="seconds"), "who": who, "text": event["text"]}


if __name__ == "__main__":
    sys.exit(main())
