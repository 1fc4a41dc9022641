"""Settings of the Matrix process, from environment variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.messaging.settings import (
    BadSetting,
    MessagingSettings,
    messaging_settings,
    needed,
    secret,
    secure_url,
)
from bot.paths import ROOT

RASA = "http://127.0.0.1:5005/webhooks/rest/webhook"
_USER = r"@[^:\s]{1,200}:[A-Za-z0-9.\-:\[\]]{1,230}"
_SERVER = r"[A-Za-z0-9.\-:\[\]]+"


@dataclass(frozen=True)
class MatrixSettings:
    """What the process is told.

    Args:
        homeserver: address of the homeserver's API.
        user: the bot's user, such as @hepatica:hospital.org
        password: for logging in; may be left out once it is logged in, or where there is a token.
        token: an access token instead of a password, with the name of its ``device``.
        device: the device that the token belongs to.
        store: folder for keys, and for how far messages were read.
        pickle_key: what the keys in it are encrypted with.
        servers: homeservers whose people may invite the bot; empty for all.
        encrypted_only: whether questions are answered only where the room is encrypted.
        rasa: where Rasa's replies come from.
        common: what all messaging channels share.
    """

    homeserver: str
    user: str
    password: str
    token: str
    device: str
    store: Path
    pickle_key: str
    servers: frozenset[str]
    encrypted_only: bool
    rasa: str
    common: MessagingSettings


def matrix_settings(environment: Mapping[str, str]) -> MatrixSettings:
    """The settings that environment variables give, the defaults for all others.

    Raises:
        BadSetting: one of them is missing or cannot be used.
    """
    homeserver = secure_url(environment, "HEPATICA_MATRIX_HOMESERVER")
    if not homeserver:
        raise BadSetting(
            "HEPATICA_MATRIX_HOMESERVER is not set. "
            "It is the address of the homeserver's API, such as https://matrix.hospital.org"
        )
    token = environment.get("HEPATICA_MATRIX_TOKEN", "").strip()
    device = environment.get("HEPATICA_MATRIX_DEVICE", "").strip()
    if bool(token) != bool(device):
        raise BadSetting(
            "HEPATICA_MATRIX_TOKEN and HEPATICA_MATRIX_DEVICE belong together: set both or none."
        )
    store = environment.get("HEPATICA_MATRIX_STORE", "").strip()
    return MatrixSettings(
        homeserver=homeserver,
        user=needed(
            environment, "HEPATICA_MATRIX_USER", _USER, "It looks like @hepatica:hospital.org"
        ),
        password=environment.get("HEPATICA_MATRIX_PASSWORD", ""),
        token=token,
        device=device,
        store=Path(store).resolve() if store else ROOT / ".run" / "matrix",
        pickle_key=secret(environment, "HEPATICA_MATRIX_PICKLE_KEY"),
        servers=_servers(environment),
        encrypted_only=_is_yes(environment, "HEPATICA_MATRIX_REQUIRE_ENCRYPTION", default=True),
        rasa=secure_url(environment, "HEPATICA_MATRIX_RASA", RASA),
        common=messaging_settings(environment),
    )


def _servers(environment: Mapping[str, str]) -> frozenset[str]:
    names = re.split(r"[,\s]+", environment.get("HEPATICA_MATRIX_SERVERS", "").strip())
    servers = frozenset(name.lower() for name in names if name)
    if not all(re.fullmatch(_SERVER, name) for name in servers):
        raise BadSetting(
            "HEPATICA_MATRIX_SERVERS must be names of homeservers with commas between them, "
            "such as hospital.org, matrix.org"
        )
    return servers


def _is_yes(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    word = environment.get(name, "").strip().lower() or ("yes" if default else "no")
    if word not in ("yes", "no"):
        raise BadSetting(f"{name} must be yes or no.")
    return word == "yes"
