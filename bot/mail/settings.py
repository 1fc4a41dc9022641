"""Settings of the email channel, from environment variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.messaging.settings import BadSetting, needed, number

NAME = "Hepatica (computer program)"
DONE, ASIDE = "Hepatica-answered", "Hepatica-not-answered"
RASA = "http://127.0.0.1:5005"
NO_LOGIN = "none"
SECONDS_MOST = 25 * 60
"""Servers end an IDLE after 29 minutes."""
ADDRESS = r"[^\s<>@,;:\"\\()\[\]]{1,64}@[^\s<>@,;:\"\\()\[\]]{1,250}"
"""An email address as we take it: no blanks, no brackets, nothing that would be quoted."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HOST = r"[A-Za-z0-9_.:-]{1,253}"


class Tls(str, Enum):
    """How a line to a mail server is encrypted."""

    IMPLICIT = "implicit"
    """from the first byte (ports 993 and 465)"""
    STARTTLS = "starttls"
    """after a few words in the clear (ports 143 and 587)"""
    OFF = "off"
    """not at all: only to a server on this machine"""


class After(str, Enum):
    """What becomes of a mail in the mailbox once it is written down."""

    MOVE = "move"
    DELETE = "delete"
    SEEN = "seen"


@dataclass(frozen=True)
class Server:
    """A mail server and how to log in; no user where it wants no login."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class MailSettings:
    """All of the channel's own settings.

    Args:
        address: the address that patients write to.
        name: what stands beside it in replies.
        imap: the server with the mailbox.
        smtp: the server that takes replies.
        folder: the folder that is read.
        after: what becomes of a mail that was written down.
        done: the folder for those, where they are moved.
        aside: the folder for mail that gets no answer.
        seconds: most seconds between two looks into the folder.
        daily: mails of one address in a day that get answers.
        authserv: the name of the server whose word on forged senders is taken; "" for none.
        rasa: the Rasa server.
    """

    address: str
    imap: Server
    smtp: Server
    name: str = NAME
    folder: str = "INBOX"
    after: After = After.MOVE
    done: str = DONE
    aside: str = ASIDE
    seconds: int = 60
    daily: int = 50
    authserv: str = ""
    rasa: str = RASA

    @property
    def domain(self) -> str:
        """The part of our address after the @."""
        return self.address.rpartition("@")[2]


def mail_settings(environment: Mapping[str, str]) -> MailSettings:
    """The settings that environment variables give.

    Raises:
        BadSetting: one is missing, weak or cannot be used.
    """
    address = needed(
        environment,
        "HEPATICA_MAIL_ADDRESS",
        ADDRESS,
        "It is the address that patients write to, such as liver@hospital.org.",
    )
    imap = _server(environment, "IMAP", (993, Tls.IMPLICIT), (address, ""))
    smtp = _server(environment, "SMTP", (465, Tls.IMPLICIT), (imap.user, imap.password))

    def word(name: str, default: str) -> str:
        return environment.get(f"HEPATICA_MAIL_{name}", "").strip() or default

    after = word("AFTER", After.MOVE.value)
    if after not in {choice.value for choice in After}:
        raise BadSetting("HEPATICA_MAIL_AFTER must be move, delete or seen.")
    name = word("NAME", NAME)
    if not name.isprintable():
        raise BadSetting("HEPATICA_MAIL_NAME must be one line of words.")
    rasa = word("RASA", RASA).rstrip("/")
    if not re.fullmatch(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", rasa):
        raise BadSetting(f"HEPATICA_MAIL_RASA must be on this machine, such as {RASA}.")
    return MailSettings(
        address=address,
        imap=imap,
        smtp=smtp,
        name=name,
        folder=word("FOLDER", MailSettings.folder),
        after=After(after),
        done=word("DONE", DONE),
        aside=word("ASIDE", ASIDE),
        seconds=number(environment, "HEPATICA_MAIL_SECONDS", 60, SECONDS_MOST),
        daily=number(environment, "HEPATICA_MAIL_DAILY", 50, 1000),
        authserv=word("AUTHSERV", "").lower(),
        rasa=rasa,
    )


def _server(
    environment: Mapping[str, str],
    which: str,
    standard: tuple[int, Tls],
    login: tuple[str, str],
) -> Server:
    """The settings of one server.

    Args:
        environment: the environment variables.
        which: "IMAP" or "SMTP".
        standard: the port when none is given, and how that one is encrypted; another port begins
            in the clear.
        login: user and password when none are given.
    """
    begin = f"HEPATICA_MAIL_{which}"
    host = needed(
        environment, f"{begin}_HOST", _HOST, f"It is the {which} server, such as mail.hospital.org."
    )
    port = number(environment, f"{begin}_PORT", standard[0], 65535)
    usual = standard[1] if port == standard[0] else Tls.STARTTLS
    tls = environment.get(f"{begin}_TLS", "").strip() or usual.value
    if tls not in {choice.value for choice in Tls}:
        raise BadSetting(f"{begin}_TLS must be implicit, starttls or off.")
    if Tls(tls) is Tls.OFF and host not in _LOOPBACK:
        raise BadSetting(f"{begin}_TLS can be off only for a server on this machine.")
    user = environment.get(f"{begin}_USER", "").strip() or login[0]
    if which == "SMTP" and user == NO_LOGIN:
        return Server(host, port, Tls(tls))
    password = environment.get(f"{begin}_PASSWORD", "").strip() or login[1]
    if not password:
        raise BadSetting(f"{begin}_PASSWORD is not set. It is the mailbox's password.")
    return Server(host, port, Tls(tls), user, password)
