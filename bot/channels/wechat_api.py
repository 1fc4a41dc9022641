"""The API of a WeChat Official Account: its access token, and what its error numbers mean.

WeChat answers 200 to nearly everything; whether a call was taken stands in ``errcode``.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import aiohttp

from bot.messaging.sending import Gone, Rejected, TryAgain

log = logging.getLogger(__name__)

API = "https://api.weixin.qq.com"
EARLY = 60
"""Seconds before its end at which a token is no longer used; the next one is valid by then."""
A_MINUTE = 60.0
_OK = 200
_TOO_MANY_A_MINUTE = 45011
_TOKEN_REFUSED = frozenset({40001, 40014, 42001})
_GONE = frozenset(
    {
        40003,  # not an id of this account's followers
        43004,  # no longer a follower
        43019,  # blocked by the hospital
        45015,  # wrote more than 48 hours ago, or has left
        48002,  # takes no messages
    }
)
_LATER = frozenset(
    {
        -1,  # busy
        45009,  # no more calls today
        45047,  # five messages since the person wrote; the rest is for when they write again
        45081,  # it shows already that something is being typed
        50001,  # not allowed for now
    }
)
_TO_DO = {
    40013: "WeChat does not know HEPATICA_WECHAT_APP_ID",
    40125: "WeChat refuses HEPATICA_WECHAT_APP_SECRET",
    40164: "the address of this server is not in the account's IP whitelist",
    40243: "HEPATICA_WECHAT_APP_SECRET is frozen",
    48001: "the account may not send customer service messages; only verified accounts may",
    48004: "WeChat has withdrawn a permission from the account",
    50002: "WeChat has restricted the account",
}
"""What the hospital has to mend; until then messages wait."""


class WeChatApi:
    """Calls the API of one account.

    Args:
        url: where it is, without a slash at its end.
        app_id: the account's id.
        app_secret: its secret.
        http: gives the client.
        clock: gives the seconds since 1970.
    """

    def __init__(
        self,
        url: str,
        app_id: str,
        app_secret: str,
        http: Callable[[], aiohttp.ClientSession],
        clock: Callable[[], float],
    ) -> None:
        self._url = f"{url}/cgi-bin"
        self._account = {"appid": app_id, "secret": app_secret}
        self._http = http
        self._clock = clock
        self._token = ""
        self._until = 0.0
        self._asking = asyncio.Lock()

    async def call(self, method: str, fields: dict[str, Any]) -> None:
        """Call a method with JSON.

        Raises:
            TryAgain, Rejected, Gone: see ``bot.messaging.sending``.
        """
        await self._with_token(method, **_json(fields))

    async def upload(self, name: str, png: bytes) -> str:
        """Bring a picture to WeChat, where it is kept for three days; gives its id there.

        Raises:
            TryAgain, Rejected, Gone: see ``bot.messaging.sending``.
        """
        form = aiohttp.FormData()
        form.add_field("media", png, filename=name, content_type="image/png")
        told = await self._with_token("media/upload", {"type": "image"}, data=form)
        return str(told["media_id"])

    async def _with_token(
        self, method: str, query: dict[str, str] | None = None, **body: Any
    ) -> dict[str, Any]:
        token = await self._valid_token()
        told = await self._post(method, {"access_token": token, **(query or {})}, **body)
        number = told.get("errcode", 0)
        if number in _TOKEN_REFUSED and token == self._token:
            self._until = 0.0
        if number:
            raise _failure(number)
        return told

    async def _valid_token(self) -> str:
        """The access token, asked for by one call even where many wait for it."""
        async with self._asking:
            if self._clock() >= self._until:
                # Other programs of the hospital that ask in this way are given the same token.
                asked = {"grant_type": "client_credential", **self._account}
                told = await self._post("stable_token", {}, **_json(asked))
                if "access_token" not in told:
                    raise _no_token(told.get("errcode"))
                self._token = str(told["access_token"])
                self._until = self._clock() + float(told["expires_in"]) - EARLY
            return self._token

    async def _post(self, method: str, query: dict[str, str], **body: Any) -> dict[str, Any]:
        url = f"{self._url}/{method}"
        try:
            async with self._http().post(url, params=query, **body) as response:
                told = await response.json(content_type=None)
                if response.status != _OK or not isinstance(told, dict):
                    raise TryAgain
                return told
        except (aiohttp.ClientError, ValueError):
            # Not with its message, in which the address and so the token may stand.
            raise TryAgain from None


def _json(fields: dict[str, Any]) -> dict[str, Any]:
    """The body of a call; WeChat would show a letter that is written as an escape as it stands."""
    written = json.dumps(fields, ensure_ascii=False).encode()
    return {"data": written, "headers": {"Content-Type": "application/json; charset=utf-8"}}


def _failure(number: int) -> Exception:
    """What an error number means for the part that was sent."""
    if number in _TO_DO:
        log.error("wechat: %s (%d)", _TO_DO[number], number)
        return TryAgain()
    if number == _TOO_MANY_A_MINUTE:
        return TryAgain(A_MINUTE)
    if number in _LATER or number in _TOKEN_REFUSED:
        return TryAgain()
    if number in _GONE:
        return Gone()
    log.warning("wechat: refused with number %s", number)
    return Rejected()


def _no_token(number: Any) -> TryAgain:
    what = _TO_DO.get(number, "WeChat gives no access token; is HEPATICA_WECHAT_APP_SECRET right?")
    log.error("wechat: %s (%s)", what, number)
    return TryAgain()
