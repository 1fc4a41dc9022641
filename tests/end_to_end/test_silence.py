"""When the action server is gone, the patient still gets an honest reply, and urgent help."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.ports import unused
from dev.processes import stop
from dev.servers import started
from tests.end_to_end.runner import Conversation


@pytest.fixture(scope="module")
def orphan_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Rasa server whose action server was killed."""
    folder: Path = tmp_path_factory.mktemp("orphan")
    ports = unused()
    with started(ports, folder) as servers:
        actions = next(server for server in servers if server.port == ports.actions)
        stop(actions.process)
        yield f"http://127.0.0.1:{ports.rasa}"


def test_a_question_gets_an_honest_reply_instead_of_silence(orphan_url: str) -> None:
    answered = Conversation(orphan_url).say("what does BCLC stage B mean")
    assert answered.contract["kind"] == "unavailable"
    assert "emergency number" in answered.visible


@pytest.mark.parametrize(
    ("message", "kind"),
    [("my husband is vomiting blood", "emergency"), ("i want to end my life", "crisis")],
)
def test_urgent_help_does_not_need_the_action_server(
    message: str, kind: str, orphan_url: str
) -> None:
    assert Conversation(orphan_url).say(message).contract["kind"] == kind


def test_fixed_replies_do_not_need_the_action_server(orphan_url: str) -> None:
    assert Conversation(orphan_url).say("thank you").contract["kind"] == "smalltalk"
