"""One mail host for all tests of the email channel."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dev.say import Trouble
from tests.bot.mail.hosting import MailHost
from tests.bot.mail.talking import Rasa, rasa_server


@pytest.fixture(scope="session")
def running_host() -> Iterator[MailHost]:
    """The servers. Without a Dovecot these tests fail, and say how to get one."""
    host = MailHost()
    try:
        host.start()
    except Trouble as trouble:
        pytest.fail(str(trouble), pytrace=False)
    yield host
    host.stop()


@pytest.fixture
def host(running_host: MailHost) -> MailHost:
    """The servers, with no refusals left from another test."""
    running_host.refusals.clear()
    running_host.refused = 0
    return running_host


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    """A scripted Rasa server."""
    with rasa_server() as server:
        yield server
