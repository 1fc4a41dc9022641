"""The page with the chat, the widget's files, and what a browser lets them do."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.web.assets import Asset
from bot.web.errors import Refused

log = logging.getLogger(__name__)

STATIC = Path(__file__).resolve().parent / "static"
TEMPLATE = "page.html"
ROOT_BASE = "webhooks/web/"
"""Where the page at "/" finds its files; at /webhooks/web/ they stand beside it."""
KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {sites}; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
_NO_DEVICES = ", ".join(
    f"{device}=()"
    for device in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
        *("magnetometer", "microphone", "midi", "payment", "usb"),
    )
)
# Pages of other sites load embed.js; the entity tag makes the next look cheap.
_STATIC_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PLACE = re.compile(r"\{\{(base|title|language)\}\}")


def policy(sites: Sequence[str]) -> str:
    """The Content-Security-Policy of the page, which pages of ``sites`` may frame."""
    return _POLICY.format(sites=" ".join(["'self'", *sites]))


class Pages:
    """Everything that a browser loads before the first word.

    Args:
        title: the name above the chat.
        sites: whose pages may show the chat inside theirs.
        localised: puts the country's numbers into the page's own words.
        folder: where the built files are; ``STATIC`` when not given.
    """

    def __init__(
        self,
        title: str,
        sites: Sequence[str],
        localised: Callable[[str], str] = str,
        folder: Path | None = None,
    ) -> None:
        folder = folder or STATIC
        self._title = title
        self._headers = {
            "Content-Security-Policy": policy(sites),
            "Permissions-Policy": _NO_DEVICES,
            "Cache-Control": "no-cache",
        }
        self._template = localised((folder / TEMPLATE).read_text(encoding="utf-8"))
        # Read once, so that no name in a request ever becomes a path.
        self._files = {
            path.name: Asset(path.read_bytes(), KINDS[path.suffix], _STATIC_HEADERS)
            for path in sorted(folder.glob("*"))
            if path.suffix in KINDS and path.is_file() and not path.name.startswith(".")
        }
        if "widget.js" not in self._files:
            log.error("%s has no widget.js: the page stays empty. Build the widget.", folder)

    def page(self, request: Request, base: str) -> HTTPResponse:
        """The page, whose addresses all begin with ``base``."""
        fields = {"base": base, "title": self._title, "language": _language(request)}
        filled = _PLACE.sub(lambda place: html.escape(fields[place[1]]), self._template)
        asset = Asset(filled.encode(), "text/html; charset=utf-8", self._headers)
        response = asset.answer(request)
        response.headers["Vary"] = "Accept-Encoding, Accept-Language"
        return response

    def file(self, request: Request, name: str) -> HTTPResponse:
        """One of the built files.

        Raises:
            Refused: there is none of this name.
        """
        asset = self._files.get(name)
        if asset is None:
            raise Refused("not_found", "There is no such file.")
        return asset.answer(request)


def _language(request: Request) -> str:
    """What the address asks for, or the first language of the browser that we speak."""
    asked = request.args.get("language", "")
    preferred = ",".join(request.headers.getall("accept-language", [])).split(",")
    for wish in [asked, *preferred]:
        primary = re.split(r"[-_;]", wish.strip().lower())[0]
        if primary in ("en", "zh"):
            return primary
    return "en"
