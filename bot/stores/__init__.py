"""Where conversations are kept, and who may write to one: Rasa's tracker store and lock store."""

from __future__ import annotations

import os
from typing import Any

from bot.stores.locks import HepaticaLockStore
from bot.stores.tracker import HepaticaTrackerStore
from bot.web.erasing import primary
from bot.web.settings import SettingsError

_HOW = "See docs/operating/conversations.md."


def check(agent: Any) -> None:
    """Make sure that Rasa uses these stores; it takes others in their place in silence.

    Args:
        agent: Rasa's agent, once it is loaded.

    Raises:
        SettingsError: it does not; the server must not start.
    """
    if not isinstance(primary(agent.tracker_store), HepaticaTrackerStore):
        raise SettingsError(
            "Conversations would be kept in memory only and be lost. endpoints.yml must have "
            "tracker_store: with type: bot.stores.tracker.HepaticaTrackerStore, and all packages "
            f"must be installed. {_HOW}"
        )
    if not isinstance(agent.lock_store, HepaticaLockStore):
        raise SettingsError(
            "endpoints.yml must have lock_store: with type: bot.stores.locks.HepaticaLockStore. "
            f"{_HOW}"
        )
    if os.environ.get("SANIC_WORKERS", "").strip() not in ("", "1"):
        raise SettingsError(
            "SANIC_WORKERS must be 1: the locks hold for one process. For more, start several "
            f"servers behind a proxy that sends each conversation to the same one. {_HOW}"
        )
