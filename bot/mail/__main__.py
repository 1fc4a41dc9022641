"""``python -m bot.mail``: answers mail until it is ended; with ``--check``, tries the settings."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sqlite3
import sys

import aiohttp

from bot.mail.checking import troubles
from bot.mail.mailbox import LoginRefused
from bot.mail.sending import SmtpSender
from bot.mail.service import Service
from bot.mail.settings import MailSettings, mail_settings
from bot.messaging.answering import warning_signs
from bot.messaging.capabilities import Capabilities
from bot.messaging.loopback import LoopbackTurn
from bot.messaging.messenger import Messenger, Platform
from bot.messaging.settings import BadSetting, MessagingSettings, messaging_settings
from bot.messaging.timing import Timing
from bot.messaging.wording import Wording
from bot.watch import records

log = logging.getLogger("bot.mail")

BAD_SETTINGS = 2
CAN = Capabilities(longest_text=100_000, quoting=True)
"""A mail takes whole replies; suggestions are numbered, and pictures told in words."""

TIMING = Timing(attempt=120.0, longest=300.0)
"""Mail servers look at a mail for a while before they take it, and dislike being asked often."""


def main(words: list[str] | None = None) -> int:
    """The exit code: 0 after an orderly end, 2 where the settings cannot work."""
    parser = argparse.ArgumentParser(prog="python -m bot.mail", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="log in everywhere, and say what fails"
    )
    asked = parser.parse_args(words)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    records.set_up(os.environ)
    # At this level their lines name people.
    for chatty in ("aiosmtplib", "imapclient"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        settings, common = mail_settings(os.environ), messaging_settings(os.environ)
        return asyncio.run(_check(settings) if asked.check else _serve(settings, common))
    except BadSetting as error:
        print(f"email: {error}", file=sys.stderr)  # noqa: T201 - to whoever started it
        return BAD_SETTINGS


async def _check(settings: MailSettings) -> int:
    found = await troubles(settings)
    for line in found or ["Both mail servers and the Rasa server can be used."]:
        print(line)  # noqa: T201 - what was asked for
    return BAD_SETTINGS if found else 0


async def _serve(settings: MailSettings, common: MessagingSettings) -> int:
    async with aiohttp.ClientSession() as session:
        url = f"{settings.rasa}/webhooks/rest/webhook"
        turn = LoopbackTurn(session, url, Wording(), "email")
        platform = Platform("email", "em", CAN, SmtpSender(settings), forget=turn.forget)
        messenger = Messenger(platform, turn, common, TIMING, warning_signs)
        service = Service(settings, messenger, warning_signs, TIMING)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, service.end)
        records.be_quiet()
        try:
            await messenger.start()
        except (sqlite3.Error, OSError) as error:
            raise BadSetting(
                f"HEPATICA_INBOX: messages cannot be written to {common.inbox} "
                f"({type(error).__name__}). Name a file in a folder that this program may write."
            ) from None
        try:
            await service.run()
        except LoginRefused:
            raise BadSetting(
                "The IMAP server does not take HEPATICA_MAIL_IMAP_USER and "
                "HEPATICA_MAIL_IMAP_PASSWORD."
            ) from None
        finally:
            await messenger.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
