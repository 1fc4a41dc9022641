"""Files and prepared answers that browsers may keep: entity tags and gzip."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw

SMALLEST = 512
"""Bytes from which on compressing is worth its while."""
PACKED_ALREADY = ("image/png",)


@dataclass(frozen=True)
class Asset:
    """Something that is the same for everybody: its bytes, what they are, how it may be kept."""

    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def tag(self) -> str:
        """Changes whenever the body does; weak, as it is the same for the packed body."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @cached_property
    def packed(self) -> bytes | None:
        """The body, smaller; None where that gains nothing."""
        if len(self.body) < SMALLEST or self.content_type in PACKED_ALREADY:
            return None
        return gzip.compress(self.body, 9, mtime=0)

    def answer(self, request: Request) -> HTTPResponse:
        """The asset as the request takes it; 304 when the browser has it already."""
        headers = {**self.headers, "ETag": self.tag, "Vary": "Accept-Encoding"}
        if _opaque(self.tag) in _tags(request):
            return empty(status=304, headers=headers)
        if self.packed is not None and _takes_gzip(request):
            headers["Content-Encoding"] = "gzip"
            return raw(self.packed, content_type=self.content_type, headers=headers)
        return raw(self.body, content_type=self.content_type, headers=headers)


def _tags(request: Request) -> set[str]:
    listed = ",".join(request.headers.getall("if-none-match", []))
    return {_opaque(tag.strip()) for tag in listed.split(",")}


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def _takes_gzip(request: Request) -> bool:
    listed = ",".join(request.headers.getall("accept-encoding", []))
    for coding in listed.lower().split(","):
        name, _, quality = coding.replace(" ", "").partition(";q=")
        if name == "gzip":
            return quality.strip("0.") != "" or quality == ""
    return False
