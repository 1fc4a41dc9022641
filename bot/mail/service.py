"""The channel at work: mail is read, written down, put away; replies are sent."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Event

from imapclient.exceptions import IMAPClientError

from bot.buckets import Limit
from bot.channels.failures import where
from bot.mail.mailbox import FolderMissing, Letter, LoginRefused, Mailbox
from bot.mail.reading import Mail, NotAnswered, is_split, read
from bot.mail.settings import MailSettings
from bot.messaging.answering import TOO_LATE, IsUrgent
from bot.messaging.incoming import Incoming
from bot.messaging.messenger import Messenger
from bot.messaging.timing import Timing

log = logging.getLogger(__name__)

DAY = 24 * 60 * 60
LOGIN_AGAIN = 5 * 60.0
"""Seconds to wait after a refused login: servers lock accounts that try too often."""


class NotWrittenDown(Exception):  # noqa: N818 - it says what happened
    """A mail could not be put into the inbox; it stays in the mailbox."""


class Limits:
    """How many mails of one person are answered.

    Args:
        daily: how many in a day.
        clock: seconds, from anywhere.
    """

    def __init__(self, daily: int, clock: Callable[[], float]) -> None:
        self._ordinary = Limit(daily / DAY, daily, clock)
        self._urgent = Limit(daily / DAY, daily, clock)

    def ordinary(self, person: str) -> bool:
        """Whether one more is answered; it then counts."""
        return self._ordinary.wait(person) == 0

    def urgent(self, person: str) -> bool:
        """The same for mails with a warning sign, which may be as many again."""
        return self._urgent.wait(person) == 0


class Service:
    """Reads one mailbox until it is told to end.

    Args:
        settings: the channel's settings.
        messenger: what answers; started and stopped by the caller.
        is_urgent: whether words hold a warning sign.
        timing: clock and pauses.
    """

    def __init__(
        self,
        settings: MailSettings,
        messenger: Messenger,
        is_urgent: IsUrgent,
        timing: Timing | None = None,
    ) -> None:
        self._settings = settings
        self._messenger = messenger
        self._is_urgent = is_urgent
        self._timing = timing or Timing()
        self._ending = Event()
        self._ended = asyncio.Event()
        self._mailbox = Mailbox(settings, self._ending)
        self._limits = Limits(settings.daily, self._timing.clock)
        self._failures = 0

    def end(self) -> None:
        """Stop reading; what is being written down still is."""
        self._ending.set()
        self._ended.set()

    async def run(self) -> None:
        """Read until the end, again and again where the server fails.

        Raises:
            LoginRefused: it never took user and password.
        """
        has_read = False
        while not self._ended.is_set():
            pause: float | None = None
            try:
                await asyncio.to_thread(self._mailbox.open)
                log.info("email: reading the mailbox")
                has_read = True
                await self._read()
            except LoginRefused as error:
                if not has_read:
                    raise
                pause = _told(error, LOGIN_AGAIN)
            except Exception as error:  # noqa: BLE001 - nothing may end the reading
                self._failures += 1
                pause = _told(error, self._timing.before_retry(self._failures))
            finally:
                await asyncio.to_thread(self._mailbox.close)
            await self._rest(pause or 0.0)

    async def _read(self) -> None:
        while not self._ended.is_set():
            letters = await asyncio.to_thread(self._mailbox.letters)
            for letter in letters:
                await self._take(letter)
                if self._ended.is_set():
                    return
            self._failures = 0
            if not letters:
                await asyncio.to_thread(self._mailbox.wait, float(self._settings.seconds))

    async def _take(self, letter: Letter) -> None:
        """Write one mail down, then put it away; so a crash between the two loses nothing."""
        if self._timing.clock() - letter.at > TOO_LATE:
            log.warning("email: a mail is older than a day and stays unanswered where it is")
            self._mailbox.leave(letter.uid)
            return
        raw = await asyncio.to_thread(self._mailbox.raw, letter.uid)
        if raw is None:  # somebody took it away
            self._mailbox.leave(letter.uid)
            return
        mail = await asyncio.to_thread(self._read_one, raw, letter)
        incoming = await self._within_limits(await self._whole(mail)) if mail else None
        if incoming:
            await self._write_down(incoming)
        answered = incoming is not None
        await asyncio.to_thread(self._mailbox.put_away, letter.uid, answered=answered)

    def _read_one(self, raw: bytes, letter: Letter) -> Mail | None:
        try:
            return read(raw, self._settings, letter.at)
        except NotAnswered as reason:
            log.info("email: a mail gets no answer: %s", reason)
        except Exception as error:  # noqa: BLE001 - a stranger's mail may break anything
            log.error("email: a mail cannot be read: %s", where(error))
        return None

    async def _within_limits(self, incoming: Incoming) -> Incoming | None:
        """The message, unless there were too many from its sender.

        What comes after a day's share may be what a program sends back, or a patient in danger.
        """
        if self._limits.ordinary(incoming.sender):
            return incoming
        if await self._is_urgent(incoming.text) and self._limits.urgent(incoming.sender):
            return incoming
        log.warning("email: a mail gets no answer: too many of one address")
        return None

    async def _whole(self, mail: Mail) -> Incoming:
        """The message, with the subject above it where that is part of the question."""
        incoming = mail.incoming
        if not mail.subject or mail.subject in incoming.text:
            return incoming
        if is_split(mail) or await self._is_urgent(mail.subject):
            return replace(incoming, text=f"{mail.subject}\n\n{incoming.text}".strip())
        return incoming

    async def _write_down(self, incoming: Incoming) -> None:
        try:
            await self._messenger.receive([incoming])
        except (sqlite3.Error, OSError) as error:
            raise NotWrittenDown from error

    async def _rest(self, seconds: float) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)


def _told(error: Exception, pause: float) -> float:
    """Log why the reading stopped; gives the pause back."""
    if isinstance(error, LoginRefused):
        log.error("email: the IMAP server refuses HEPATICA_MAIL_IMAP_USER and _PASSWORD")
    elif isinstance(error, FolderMissing):
        log.error("email: the mailbox lacks the folder of HEPATICA_MAIL_FOLDER")
    elif isinstance(error, NotWrittenDown):
        log.error("email: mail was not written down: %s", where(error.__cause__ or error))
    elif isinstance(error, (IMAPClientError, OSError)):
        log.warning("email: the IMAP server cannot be used: %s", type(error).__name__)
    else:
        log.error("email: the mailbox cannot be read: %s", where(error))
    return pause
