"""Where conversations are kept and for how long, from environment variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.messaging.settings import BadSetting, number
from bot.paths import ROOT

RUN = ROOT / ".run"
DAYS_MOST = 3650
_HOW = (
    "Write postgresql://user:password@host/database, or sqlite:////folder/conversations.sqlite "
    "for a file. Letters such as @ or / in a password are written as %40 or %2F."
)


@dataclass(frozen=True)
class StoreSettings:
    """How conversations are kept here.

    Args:
        database: its address; it may hold a password, so it is not shown.
        spool: the file for what the database did not take.
        keep_days: days after the last word until a conversation is deleted.
    """

    database: URL = field(default=URL.create("sqlite", database=str(RUN / "conversations.sqlite")))
    spool: Path = RUN / "spool.sqlite"
    keep_days: int = 30

    @property
    def is_file(self) -> bool:
        """Whether the database is an SQLite file and no server."""
        return bool(self.database.get_backend_name() == "sqlite")


def store_settings(environment: Mapping[str, str]) -> StoreSettings:
    """The settings that environment variables give, the defaults for all others.

    Raises:
        BadSetting: one of them cannot be used.
    """
    spool = environment.get("HEPATICA_SPOOL", "").strip()
    return StoreSettings(
        database=_database(environment.get("HEPATICA_DATABASE", "").strip()),
        spool=Path(spool).resolve() if spool else StoreSettings.spool,
        keep_days=number(environment, "HEPATICA_KEEP_DAYS", StoreSettings.keep_days, DAYS_MOST),
    )


def _database(address: str) -> URL:
    if not address:
        return StoreSettings.database
    if address.startswith("postgres://"):  # as some hosts write it; SQLAlchemy does not know it
        address = address.replace("postgres://", "postgresql://", 1)
    try:
        url = make_url(address)
        known = url.drivername in ("sqlite", "postgresql", "postgresql+psycopg2")
    except (ArgumentError, ValueError):
        known = False
    if not known or not url.database or url.database == ":memory:":
        raise BadSetting(f"HEPATICA_DATABASE is no address that can be used. {_HOW}")
    return url
