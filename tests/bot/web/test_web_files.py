"""The widget's files: which are served, how, and no others."""

from __future__ import annotations

import asyncio
import gzip
import http.client
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.web.settings import Settings
from tests.bot.web.conftest import SCRIPT
from tests.bot.web.serving import Client, get, run

pytestmark = pytest.mark.usefixtures("built")


def raw(given: Settings, target: str) -> tuple[int, bytes]:
    """A request whose target is sent exactly as it stands."""

    async def talk(client: Client) -> tuple[int, bytes]:
        def ask() -> tuple[int, bytes]:
            connection = http.client.HTTPConnection(urlsplit(client.url).netloc, timeout=5)
            connection.putrequest("GET", target, skip_accept_encoding=True)
            connection.endheaders()
            response = connection.getresponse()
            return response.status, response.read()

        return await asyncio.to_thread(ask)

    return run(given, talk)


def test_the_licences_of_what_is_built_in_can_be_read(given: Settings, built: Path) -> None:
    (built / "licences.txt").write_text("MIT")
    reply = get(given, "static/licences.txt")

    assert (reply.body, reply.headers["Content-Type"]) == (b"MIT", "text/plain; charset=utf-8")


@pytest.mark.parametrize(("name", "body"), [("widget.js", SCRIPT), ("embed.js", "// embed")])
def test_a_built_file_is_served_as_what_it_is(given: Settings, name: str, body: str) -> None:
    reply = get(given, f"static/{name}")

    assert (reply.status, reply.body.decode()) == (200, body)
    assert reply.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "page.html",
        "notes.md",
        "nothing.js",
        ".hidden.js",
        "widget.js.map",
        "widget.js~",
        "%00",
        "",
    ],
)
def test_other_files_are_not_served(given: Settings, name: str) -> None:
    reply = get(given, f"static/{name}")

    assert (reply.status, reply.error) == (404, "not_found")
    assert b"not for patients" not in reply.body


@pytest.mark.parametrize(
    "target",
    [
        "/webhooks/web/static/../secret.js",
        "/webhooks/web/static/..%2fsecret.js",
        "/webhooks/web/static/%2e%2e/secret.js",
        "/webhooks/web/static/%2e%2e%2fsecret.js",
        "/webhooks/web/static/..\\secret.js",
        "/webhooks/web/static/....//secret.js",
        "/webhooks/web/static//etc/passwd",
        "/webhooks/web/static/%2fetc%2fpasswd",
        "/webhooks/web/static/widget.js/../../secret.js",
        "/webhooks/web/../../secret.js",
        "/static/../secret.js",
    ],
)
def test_no_path_leads_out_of_the_folder(given: Settings, target: str) -> None:
    status, body = raw(given, target)

    assert status == 404
    assert b"not for patients" not in body
    assert b"root:" not in body


def test_a_browser_that_has_the_file_gets_it_no_second_time(given: Settings) -> None:
    first = get(given, "static/widget.js")
    tag = first.headers["ETag"]
    again = get(given, "static/widget.js", **{"If-None-Match": f'"x", {tag}'})
    strong = get(given, "static/widget.js", **{"If-None-Match": tag.removeprefix("W/")})
    other = get(given, "static/embed.js", **{"If-None-Match": tag})

    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert strong.status == 304
    assert other.status == 200
    assert "max-age" in first.headers["Cache-Control"]


def test_a_changed_file_has_another_tag(given: Settings, built: Path) -> None:
    before = get(given, "static/widget.js").headers["ETag"]
    (built / "widget.js").write_text(SCRIPT + "// more")

    assert get(given, "static/widget.js").headers["ETag"] != before


def body_and_coding(given: Settings, path: str, accepted: str | None) -> tuple[bytes, str | None]:
    """The body as it was sent, not unpacked."""

    async def talk(client: Client) -> tuple[bytes, str | None]:
        def ask() -> tuple[bytes, str | None]:
            connection = http.client.HTTPConnection(urlsplit(client.url).netloc, timeout=5)
            connection.putrequest("GET", path, skip_accept_encoding=True)
            if accepted is not None:
                connection.putheader("Accept-Encoding", accepted)
            connection.endheaders()
            response = connection.getresponse()
            return response.read(), response.headers["Content-Encoding"]

        return await asyncio.to_thread(ask)

    return run(given, talk)


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.8", "GZIP", "deflate, gzip; q=1.0"])
def test_a_file_is_packed_for_browsers_that_can_unpack_it(given: Settings, accepted: str) -> None:
    body, coding = body_and_coding(given, "/webhooks/web/static/widget.js", accepted)

    assert coding == "gzip"
    assert gzip.decompress(body).decode() == SCRIPT
    assert len(body) < len(SCRIPT) / 2


@pytest.mark.parametrize("accepted", [None, "", "br", "gzip;q=0", "identity", "gzip;q=0.000"])
def test_a_file_is_sent_as_it_is_to_others(given: Settings, accepted: str | None) -> None:
    body, coding = body_and_coding(given, "/webhooks/web/static/widget.js", accepted)

    assert (coding, body.decode()) == (None, SCRIPT)


def test_proxies_are_told_that_packed_and_plain_differ(given: Settings) -> None:
    assert "Accept-Encoding" in get(given, "static/widget.js").headers["Vary"]


@pytest.mark.parametrize(
    ("origin", "allowed"), [("https://www.hospital.org", True), ("https://evil.example", False)]
)
def test_a_listed_page_may_load_the_widget_as_a_module(
    given: Settings, origin: str, allowed: bool
) -> None:
    listing = replace(given, origins=frozenset({"https://www.hospital.org"}))
    reply = get(listing, "static/widget.js", Origin=origin)

    assert reply.status == 200
    assert (reply.headers.get("Access-Control-Allow-Origin") == origin) is allowed
