"""What WhatsApp and Messenger look like from outside: how Meta signs, and how Graph answers."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.bot.messaging.platform import Call, Outcome, Request, Vendor

APP_SECRET = "5f2b8c1d9e3a4706b1c8d2e5f4a39276"  # noqa: S105 - of the tests
TOKEN = "EAAJBx7RkQ2sBO5ZCkTzq0Wm3vLhYd8NfXgUoEiPaRb9Ht1Cj4Ku6"  # noqa: S105 - of the tests
VERIFY_TOKEN = "0c9a1f7be2d4486f9b3a5d7c1e8f2604"  # noqa: S105 - of the tests
PROOF = hmac.new(APP_SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
SIGNATURE = "X-Hub-Signature-256"
MINUTES = 1
"""What a busy Graph asks to wait."""


class MetaVendor(Vendor):
    """An app at Meta, with the channel's own settings in ``own``."""

    own: ClassVar[dict[str, str]]
    codes: ClassVar[dict[Outcome, int]]
    """Error codes by which this product tells an outcome."""

    @property
    def settings(self) -> str:
        return f"HEPATICA_{self.channel.channel.upper()}"

    def environment(self, api: str) -> dict[str, str]:
        return {
            f"{self.settings}_APP_SECRET": APP_SECRET,
            f"{self.settings}_TOKEN": TOKEN,
            f"{self.settings}_VERIFY_TOKEN": VERIFY_TOKEN,
            f"{self.settings}_API": f"{api}/v25.0",
            **self.own,
        }

    def checked(self, call: Call) -> str:
        """The path of a call that carries token and proof where they belong."""
        address = urlsplit(call.path)
        assert call.headers["authorization"] == f"Bearer {TOKEN}"
        assert parse_qs(address.query) == {"appsecret_proof": [PROOF]}
        return address.path

    def answer(self, outcome: Outcome) -> tuple[int, dict[str, str], Any]:
        if outcome not in self.codes:
            return 200, {}, self.taken()
        status = 500 if outcome is Outcome.BROKEN else 400
        usage = {"type": "messaging", "estimated_time_to_regain_access": MINUTES}
        headers = {"X-Business-Use-Case-Usage": json.dumps({"102290129340398": [usage]})}
        return status, headers if outcome is Outcome.BUSY else {}, refusal(self.codes[outcome])

    def taken(self) -> dict[str, Any]:
        """What Graph answers when all is well."""
        raise NotImplementedError


def refusal(code: int, subcode: int | None = None, **more: Any) -> dict[str, Any]:
    """An error as Graph writes it; its message quotes what was sent."""
    error = {"message": f"(#{code}) xylophonic", "type": "OAuthException", "code": code, **more}
    if subcode is not None:
        error["error_subcode"] = subcode
    return {"error": {**error, "fbtrace_id": "AbC"}}


def signed(body: Any, secret: str = APP_SECRET) -> Request:
    """A request as Meta signs it: HMAC-SHA256 of the raw body."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return Request(raw, {"Content-Type": "application/json", SIGNATURE: f"sha256={digest}"})


def secrets_of(channel: str) -> Sequence[str]:
    return [f"HEPATICA_{channel}_{name}" for name in ("APP_SECRET", "TOKEN", "VERIFY_TOKEN")]
