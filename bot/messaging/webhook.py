"""A request of a platform, and what it is answered, apart from any web server."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.channels.failures import where

log = logging.getLogger(__name__)

T = TypeVar("T")


class Unverified(Exception):  # noqa: N818 - it says what the request is
    """The request does not come from the platform, or was changed, or is too old."""


@dataclass(frozen=True)
class Webhook:
    """A request as it came in.

    Args:
        method: "GET" or "POST".
        url: the whole address as this server sees it; a proxy may have changed host and scheme.
        query: the query's first values.
        headers: the headers' first values, names in small letters.
        body: the bytes that the platform signed.
    """

    method: str
    url: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> dict[str, Any]:
        """The JSON object in the body.

        Raises:
            ValueError: there is none.
        """
        try:
            body = json.loads(self.body)
        except RecursionError as error:
            raise ValueError("too deep") from error
        if not isinstance(body, dict):
            raise ValueError("not a JSON object")
        return body


@dataclass(frozen=True)
class Answer:
    """What a request is answered."""

    status: int = 200
    body: str = "ok"
    content_type: str = "text/plain; charset=utf-8"


def each(entries: Any, read: Callable[[Any], T | Iterable[T] | None]) -> list[T]:
    """What ``read`` makes of each entry of a batch.

    One entry that cannot be read does not hide the others; it is logged without its words.

    Args:
        entries: the list; anything else has no entries.
        read: gives something, several of it in a list, or None; may raise.
    """
    found: list[T] = []
    for entry in entries if isinstance(entries, list) else []:
        try:
            one = read(entry)
        except Exception as error:  # noqa: BLE001 - a stranger's data may break anything
            log.error("an entry cannot be read: %s", where(error))
            continue
        if isinstance(one, list):
            found += one
        elif one is not None:
            found.append(one)  # type: ignore[arg-type]
    return found
