"""Settings of all messaging channels, from environment variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.paths import ROOT

SECRET_SHORTEST = 32
DAYS_MOST = 90
GROUPS = ("notice", "silent")
PICTURES = "http://127.0.0.1:5055/charts"
_SECURE = r"https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^\s?#]*)?"


class BadSetting(Exception):  # noqa: N818 - it is a setting that is bad
    """A setting cannot be used; says which, why and what to write, and never shows its value."""


@dataclass(frozen=True)
class MessagingSettings:
    """What is the same for every messaging channel.

    Args:
        inbox: the file in which messages are written down until they are answered.
        keep_days: how long ids are remembered, so that nothing is answered twice.
        rate: messages a minute that one person gets answers to.
        groups: "notice" tells groups now and then to write in private; "silent" tells nothing.
        public_url: how the world reaches this server, such as https://chat.hospital.org
        pictures: what draws charts; None where nothing may.
        name_secret: what names of conversations are made with; None for a secret in a file.
    """

    inbox: Path = ROOT / ".run" / "inbox.sqlite"
    keep_days: int = 7
    rate: int = 20
    groups: str = "notice"
    public_url: str | None = None
    pictures: str | None = PICTURES
    name_secret: str | None = field(default=None, repr=False)

    @property
    def name_file(self) -> Path:
        """Where the secret is kept that is made when none is set."""
        return self.inbox.with_name("names.secret")


def messaging_settings(environment: Mapping[str, str]) -> MessagingSettings:
    """The settings that environment variables give, the defaults for all others.

    Raises:
        BadSetting: one of them cannot be used.
    """
    inbox = environment.get("HEPATICA_INBOX", "").strip()
    groups = environment.get("HEPATICA_GROUPS", "").strip() or MessagingSettings.groups
    if groups not in GROUPS:
        raise BadSetting(f"HEPATICA_GROUPS must be one of {', '.join(GROUPS)}.")
    return MessagingSettings(
        inbox=Path(inbox).resolve() if inbox else MessagingSettings.inbox,
        keep_days=number(environment, "HEPATICA_INBOX_DAYS", 7, DAYS_MOST),
        rate=number(environment, "HEPATICA_MESSAGING_RATE", 20, 1000),
        groups=groups,
        public_url=secure_url(environment, "HEPATICA_PUBLIC_URL") or None,
        pictures=_pictures(environment),
        name_secret=_name_secret(environment),
    )


def _name_secret(environment: Mapping[str, str]) -> str | None:
    given = environment.get("HEPATICA_NAME_SECRET", "").strip()
    return secret(environment, "HEPATICA_NAME_SECRET") if given else None


def _pictures(environment: Mapping[str, str]) -> str | None:
    address = environment.get("HEPATICA_PICTURES", "").strip() or PICTURES
    if address == "off":
        return None
    # Charts hold nothing of a person, so the way to the action server may be plain.
    if not re.fullmatch(r"https?://[^\s?#]+", address):
        raise BadSetting(
            f"HEPATICA_PICTURES must be the address of the action server's charts, "
            f"such as {PICTURES}, or off."
        )
    return address


def secure_url(environment: Mapping[str, str], name: str, default: str = "") -> str:
    """An address that secrets and patients' words may go to, without a slash at its end.

    Raises:
        BadSetting: it is neither https:// nor on this machine.
    """
    address = environment.get(name, "").strip() or default
    if address and not re.fullmatch(_SECURE, address):
        raise BadSetting(f"{name} must begin with https://")
    return address.rstrip("/")


def number(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A whole number from 1 to ``most``.

    Raises:
        BadSetting: it is none.
    """
    word = environment.get(name, "").strip() or str(default)
    if not word.isascii() or not word.isdecimal() or not 1 <= int(word) <= most:
        raise BadSetting(f"{name} must be a whole number from 1 to {most}.")
    return int(word)


def needed(environment: Mapping[str, str], name: str, pattern: str, shape: str) -> str:
    """A setting that a channel cannot do without.

    Args:
        environment: the environment variables.
        name: the setting's name.
        pattern: a regular expression that the whole of it matches.
        shape: what it looks like and where to get it, for whoever left it out.

    Raises:
        BadSetting: it is missing or looks different.
    """
    word = environment.get(name, "").strip()
    if not word:
        raise BadSetting(f"{name} is not set. {shape}")
    if not re.fullmatch(pattern, word, re.ASCII):
        raise BadSetting(f"{name} does not look right. {shape}")
    return word


def secret(environment: Mapping[str, str], name: str) -> str:
    """A secret that we chose ourselves, long enough that nobody guesses it.

    Raises:
        BadSetting: it is missing, too short, the same letter all over, or has unusual letters.
    """
    how = "Make one with: openssl rand -hex 32"
    word = needed(environment, name, r"[A-Za-z0-9_-]{1,256}", how)
    if len(word) < SECRET_SHORTEST or len(set(word)) < 8:  # noqa: PLR2004 - hex has about 15
        raise BadSetting(f"{name} is too weak: at least {SECRET_SHORTEST} random letters. {how}")
    return word
