"""The web channel's settings, from environment variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from rasa.shared.exceptions import RasaException

from bot.paths import ROOT

Network = IPv4Network | IPv6Network
SECRET_SHORTEST = 32
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


class SettingsError(RasaException):
    """A setting cannot be used; says which, why and what to write. The server does not start."""


class Key(NamedTuple):
    """A key that signs session tokens; tokens name the key that signed them."""

    name: str
    secret: str


@dataclass(frozen=True)
class Settings:
    """How the web channel runs here.

    ``keys`` is empty when a key for this process alone is to be made. ``idle`` and ``longest``
    are seconds, ``rate`` is messages a minute in one conversation.
    """

    keys: tuple[Key, ...] = ()
    origins: frozenset[str] = frozenset()
    sites: tuple[str, ...] = ()
    idle: int = 60 * 60
    longest: int = 24 * 60 * 60
    proxies: tuple[Network, ...] = ()
    rate: int = 20
    theme: Path | None = None
    feedback: Path = ROOT / ".run" / "feedback.sqlite"


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings that environment variables give, the defaults for all others.

    Raises:
        SettingsError: one of them cannot be used.
    """

    def words(name: str) -> list[str]:
        return re.split(r"[,\s]+", environment.get(name, "").strip(", \t\n")) if given(name) else []

    def given(name: str) -> str:
        return environment.get(name, "").strip()

    def number(name: str, default: int, most: int) -> int:
        return _number(name, given(name) or str(default), most)

    theme, feedback = given("HEPATICA_WEB_THEME"), given("HEPATICA_FEEDBACK")
    return Settings(
        keys=_keys("HEPATICA_WEB_KEYS", words("HEPATICA_WEB_KEYS")),
        origins=frozenset(
            _site("HEPATICA_WEB_ORIGINS", word, wildcard=False)
            for word in words("HEPATICA_WEB_ORIGINS")
        ),
        sites=tuple(_site("HEPATICA_WEB_SITES", word) for word in words("HEPATICA_WEB_SITES")),
        idle=60 * number("HEPATICA_WEB_IDLE_MINUTES", 60, 24 * 60),
        longest=60 * 60 * number("HEPATICA_WEB_SESSION_HOURS", 24, 7 * 24),
        proxies=tuple(
            _network("HEPATICA_WEB_PROXIES", word) for word in words("HEPATICA_WEB_PROXIES")
        ),
        rate=number("HEPATICA_WEB_RATE", 20, 1000),
        theme=_folder("HEPATICA_WEB_THEME", theme) if theme else None,
        feedback=Path(feedback).resolve() if feedback else Settings.feedback,
    )


def _keys(setting: str, words: list[str]) -> tuple[Key, ...]:
    keys = []
    for place, word in enumerate(words, start=1):
        name, colon, secret = word.partition(":")
        # The messages never show the word itself, which may be the secret.
        if not colon or not _NAME.fullmatch(name):
            raise SettingsError(
                f"{setting}: write key {place} as name:secret, the name from letters, digits, "
                "'-', '_' and '.', such as 2027a:<secret>."
            )
        if len(secret) < SECRET_SHORTEST:
            raise SettingsError(
                f"{setting}: the secret of key {name} has {len(secret)} characters; it needs at "
                f"least {SECRET_SHORTEST}. Make one with: openssl rand -hex 32"
            )
        keys.append(Key(name, secret))
    if len({key.name for key in keys}) < len(keys):
        raise SettingsError(f"{setting}: two keys have the same name. Give each its own.")
    return tuple(keys)


def _site(setting: str, word: str, *, wildcard: bool = True) -> str:
    """A site as browsers name it: scheme, host, port if unusual; nothing behind.

    ``https://*.hospital.org`` stands for all subdomains, where that is allowed.
    """
    shown = f"{setting}: {word} is no site."
    try:
        parts = urlsplit(word.lower())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise SettingsError(f"{shown} Write one such as https://www.hospital.org") from error
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise SettingsError(f"{shown} Write one such as https://www.hospital.org")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsError(f"{shown} Leave out what stands behind the host: {parts.path}")
    shape = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(shape) or ("*" in shape and not wildcard):
        raise SettingsError(f"{shown} Write out each host, such as https://www.hospital.org")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shape}" + (f":{port}" if port not in (None, usual) else "")


def _network(setting: str, word: str) -> Network:
    try:
        return ip_network(word, strict=False)
    except ValueError as error:
        raise SettingsError(
            f"{setting}: {word} is no address. Write one such as 10.0.0.5 or 10.0.0.0/24."
        ) from error


def _number(setting: str, word: str, most: int) -> int:
    if not word.isascii() or not word.isdecimal() or not 1 <= int(word) <= most:
        raise SettingsError(f"{setting}: {word} must be a whole number from 1 to {most}.")
    return int(word)


def _folder(setting: str, word: str) -> Path:
    path = Path(word).resolve()
    if not path.is_dir():
        raise SettingsError(f"{setting}: {path} is no folder. Make it, or leave the setting out.")
    return path
