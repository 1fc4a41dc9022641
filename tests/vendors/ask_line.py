"""What LINE's SDK says of webhooks, events and calls."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from comparing import lost
from linebot.v3 import messaging
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.webhook import SignatureValidator, WebhookParser
from linebot.v3.webhooks import Event


def sign(body: str, secret: str) -> str:
    """The signature of a body; the SDK has no signing of its own, so it has to accept this one.

    Raises:
        InvalidSignatureError: it does not.
    """
    digest = hmac.digest(secret.encode(), body.encode(), hashlib.sha256)
    signature = base64.b64encode(digest).decode()
    if not SignatureValidator(secret).validate(body, signature):
        raise InvalidSignatureError(signature)
    return signature


def parse(body: str, secret: str, signature: str) -> list[str]:
    """The classes of the events in a webhook, and of their messages.

    Raises:
        InvalidSignatureError: the signature is not LINE's.
    """
    events = WebhookParser(secret).parse(body, signature)
    return [
        "/".join(type(part).__name__ for part in (event, getattr(event, "message", None)) if part)
        for event in events
    ]


def event(fields: dict[str, Any]) -> dict[str, Any]:
    """An event as LINE writes it.

    Raises:
        ValueError: it has no such shape.
    """
    written: dict[str, Any] = Event.from_dict(fields).to_dict()
    return whole(fields, written)


def call(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The body of a call as LINE reads it.

    Raises:
        ValueError: it has no such shape.
    """
    written: dict[str, Any] = getattr(messaging, name).from_dict(fields).to_dict()
    return whole(fields, written)


def whole(fields: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """What was written, if nothing that was given is missing in it.

    Raises:
        ValueError: LINE does not know a field.
    """
    if unknown := lost(fields, written):
        raise ValueError(f"LINE does not know {', '.join(unknown)}")
    return written


ACTS = {"sign": sign, "parse": parse, "event": event, "call": call}
