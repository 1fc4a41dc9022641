"""What a hospital puts in the place of our look: name, colours, logo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.knowledge_files import read
from bot.web.assets import Asset
from bot.web.settings import SettingsError

NAME = "Hepatica"
NAME_LONGEST = 80
LARGEST = 512 * 1024
"""Bytes of a file of the theme; every patient loads it."""
_KEEP = {"Cache-Control": "public, max-age=300"}
_LOGOS = (("logo.svg", "image/svg+xml"), ("logo.png", "image/png"))
# An SVG can hold programs, which must not run when somebody opens the logo by itself.
_LOGO_POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


@dataclass(frozen=True)
class Theme:
    """The name above the chat, the hospital's design tokens, its logo if it has one."""

    name: str
    css: Asset
    logo: Asset | None


def theme_in(folder: Path | None) -> Theme:
    """The theme in a folder; ours where a file, or the folder, is missing.

    Raises:
        SettingsError: a file is too large, or the name is none.
        KnowledgeFileError: theme.yml cannot be read.
    """
    if folder is None:
        return Theme(NAME, _css(b""), None)
    css = folder / "theme.css"
    logos = [(folder / name, kind) for name, kind in _LOGOS if (folder / name).is_file()]
    return Theme(
        name=_name(folder / "theme.yml"),
        css=_css(_bytes(css) if css.is_file() else b""),
        logo=next(
            (Asset(_bytes(path), kind, {**_KEEP, **_LOGO_POLICY}) for path, kind in logos), None
        ),
    )


def _css(body: bytes) -> Asset:
    return Asset(body, "text/css; charset=utf-8", _KEEP)


def _name(path: Path) -> str:
    if not path.is_file():
        return NAME
    name = read(path).get("name", NAME)
    if not isinstance(name, str) or not 0 < len(name.strip()) <= NAME_LONGEST:
        raise SettingsError(f"{path}: name must be a text of at most {NAME_LONGEST} characters.")
    return name.strip()


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise SettingsError(f"{path} has more than {LARGEST // 1024} kB. Make it smaller.")
    return path.read_bytes()
