"""What a hospital puts in the place of our look."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge_files import KnowledgeFileError
from bot.web.settings import Settings, SettingsError
from bot.web.theme import LARGEST, theme_in
from tests.bot.web.serving import Client, Reply, get, run

pytestmark = pytest.mark.usefixtures("built")


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
