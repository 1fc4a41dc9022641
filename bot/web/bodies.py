"""What a request brings along: JSON, checked field by field."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from sanic.request import Request

from bot.web.errors import Refused

LARGEST = 32 * 1024
"""Bytes of a body; the longest message has 16,000 as browsers send it."""
LANGUAGES = ("en", "zh")
VERDICTS = ("up", "down")
REASONS = ("not_my_question", "hard_to_understand", "too_long", "frightening", "wrong")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Said:
    """A message: its id, made by whoever sent it, the text, the language of the page around it."""

    id: str
    text: str
    language: str | None


@dataclass(frozen=True)
class Vote:
    """What somebody thinks of the reply to the message ``id``."""

    id: str
    verdict: str
    reason: str | None


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object in a request.

    Raises:
        Refused: it is too large, not called JSON, not JSON, or no object.
    """
    if len(request.body) > LARGEST:
        raise Refused("too_large", f"The body may have at most {LARGEST} bytes.")
    types = request.headers.getall("content-type", [])
    if len(types) != 1 or types[0].partition(";")[0].strip().lower() != "application/json":
        raise Refused("not_json", "Send JSON, with Content-Type: application/json.")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refused("bad_request", "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Refused("bad_request", "The body must be a JSON object.")
    return body


def said(body: dict[str, Any]) -> Said:
    """The message in a body; all that does not belong to one is passed over.

    Raises:
        Refused: a field is missing or of another kind.
    """
    text, language = body.get("message"), body.get("language")
    if not isinstance(text, str):
        raise Refused("bad_request", '"message" must be a string.')
    if language is not None and language not in LANGUAGES:
        raise Refused("bad_request", f'"language" must be one of {", ".join(LANGUAGES)}.')
    return Said(_id(body), text, language)


def vote(body: dict[str, Any]) -> Vote:
    """The verdict in a body.

    Raises:
        Refused: a field is missing or has another value than those known.
    """
    verdict, reason = body.get("verdict"), body.get("reason")
    if verdict not in VERDICTS:
        raise Refused("bad_request", f'"verdict" must be one of {", ".join(VERDICTS)}.')
    if reason is not None and reason not in REASONS:
        raise Refused("bad_request", f'"reason" must be one of {", ".join(REASONS)}.')
    return Vote(_id(body), verdict, reason)


def _id(body: dict[str, Any]) -> str:
    identifier = body.get("id")
    if not isinstance(identifier, str) or not _UUID.fullmatch(identifier):
        raise Refused("bad_request", '"id" must be a UUID.')
    return identifier.lower()


def language_asked(request: Request) -> str:
    """The language that the address asks for, English without.

    Raises:
        Refused: it is not one of ours.
    """
    language = request.args.get("language", "en")
    if language not in LANGUAGES:
        raise Refused("bad_request", f'"language" must be one of {", ".join(LANGUAGES)}.')
    return str(language)
