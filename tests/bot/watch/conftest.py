"""What the tests of ``bot/watch/`` share: afterwards the log is as it was."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from rasa.core.actions.action import RemoteAction

from bot.watch import records


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Takes back what setting up the log changes in the whole process."""
    factory, hook, run = logging.getLogRecordFactory(), threading.excepthook, RemoteAction.run
    known = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    handlers = {handler for logger in known for handler in logger.handlers}
    if logging.lastResort is not None:
        handlers.add(logging.lastResort)
    formatters = {handler: handler.formatter for handler in handlers}
    monkeypatch.setattr(records._State, "quiet", False)
    yield
    logging.setLogRecordFactory(factory)
    logging.captureWarnings(False)
    threading.excepthook = hook
    RemoteAction.run = run
    for handler, formatter in formatters.items():
        handler.setFormatter(formatter)


@pytest.fixture
def quiet() -> None:
    """Patients can write."""
    records.set_up({})
    records.be_quiet()
