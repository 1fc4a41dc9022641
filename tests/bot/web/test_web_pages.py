"""The page, and what browsers are told about it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.help_lines import SETTING
from bot.web import pages
from bot.web.pages import Pages, policy
from bot.web.settings import Settings
from tests.bot.web.serving import Client, get, run

pytestmark = pytest.mark.usefixtures("built")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)


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


def test_the_address_without_a_slash_leads_to_the_page(given: Settings) -> None:
    reply = get(given, "/webhooks/web")

    assert (reply.status, reply.headers["Location"]) == (308, "web/")


def test_a_head_request_has_no_body(given: Settings) -> None:
    for path in ("/", "", "static/widget.js"):
        reply = get(given, path, "HEAD")
        assert (reply.status, reply.body) == (200, b"")


def test_a_missing_widget_is_told_to_whoever_starts_the_server(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "page.html").write_text("<p>")
    Pages("Hepatica", (), folder=tmp_path)

    assert "widget.js" in caplog.text


def test_the_real_page_has_the_places_that_are_filled() -> None:
    page = (Path(pages.__file__).parent / "static" / "page.html").read_text(encoding="utf-8")

    assert set(re.findall(r"\{\{(\w+)\}\}", page)) == {"base", "title", "language"}
    assert "<hepatica-chat" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=|\sstyle=", page)
