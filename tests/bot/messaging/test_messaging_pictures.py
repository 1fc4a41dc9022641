"""Pictures of charts are fetched, kept, and given up without harm."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.messaging import Image
from bot.messaging.pictures import MOST, NoPicture, Pictures

PNG = b"\x89PNG\r\n\x1a\n..."
IMAGE = Image({"kind": "icons", "title": "one"}, "en", "one")
Drawing = Callable[[web.Request], web.Response]


def got(
    drawing: Drawing, pictures: Callable[[str], Pictures], times: int = 1
) -> tuple[list[bytes], int]:
    """The picture so many times, and how often it was drawn."""
    calls = 0

    async def draw(request: web.Request) -> web.Response:
        nonlocal calls
        calls += 1
        return drawing(request)

    async def run() -> list[bytes]:
        app = web.Application()
        app.router.add_post("/charts", draw)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            asking = pictures(f"http://127.0.0.1:{runner.addresses[0][1]}/charts")
            async with aiohttp.ClientSession() as http:
                return [await asking.png(IMAGE, http) for _ in range(times)]
        finally:
            await runner.cleanup()

    return asyncio.run(run()), calls


def test_a_picture_is_drawn_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pictures"

    drawn = got(lambda _: web.Response(body=PNG), lambda url: Pictures(url, folder), times=3)

    assert drawn == ([PNG] * 3, 1)
    assert Pictures(None, folder).kept(f"{IMAGE.name}.png") == PNG
    assert [path.name for path in folder.iterdir()] == [f"{IMAGE.name}.png"]


@pytest.mark.parametrize(
    "drawing",
    [
        lambda _: web.Response(status=400, body=PNG),
        lambda _: web.Response(status=500),
        lambda _: web.Response(body=b"<html>"),
        lambda _: web.Response(body=b""),
    ],
)
def test_what_is_no_picture_is_not_kept(tmp_path: Path, drawing: Drawing) -> None:
    with pytest.raises(NoPicture):
        got(drawing, lambda url: Pictures(url, tmp_path))

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_only_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")

    drawn = got(
        lambda _: web.Response(body=PNG), lambda url: Pictures(url, tmp_path / "file"), times=2
    )

    assert drawn == ([PNG] * 2, 2)


def test_old_pictures_make_room(tmp_path: Path) -> None:
    for number in range(MOST + 20):
        path = tmp_path / f"{number:032x}.png"
        path.write_bytes(PNG)
        os.utime(path, (number, number))

    got(lambda _: web.Response(body=PNG), lambda url: Pictures(url, tmp_path))

    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == MOST
    assert f"{IMAGE.name}.png" in left
    assert f"{0:032x}.png" not in left


@pytest.mark.parametrize("name", ["", "x.png", "../inbox.sqlite", f"{'0' * 32}", f"{'G' * 32}.png"])
def test_only_pictures_are_given_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.png").write_bytes(PNG)

    assert Pictures(None, tmp_path).kept(name) is None


def test_another_chart_or_language_is_another_picture() -> None:
    names = {
        Image({"kind": "icons", "title": title}, language, "").name
        for title in ("one", "two")
        for language in ("en", "zh")
    }

    assert len(names) == 4
    assert Image({"title": "one", "kind": "icons"}, "en", "other words").name == IMAGE.name
