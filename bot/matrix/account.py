"""The bot's account: logged in once, then the same device for ever, so that its keys stay good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import vodozemac
from nio import AsyncClient, AsyncClientConfig

from bot.matrix.answers import LoggedOut, asked
from bot.matrix.memory import write
from bot.matrix.settings import MatrixSettings
from bot.messaging.sending import Gone, Rejected
from bot.messaging.settings import BadSetting

DEVICE_NAME = "Hepatica"
SESSION = "session.json"
_WRONG = "HEPATICA_MATRIX_PASSWORD: the homeserver turns the user or the password down."
_NONE = (
    "HEPATICA_MATRIX_PASSWORD is not set, and the bot is not logged in yet. "
    "Set it, or HEPATICA_MATRIX_TOKEN and HEPATICA_MATRIX_DEVICE."
)
_ENDED = (
    "The homeserver has ended the bot's login. "
    "docs/channels/matrix.md tells how to begin a new one."
)


def client_of(settings: MatrixSettings, http: aiohttp.ClientSession) -> AsyncClient:
    """A client that raises at once when something fails: when to try again is our business."""
    config = AsyncClientConfig(
        pickle_key=settings.pickle_key,
        store_name="keys.sqlite",
        store_sync_tokens=False,  # they are kept once the messages are
        max_limit_exceeded=0,
        max_timeouts=0,
        request_timeout=30,
    )
    client = AsyncClient(settings.homeserver, settings.user, "", str(settings.store), config)
    client.client_session = http
    return client


async def log_in(client: AsyncClient, settings: MatrixSettings) -> None:
    """Log in, or go on as the device that was logged in before.

    Raises:
        BadSetting: a setting is missing or turned down; says which.
        TryAgain: the homeserver is down or busy.
        OSError: the store folder cannot be used.
    """
    path = settings.store / SESSION
    saved = {} if settings.token else _saved(path, settings)
    if settings.token:
        _restore(client, settings.user, settings.device, settings.token)
    elif saved:
        _restore(client, saved["user"], saved["device"], saved["token"])
    else:
        await _with_password(client, settings)
        session = {
            "homeserver": settings.homeserver,
            "asked": settings.user,
            "user": client.user_id,
            "device": client.device_id,
            "token": client.access_token,
        }
        write(path, json.dumps(session))
    await _check(client, settings)


async def _with_password(client: AsyncClient, settings: MatrixSettings) -> None:
    if not settings.password:
        raise BadSetting(_NONE)
    try:
        with _opening():
            await asked(client.login(settings.password, DEVICE_NAME))
    except (Gone, Rejected, LoggedOut):
        raise BadSetting(_WRONG) from None


def _restore(client: AsyncClient, user: str, device: str, token: str) -> None:
    with _opening():
        client.restore_login(user, device, token)


async def _check(client: AsyncClient, settings: MatrixSettings) -> None:
    """Make sure that the token is good, and is the user's and device's that we take it for."""
    known_as = (client.user_id, client.device_id)
    try:
        me = await asked(client.whoami())
    except LoggedOut:
        name = "HEPATICA_MATRIX_TOKEN: the homeserver does not know it." if settings.token else ""
        raise BadSetting(name or _ENDED) from None
    if (me.user_id, me.device_id) != known_as:
        raise BadSetting(
            "HEPATICA_MATRIX_TOKEN belongs to another user or device than "
            "HEPATICA_MATRIX_USER and HEPATICA_MATRIX_DEVICE say."
        )


def _saved(path: Path, settings: MatrixSettings) -> dict[str, Any]:
    """The login that was kept for this user at this homeserver; nothing where there is none."""
    try:
        saved = json.loads(path.read_text("utf-8"))
        if (saved["homeserver"], saved["asked"]) == (settings.homeserver, settings.user):
            return {name: str(saved[name]) for name in ("user", "device", "token")}
    except FileNotFoundError:
        return {}
    except (ValueError, LookupError, TypeError):
        pass
    raise BadSetting(
        f"HEPATICA_MATRIX_STORE: {path} is of another user or homeserver. "
        "Name another folder for this one."
    )


@contextmanager
def _opening() -> Iterator[None]:
    """Say which setting is wrong where the kept keys cannot be opened."""
    try:
        yield
    except (vodozemac.PickleException, vodozemac.LibolmPickleException):
        raise BadSetting(
            "HEPATICA_MATRIX_PICKLE_KEY does not open the keys in HEPATICA_MATRIX_STORE. "
            "Set the key that they were made with."
        ) from None
