"""Pictures of charts: drawn by the action server, kept as files, the same for everybody."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import aiohttp

from bot.messaging.parts import Image

SECONDS = 5.0
"""How long drawing may take; the words have been sent by then."""
MOST = 500
"""Pictures that are kept; the ones made longest ago are deleted."""
_LARGEST = 2 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_NAME = re.compile(r"[0-9a-f]{32}\.png")
_OK = 200


class NoPicture(Exception):  # noqa: N818 - it says what happened
    """A chart could not be drawn; says why, for the log."""


class Pictures:
    """Gets pictures of charts. They hold facts only, nothing of any person.

    Args:
        address: where the action server draws them; None where no pictures are wanted.
        folder: where they are kept.
    """

    def __init__(self, address: str | None, folder: Path) -> None:
        self._address = address
        self._folder = folder

    async def png(self, image: Image, http: aiohttp.ClientSession) -> bytes:
        """The picture.

        Raises:
            NoPicture: the action server is not there, or does not draw this chart.
        """
        kept = await asyncio.to_thread(self.kept, f"{image.name}.png")
        if kept is not None:
            return kept
        png = await self._drawn(image, http)
        await asyncio.to_thread(self._keep, image.name, png)
        return png

    def kept(self, name: str) -> bytes | None:
        """A picture that was made before; None when there is no file of this name."""
        if not _NAME.fullmatch(name):
            return None
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    async def _drawn(self, image: Image, http: aiohttp.ClientSession) -> bytes:
        if self._address is None:
            raise NoPicture("pictures are off")
        body = {"chart": dict(image.chart), "language": image.language}
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with http.post(self._address, json=body, timeout=timeout) as response:
                png = await response.content.read(_LARGEST)
                if response.status != _OK or not png.startswith(_PNG):
                    raise NoPicture(f"the action server answered {response.status}")
                return png
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise NoPicture(type(error).__name__) from None

    def _keep(self, name: str, png: bytes) -> None:
        """Write it so that nobody ever reads half of one; a full disk only costs the next time."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half = self._folder / f"{name}.{os.getpid()}.part"
            half.write_bytes(png)
            half.replace(self._folder / f"{name}.png")
            made = sorted(self._folder.glob("*.png"), key=lambda path: path.stat().st_mtime)
            for path in made[:-MOST]:
                path.unlink(missing_ok=True)
        except OSError:
            return
