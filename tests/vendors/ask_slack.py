"""How today's Slack SDK signs."""

from __future__ import annotations

from slack_sdk.signature import SignatureVerifier


def sign(body: str, secret: str, at: int) -> str:
    """The value of X-Slack-Signature for a body that was sent at this time."""
    return str(SignatureVerifier(secret).generate_signature(timestamp=str(at), body=body))


ACTS = {"sign": sign}
