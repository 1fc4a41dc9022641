"""The page, its files, the hospital's theme, and what browsers are told about them."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.help_lines import SETTING
from bot.knowledge_files import KnowledgeFileError
from bot.web import pages
from bot.web.pages import Pages, policy
from bot.web.settings import Settings, SettingsError
from bot.web.theme import LARGEST, theme_in
from tests.bot.web.serving import Client, Reply, run

SCRIPT = "// a widget\n" * 200
PAGE = (
    '<!doctype html><html lang="{{language}}"><title>{{title}}</title>'
    '<link href="{{base}}theme.css"><hepatica-chat api="{{base}}"></hepatica-chat></html>'
)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Built files, small ones."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE)
    (folder / "widget.js").write_text(SCRIPT)
    (folder / "embed.js").write_text("// embed")
    (folder / "notes.md").write_text("not for patients")
    (folder / ".hidden.js").write_text("not for patients")
    (tmp_path / "secret.js").write_text("not for patients")
    monkeypatch.setattr(pages, "STATIC", folder)
    return folder


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "theme"
    folder.mkdir()
    return folder


def get(given: Settings, path: str, method: str = "GET", **headers: str) -> Reply:
    return run(given, lambda client: client.ask(method, path, headers=headers))


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


@pytest.mark.parametrize(("path", "base"), [("/", "webhooks/web/"), ("/webhooks/web/", "")])
def test_the_page_finds_its_files_from_where_it_stands(
    given: Settings, path: str, base: str
) -> None:
    reply = get(given, path)

    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.body.decode() == (
        f'<!doctype html><html lang="en"><title>Hepatica</title>'
        f'<link href="{base}theme.css"><hepatica-chat api="{base}"></hepatica-chat></html>'
    )


@pytest.mark.parametrize("path", ["/", "/webhooks/web/"])
def test_the_page_lets_a_browser_do_only_what_it_needs(given: Settings, path: str) -> None:
    headers = get(given, path).headers

    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "microphone=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-cache"


def test_only_the_sites_that_were_listed_may_frame_the_page(given: Settings) -> None:
    sites = ("https://www.hospital.org", "https://*.clinic.org")
    listed = get(replace(given, sites=sites), "").headers["Content-Security-Policy"]

    assert f"frame-ancestors 'self' {' '.join(sites)};" in listed
    assert listed.replace(" " + " ".join(sites), "") == CSP == policy(())


@pytest.mark.parametrize("path", ["session", "nothing", "health", "glossary", "history"])
def test_every_other_answer_may_do_nothing_in_a_browser(given: Settings, path: str) -> None:
    headers = get(given, path).headers

    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_what_is_about_one_person_is_never_kept(given: Settings) -> None:
    async def talk(client: Client) -> list[str]:
        begun = await client.ask("POST", "session", json={})
        ann = await client.begin()
        replies = [
            *(begun, await ann.say("hello"), await ann.ask("GET", "history")),
            *(await client.ask("GET", "history"), await ann.ask("DELETE", "session")),
        ]
        return [reply.headers["Cache-Control"] for reply in replies]

    assert run(given, talk) == ["no-store"] * 5


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/", "", "en"),
        ("/", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("/", "en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("/", "fr,zh;q=0.5", "zh"),
        ("/", "fr-FR", "en"),
        ("/?language=zh", "en", "zh"),
        ("/?language=en", "zh", "en"),
        ("/?language=%22%3E%3Cscript%3E", "zh", "zh"),
        ("/webhooks/web/?language=zh", "", "zh"),
    ],
)
def test_the_page_says_which_language_it_is_in(
    given: Settings, path: str, accepted: str, language: str
) -> None:
    reply = get(given, path, **{"Accept-Language": accepted})

    assert f'<html lang="{language}">' in reply.body.decode()
    assert "Accept-Language" in reply.headers["Vary"]


def test_the_name_of_the_hospital_cannot_break_the_page(given: Settings, theme: Path) -> None:
    (theme / "theme.yml").write_text("name: '\"><script>alert(1)</script>{{base}}'")
    body = get(replace(given, theme=theme), "/").body.decode()

    assert "<script>" not in body
    assert "<title>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{base}}</title>" in body


def test_the_page_itself_names_the_emergency_number_of_the_country(
    given: Settings, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (built / "page.html").write_text("<p>{{title}}: call your local emergency number</p>")
    monkeypatch.setenv(SETTING, "GB")

    assert get(given, "/").body == b"<p>Hepatica: call 999</p>"


def test_the_licences_of_what_is_built_in_can_be_read(given: Settings, built: Path) -> None:
    (built / "licences.txt").write_text("MIT")
    reply = get(given, "static/licences.txt")

    assert (reply.body, reply.headers["Content-Type"]) == (b"MIT", "text/plain; charset=utf-8")


def test_the_address_without_a_slash_leads_to_the_page(given: Settings) -> None:
    reply = get(given, "/webhooks/web")

    assert (reply.status, reply.headers["Location"]) == (308, "web/")


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


def test_a_head_request_has_no_body(given: Settings) -> None:
    for path in ("/", "", "static/widget.js"):
        reply = get(given, path, "HEAD")
        assert (reply.status, reply.body) == (200, b"")


def test_a_missing_widget_is_told_to_whoever_starts_the_server(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    Pages("Hepatica", (), folder=tmp_path)

    assert "widget.js" in caplog.text


def test_without_a_theme_there_is_no_logo_and_nothing_to_restyle(given: Settings) -> None:
    css, logo = get(given, "theme.css"), get(given, "logo")

    assert (css.status, css.body, css.headers["Content-Type"]) == (
        200,
        b"",
        "text/css; charset=utf-8",
    )
    assert (logo.status, logo.error) == (404, "not_found")


def test_a_theme_restyles_the_page(given: Settings, theme: Path) -> None:
    (theme / "theme.css").write_text(":root { --hepatica-accent: #005eb8 }")
    (theme / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (theme / "theme.yml").write_text("name: St Mary's liver chat\n", encoding="utf-8")
    themed = replace(given, theme=theme)

    async def talk(client: Client) -> list[Reply]:
        paths = [("GET", "theme.css"), ("GET", "logo"), ("GET", "/")]
        asked = [await client.ask(*path) for path in paths]
        return [*asked, await client.ask("POST", "session", json={})]

    css, logo, page, session = run(themed, talk)

    assert b"#005eb8" in css.body
    assert logo.headers["Content-Type"] == "image/svg+xml"
    assert b"<title>St Mary&#x27;s liver chat</title>" in page.body
    about = session.json["about"]
    assert (about["name"], about["logo"]) == ("St Mary's liver chat", "logo")


def test_programs_inside_a_logo_do_not_run(given: Settings, theme: Path) -> None:
    (theme / "logo.svg").write_text("<svg><script>alert(1)</script></svg>")
    rules = get(replace(given, theme=theme), "logo").headers["Content-Security-Policy"]

    assert re.match(r"default-src 'none'; .*sandbox", rules)


def test_a_png_will_do_and_an_svg_is_preferred(theme: Path) -> None:
    (theme / "logo.png").write_bytes(b"\x89PNG")
    only_png = theme_in(theme).logo
    (theme / "logo.svg").write_text("<svg/>")
    both = theme_in(theme).logo

    assert (only_png and only_png.content_type) == "image/png"
    assert (both and both.content_type) == "image/svg+xml"


@pytest.mark.parametrize("text", ["name: ''", "name: 3", "name: [a]", f"name: {'x' * 81}"])
def test_a_name_that_is_none_stops_the_start(theme: Path, text: str) -> None:
    (theme / "theme.yml").write_text(text)

    with pytest.raises(SettingsError, match=r"theme\.yml"):
        theme_in(theme)


def test_a_theme_that_cannot_be_read_stops_the_start(theme: Path) -> None:
    (theme / "theme.yml").write_text("name: [")

    with pytest.raises(KnowledgeFileError, match=r"theme\.yml"):
        theme_in(theme)


@pytest.mark.parametrize("name", ["theme.css", "logo.svg", "logo.png"])
def test_a_file_that_is_too_large_for_patients_stops_the_start(theme: Path, name: str) -> None:
    (theme / name).write_bytes(b"x" * (LARGEST + 1))

    with pytest.raises(SettingsError, match=name):
        theme_in(theme)


def test_the_real_page_has_the_places_that_are_filled() -> None:
    page = (Path(pages.__file__).parent / "static" / "page.html").read_text(encoding="utf-8")

    assert set(re.findall(r"\{\{(\w+)\}\}", page)) == {"base", "title", "language"}
    assert "<hepatica-chat" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=|\sstyle=", page)
