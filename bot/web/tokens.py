"""The token that is a conversation's only key: signed, expiring, with keys that can be changed."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jwt
from cachetools import TTLCache

from bot.web.errors import Refused
from bot.web.settings import Key

log = logging.getLogger(__name__)

ALGORITHM = "HS256"
AUDIENCE = "hepatica-web"
LONGEST = 1000
"""Characters of a token; ours have about 300."""
MOST_ENDED = 100_000
"""Ended sessions that are remembered; each address may begin six a minute."""
_SENDER = re.compile(r"web:[\w-]{32}", re.ASCII)
_BEARER = re.compile(r"bearer +([\w.-]+)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Session:
    """A conversation: its name in the tracker, and the time at which it ends whatever happens."""

    sender: str
    end: int


def usable(keys: Sequence[Key]) -> Sequence[Key]:
    """The keys; without any, one that only this process knows, with a warning."""
    if keys:
        return keys
    log.warning(
        "HEPATICA_WEB_KEYS is not set: web sessions end when this server stops, and only work "
        "with this one server process. docs/channels/web.md tells how to set it."
    )
    return [Key("process", secrets.token_urlsafe(48))]


class Tokens:
    """Makes tokens and reads them.

    Args:
        keys: the first signs, all verify; at least one.
        idle: seconds that a token is good for; each reply brings a new one.
        longest: seconds after which a session ends, however often it was renewed.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        idle: int,
        longest: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._signing = keys[0]
        self._secrets = {key.name: key.secret for key in keys}
        self._idle = idle
        self._longest = longest
        self._clock = clock
        self._ended: TTLCache[str, bool] = TTLCache(MOST_ENDED, ttl=longest, timer=clock)

    def begin(self) -> Session:
        """A new conversation, whose name cannot be guessed."""
        return Session(f"web:{secrets.token_urlsafe(24)}", int(self._clock()) + self._longest)

    def issue(self, session: Session) -> tuple[str, int]:
        """A token for the session, and the seconds that it is good for."""
        now = int(self._clock())
        expires = min(now + self._idle, session.end)
        # "sub" comes first, so that the beginning of the payload stays the same from token to
        # token: a proxy can tell conversations apart by it.
        claims = {
            "sub": session.sender,
            "aud": AUDIENCE,
            "iat": now,
            "exp": expires,
            "end": session.end,
        }
        key = self._signing
        token = jwt.encode(claims, key.secret, algorithm=ALGORITHM, headers={"kid": key.name})
        return token, max(0, expires - now)

    def session(self, authorization: Sequence[str]) -> Session:
        """The session of a request's Authorization headers.

        Raises:
            Refused: there is no token, or it is not ours, expired, or of an ended session.
        """
        found = _BEARER.fullmatch(authorization[0].strip()) if len(authorization) == 1 else None
        if found is None or len(found[1]) > LONGEST:
            raise _no_session()
        try:
            session = self._read(found[1])
        except (jwt.PyJWTError, ValueError, TypeError):
            raise _no_session() from None
        self.check(session)
        return session

    def _read(self, token: str) -> Session:
        name = jwt.get_unverified_header(token).get("kid")
        secret = self._secrets.get(name) if isinstance(name, str) else None
        if secret is None:
            raise _no_session()
        claims: dict[str, Any] = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            # A clock that was set back must not end every session that began before.
            options={"require": ["exp", "sub", "aud", "iat", "end"], "verify_iat": False},
        )
        sender, end = claims["sub"], claims["end"]
        if type(end) is not int or end <= self._clock() or not _SENDER.fullmatch(sender):
            raise _no_session()
        return Session(sender, end)

    def check(self, session: Session) -> None:
        """Make sure that the session was not ended.

        Raises:
            Refused: it was.
        """
        if session.sender in self._ended:
            raise _no_session()

    def end(self, session: Session) -> None:
        """From now on no token of the session is good, whenever it was made."""
        self._ended[session.sender] = True

    def resume(self, session: Session) -> None:
        """Take back ``end``: what was to end it has failed."""
        self._ended.pop(session.sender, None)


def _no_session() -> Refused:
    return Refused(
        "no_session", "There is no session, or it has ended. Begin a new one with POST /session."
    )
