"""``python -m bot.stores``: delete old conversations, or all of one person."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sqlite3
import sys
import time

from bot.stores.database import Unavailable
from bot.stores.keeper import DAY
from bot.stores.settings import DAYS_MOST
from bot.stores.tracker import HepaticaTrackerStore
from bot.web.settings import SettingsError

FAILED = 1
BAD_SETTINGS = 2


def main(words: list[str] | None = None) -> int:
    """The exit code: 0 when it is done, 1 when it is not, 2 where the settings cannot be used."""
    asked = _parser().parse_args(words)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        # Whoever calls this may not have the server's setting for how long things are kept.
        store = HepaticaTrackerStore(deletes_old=False)
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - to whoever started it
        return BAD_SETTINGS
    try:
        print(asyncio.run(_do(store, asked)))  # noqa: T201 - what was asked for
    except (Unavailable, sqlite3.Error, OSError) as error:
        print(f"NOT done: {type(error).__name__} {error}", file=sys.stderr)  # noqa: T201
        return FAILED
    finally:
        store.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.stores", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    purge = commands.add_parser("purge", help="delete conversations that ended long ago")
    purge.add_argument("--older-than-days", type=_days, required=True, metavar="N")
    forget = commands.add_parser("forget", help="delete all that one conversation said")
    forget.add_argument("--sender", required=True, help="its name, such as tg:9f2c...")
    return parser


def _days(word: str) -> int:
    if not word.isascii() or not word.isdecimal() or int(word) > DAYS_MOST:
        raise argparse.ArgumentTypeError(f"a whole number from 0 to {DAYS_MOST}")
    return int(word)


async def _do(store: HepaticaTrackerStore, asked: argparse.Namespace) -> str:
    if asked.command == "purge":
        deleted = await store.purge(time.time() - asked.older_than_days * DAY)
        return f"Deleted {deleted} conversations."
    if await store.retrieve_full_tracker(asked.sender) is None:
        return "There is no conversation of this name."
    await store.erase(asked.sender)
    return "Deleted the conversation."


if __name__ == "__main__":
    sys.exit(main())
