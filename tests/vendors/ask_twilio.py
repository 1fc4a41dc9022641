"""How today's Twilio SDK signs."""

from __future__ import annotations

from twilio.request_validator import RequestValidator


def sign(url: str, fields: dict[str, str], token: str) -> str:
    """The value of X-Twilio-Signature for a form that is posted to an address."""
    return str(RequestValidator(token).compute_signature(url, fields))


ACTS = {"sign": sign}
