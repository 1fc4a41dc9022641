"""What the tests of the web channel share."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.channels.guarded
from bot.web import pages
from bot.web.settings import Settings
from tests.bot.web.serving import settings

PAGE = (
    '<!doctype html><html lang="{{language}}"><title>{{title}}</title>'
    '<link href="{{base}}theme.css"><hepatica-chat api="{{base}}"></hepatica-chat></html>'
)
SCRIPT = "// a widget\n" * 200


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    """Settings with a known key, and files only in the test's own folder."""
    return settings(tmp_path)


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that is given up almost at once."""
    monkeypatch.setattr(bot.channels.guarded, "SECONDS", 0.05)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Built files, small ones, in the place of the real ones."""
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
    """A theme folder, still empty."""
    folder = tmp_path / "theme"
    folder.mkdir()
    return folder
