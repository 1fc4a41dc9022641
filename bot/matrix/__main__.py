"""``python -m bot.matrix`` in the environment of the folder ``matrix/``; ends with SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys

import aiohttp

from bot.channels.failures import where
from bot.knowledge_files import KnowledgeFileError
from bot.matrix.answers import LoggedOut
from bot.matrix.service import Service
from bot.matrix.settings import MatrixSettings, matrix_settings
from bot.messaging.settings import BadSetting
from bot.watch import records

log = logging.getLogger("bot.matrix")

STOPPED, FAILED, BAD_SETTING, LOGGED_OUT = 0, 1, 2, 3
"""Exit codes; with the last two there is no use in starting again before somebody has changed
something."""


def main() -> int:
    """Run until told to stop; gives the exit code."""
    # The process creates files with keys and with words of patients.
    os.umask(0o077)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    records.set_up(os.environ)
    # nio logs ids of rooms and people, aiohttp addresses with them.
    for name in ("nio", "aiohttp", "peewee"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        settings = matrix_settings(os.environ)
        asyncio.run(_run(settings))
    except BadSetting as error:
        log.error("matrix: %s", error)
        return BAD_SETTING
    except LoggedOut:
        log.error(
            "matrix: the homeserver has ended the bot's login. "
            "docs/channels/matrix.md tells how to begin a new one."
        )
        return LOGGED_OUT
    except KnowledgeFileError as error:
        log.error("matrix: %s", error)
        return FAILED
    except Exception as error:  # noqa: BLE001 - its message may quote a patient or a token
        log.error(
            "matrix: ended. If it names a file: HEPATICA_MATRIX_STORE or HEPATICA_INBOX cannot "
            "be used. %s",
            where(error),
        )
        return FAILED
    return STOPPED


async def _run(settings: MatrixSettings) -> None:
    records.be_quiet()
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(trust_env=True, timeout=timeout) as http:
        work = asyncio.create_task(Service(settings, http).run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, work.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await work


if __name__ == "__main__":
    sys.exit(main())
