"""The mailbox, over IMAP. All of it blocks: it is used in a thread beside the event loop."""

from __future__ import annotations

import logging
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from threading import Event
from typing import Any

from imapclient import DELETED, SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from bot.mail.settings import After, MailSettings, Tls

log = logging.getLogger(__name__)

LARGEST = 512 * 1024
"""Bytes of a mail that are read: its words come before what is attached."""
_TIMEOUT = SocketTimeout(connect=15, read=60)
_LOOK_BACK = timedelta(days=2)
"""Servers search by day, in a time zone of their own."""
_SLICE = 0.5
"""Seconds in which a wait notices that the process ends."""
_SILENT_MOST = 5
_SEARCHES_MOST = 5
_BODY = f"BODY.PEEK[]<0.{LARGEST}>"


class LoginRefused(Exception):  # noqa: N818 - it says what happened
    """The server does not take user and password."""


class FolderMissing(Exception):  # noqa: N818 - it says what is wrong
    """The mailbox has no such folder."""


@dataclass(frozen=True)
class Letter:
    """A mail in the folder, not read yet.

    Args:
        uid: its number in the folder.
        at: when it came, seconds since 1970.
    """

    uid: int
    at: float


class Mailbox:
    """One folder of a mailbox.

    Args:
        settings: the server, the folder, and what becomes of mail in it.
        ending: set when the process ends, so that no wait holds it up.
    """

    def __init__(self, settings: MailSettings, ending: Event) -> None:
        self._settings = settings
        self._ending = ending
        self._client: IMAPClient | None = None
        self._made: set[str] = set()
        self._left: set[int] = set()
        self._validity = 0

    def open(self) -> None:
        """Connect, log in, open the folder.

        Raises:
            LoginRefused: the server does not take user and password.
            FolderMissing: it has no such folder.
            IMAPClientError, OSError: anything else went wrong; may pass.
        """
        server = self._settings.imap
        implicit = server.tls is Tls.IMPLICIT
        context = None if server.tls is Tls.OFF else ssl.create_default_context()
        client = IMAPClient(
            server.host, server.port, ssl=implicit, ssl_context=context, timeout=_TIMEOUT
        )
        self._client = client
        if server.tls is Tls.STARTTLS:
            client.starttls(context)
        try:
            client.login(server.user, server.password)
        except LoginError as error:
            if "UNAVAILABLE" in str(error):
                raise
            raise LoginRefused from None
        if client.has_capability("ID"):  # NetEase opens no folder without
            with suppress(IMAPClientError):
                client.id_({"name": "Hepatica"})
        folder = self._settings.folder
        if not client.folder_exists(folder):
            raise FolderMissing(folder)
        validity = int(client.select_folder(folder)[b"UIDVALIDITY"])
        if validity != self._validity:
            self._validity, self._left = validity, set()

    def close(self) -> None:
        """End the line, as politely as it lets us."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                client.logout()
            with suppress(Exception):
                client.shutdown()

    def letters(self) -> list[Letter]:
        """The mail of the last two days that nothing was done with, the oldest first."""
        since = (datetime.now(timezone.utc) - _LOOK_BACK).date()
        criteria: list[Any] = ["UNDELETED", "SINCE", since]
        if self._settings.after is After.SEEN:
            criteria.insert(0, "UNSEEN")
        self._open.noop()
        there = self._search(criteria)
        self._left &= there
        uids = there - self._left
        found = self._open.fetch(uids, ["INTERNALDATE"]) if uids else {}
        return [
            Letter(uid, found[uid][b"INTERNALDATE"].astimezone().timestamp())
            for uid in sorted(uids)
            if b"INTERNALDATE" in found.get(uid, {})
        ]

    def raw(self, uid: int) -> bytes | None:
        """The mail as it came, or its beginning; None when it is gone. It stays unseen."""
        found = self._open.fetch([uid], [_BODY]).get(uid, {})
        return next((value for name, value in found.items() if name.startswith(b"BODY[")), None)

    def put_away(self, uid: int, *, answered: bool) -> None:
        """Do what the settings say with a mail that was written down, or that gets no answer.

        One that the server does not let go stays; it is not looked at again.
        """
        settings = self._settings
        try:
            if settings.after is After.SEEN:
                self._open.add_flags([uid], [SEEN], silent=True)
            elif answered and settings.after is After.DELETE:
                self._remove(uid)
            else:
                self._move(uid, settings.done if answered else settings.aside)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            log.error("email: a mail cannot be put away; look at the mailbox's folders and rights")
        self.leave(uid)

    def leave(self, uid: int) -> None:
        """Do nothing with a mail, and not look at it again."""
        self._left.add(uid)

    def wait(self, seconds: float) -> None:
        """Return when there is something new, or when so much time has passed.

        To be called when ``letters`` has just found nothing: the server tells of new mail once,
        and may have done so while others were read.
        """
        until = time.monotonic() + seconds
        if not self._open.has_capability("IDLE"):
            self._ending.wait(seconds)
            return
        # What the server says in one breath with its consent to an IDLE, the library only sees when
        # the IDLE ends. So the first ones are short.
        length = _SLICE
        while not self._ending.is_set() and time.monotonic() < until:
            if self._hears(min(until, time.monotonic() + length)):
                return
            length *= 2

    def _hears(self, until: float) -> bool:
        """Whether the server tells of something new in one IDLE."""
        self._open.idle()
        silent = 0
        while not self._ending.is_set() and (begun := time.monotonic()) < until:
            heard = self._open.idle_check(timeout=_SLICE)
            if _is_news(heard):
                break
            # A line that was cut says nothing, and at once.
            silent = silent + 1 if not heard and time.monotonic() - begun < _SLICE / 2 else 0
            if silent > _SILENT_MOST:
                raise IMAPClientAbortError("the line was cut")
        else:
            heard = []
        return _is_news([*heard, *self._open.idle_done()[1]])

    def _search(self, criteria: list[Any]) -> set[int]:
        """What is found; again, where the server told of more while it looked: it tells once."""
        found: set[int] = set()
        for _ in range(_SEARCHES_MOST):
            self._was_told()  # before; that was found, or will be now
            found = set(self._open.search(criteria))
            if not self._was_told():
                break
        return found

    def _was_told(self) -> bool:
        """Whether the server told of new mail since this was last asked."""
        return bool(self._open._imap.response("EXISTS")[1] != [None])  # the library hides it

    @property
    def _open(self) -> IMAPClient:
        if self._client is None:
            raise IMAPClientAbortError("not connected")
        return self._client

    def _move(self, uid: int, name: str) -> None:
        folder = self._folder(name)
        if self._open.has_capability("MOVE"):
            self._open.move([uid], folder)
        else:
            self._open.copy([uid], folder)
            self._remove(uid)

    def _remove(self, uid: int) -> None:
        self._open.add_flags([uid], [DELETED], silent=True)
        if self._open.has_capability("UIDPLUS"):
            self._open.uid_expunge([uid])
        else:
            self._open.expunge()

    def _folder(self, name: str) -> str:
        """The folder of that name, made where it is missing, below where the server wants it."""
        if self._open.has_capability("NAMESPACE"):
            personal = self._open.namespace().personal
            prefix = personal[0][0] if personal else ""
            name = name if name.startswith(prefix) else f"{prefix}{name}"
        if name not in self._made:
            if not self._open.folder_exists(name):
                self._open.create_folder(name)
            self._made.add(name)
        return name


def _is_news(heard: list[Any]) -> bool:
    return any(b"EXISTS" in line or b"BYE" in line for line in heard)
