"""What WhatsApp and Messenger share: Meta's signed webhooks, and calls of its Graph API."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from typing import Any, ClassVar

import aiohttp
from pywa.utils import HUB_CH, HUB_SIG, HUB_VT, webhook_updates_validator

from bot.channels.answers import told
from bot.channels.messaging import MessagingChannel
from bot.messaging.sending import Gone, Rejected, TryAgain
from bot.messaging.settings import needed, secret, secure_url
from bot.messaging.webhook import Answer, Unverified, Webhook

log = logging.getLogger(__name__)

API = "https://graph.facebook.com/v25.0"
USAGE = "X-Business-Use-Case-Usage"
"""The header in which Graph says how many minutes to wait."""
_OK, _TOO_MANY, _BROKEN = 200, 429, 500
_LATER = frozenset(
    {
        1, 2, 1200, 131000, 131016, 131057,  # a fault of theirs
        4, 17, 32, 613, 80006, 80007, 130429, 131048, 131056, 131064, 133016,  # too many calls
    }
)  # fmt: skip
_OURS = frozenset({0, 3, 10, 190, *range(200, 300), 368, 131005, 131031, 131037, 131042,
                   131045, 133010})  # fmt: skip
"""Token, permissions or account: somebody at the hospital has to act, then all goes on."""
_OURS_IF = frozenset({(100, 33)})
"""Code and subcode: a number or a page that the token does not reach."""
_GONE = frozenset({551, 130497, 131021, 131026, 131030, 131041, 131047})
"""Blocked, not there, or the last message is more than 24 hours old."""
_GONE_IF = frozenset({1545041, 2018001, 2018065, 2018108, 2018278})
"""Subcodes of Messenger for the same, under codes that have other meanings, too."""


class MetaChannel(MessagingChannel):
    """A channel of one app at Meta; its settings are named after the channel."""

    largest: ClassVar[int] = 3 * 1024 * 1024
    """Meta puts what it could not deliver into batches of up to so many bytes."""

    def configure(self, environment: Mapping[str, str]) -> None:
        """What every app at Meta has."""
        name = f"HEPATICA_{self.channel.upper()}"
        self._app_secret = needed(
            environment,
            f"{name}_APP_SECRET",
            r"[0-9a-f]{32}",
            "It is in the app's settings at developers.facebook.com, 32 letters and digits.",
        )
        self._token = needed(
            environment,
            f"{name}_TOKEN",
            r"EA[A-Za-z0-9_-]{30,1000}",
            "It is the access token that Meta made, such as EAAJB...",
        )
        self._verify_token = secret(environment, f"{name}_VERIFY_TOKEN").encode()
        self._api = secure_url(environment, f"{name}_API", API)
        # With it a token that leaked is of no use to whoever has not the app's secret, too.
        self._proof = hmac.new(
            self._app_secret.encode(), self._token.encode(), hashlib.sha256
        ).hexdigest()

    def handshake(self, webhook: Webhook) -> Answer:
        """Meta asks for its challenge back when the address is entered."""
        given = webhook.query.get(HUB_VT, "").encode()
        if not hmac.compare_digest(given, self._verify_token):
            raise Unverified
        return Answer(body=webhook.query[HUB_CH])

    def verify(self, webhook: Webhook) -> None:
        """The app's secret signs the raw body. The older header, with SHA-1, does not count."""
        given = webhook.headers.get(HUB_SIG.lower(), "")
        if not webhook_updates_validator(self._app_secret, webhook.body, given):
            raise Unverified

    async def call(self, path: str, **body: Any) -> dict[str, Any]:
        """What Graph answers to a POST; ``body`` is aiohttp's ``json`` or ``data``.

        Raises:
            TryAgain, Rejected, Gone: see ``bot.messaging.sending``.
        """
        # Our own call, and not pywa's client: all channels use one HTTP client, with the system's
        # proxy, and each failure has to say whether the part is lost, late or not wanted.
        headers = {"Authorization": f"Bearer {self._token}"}
        parameters = {"appsecret_proof": self._proof}
        url = f"{self._api}/{path}"
        try:
            async with self.http.post(url, params=parameters, headers=headers, **body) as response:
                answer = await told(response)
                if response.status == _OK:
                    return answer
                raise self._failure(response, answer)
        except aiohttp.ClientError:
            # Not with its message, in which the address stands.
            raise TryAgain from None

    def _failure(self, response: aiohttp.ClientResponse, answer: dict[str, Any]) -> Exception:
        error = answer.get("error")
        error = error if isinstance(error, dict) else {}
        code, subcode = error.get("code"), error.get("error_subcode")
        if not isinstance(code, int):
            return TryAgain()  # not a word of Graph's: a proxy on the way, or an outage
        if code in _GONE or subcode in _GONE_IF:
            return Gone()
        if code in _OURS or (code, subcode) in _OURS_IF:
            log.error("%s: Meta refuses the token or the account, error %s", self.channel, code)
            return TryAgain()
        is_broken = response.status == _TOO_MANY or response.status >= _BROKEN
        if is_broken or code in _LATER or error.get("is_transient") is True:
            return TryAgain(_seconds(response.headers.get(USAGE)))
        log.error("%s: Meta turned a call down, error %s", self.channel, code)
        return Rejected()


def _seconds(usage: str | None) -> float | None:
    """How long Graph asks to wait; None where it does not."""
    try:
        limits = [limit for of_account in json.loads(usage or "").values() for limit in of_account]
        minutes = max(float(limit["estimated_time_to_regain_access"]) for limit in limits)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
    return minutes * 60 or None
