"""The action server as it is started for real."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from small_knowledge import ROOT, SmallKnowledge

from hepatica.search.encoder import Encoder
from hepatica.store import build_store

HOST = "127.0.0.1"
CALL = {
    "next_action": "action_answer",
    "sender_id": "someone",
    "domain": {},
    "tracker": {
        "sender_id": "someone",
        "slots": {},
        "latest_message": {
            "text": "what is liver what",
            "intent": {"name": "ask_basics", "confidence": 0.9},
            "intent_ranking": [{"name": "ask_basics", "confidence": 0.9}],
            "entities": [],
        },
        "events": [],
        "paused": False,
        "active_loop": {},
    },
}


@dataclass(frozen=True)
class Running:
    """A started action server."""

    process: subprocess.Popen[str]
    port: int

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://{HOST}:{self.port}{path}", timeout=10) as answer:
            return json.load(answer)

    def post(self, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"http://{HOST}:{self.port}/webhook",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def draw(self, order: bytes) -> tuple[int, str, bytes]:
        """Status, type and content of what an order of a picture is answered with."""
        request = urllib.request.Request(f"http://{HOST}:{self.port}/charts", order)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers["Content-Type"], refused.read()

    def listens(self, host: str = HOST) -> bool:
        with socket.socket() as probe:
            probe.settimeout(5)
            return probe.connect_ex((host, self.port)) == 0

    def wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + 60
        while not self.listens():
            assert self.process.poll() is None, "the action server ended"
            assert time.monotonic() < deadline, "the action server did not start"
            time.sleep(0.1)


def _start(store: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "serve.py", "--port", str(port)],
        cwd=ROOT / "actions",
        env={**os.environ, "HEPATICA_STORE": str(store)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    try:
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    return process.returncode, errors


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def store(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with one fact."""
    folder = tmp_path_factory.mktemp("serve")
    build_store(SmallKnowledge(folder).load(), folder / "facts.sqlite", encoder.encode)
    return folder / "facts.sqlite"


@contextmanager
def _running(store: Path) -> Iterator[Running]:
    port = _free_port()
    running = Running(_start(store, port), port)
    try:
        running.wait_until_it_listens()
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Running]:
    """A server that is ready, for all tests that leave it running."""
    with _running(store) as running:
        yield running


def test_a_taken_port_is_told_in_a_sentence(store: Path) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        code, errors = _ended(_start(store, port))
    assert code == 1
    [sentence] = errors.splitlines()
    assert f"cannot listen on 127.0.0.1:{port} (" in sentence
    assert sentence.endswith("choose another --host or --port.")


@pytest.mark.parametrize("content", [None, b"not a database"])
def test_a_store_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, content: bytes | None
) -> None:
    store = tmp_path / "facts.sqlite"
    if content is not None:
        store.write_bytes(content)
    code, errors = _ended(_start(store, _free_port()))
    assert code == 1
    [sentence] = errors.splitlines()
    assert sentence.startswith("The action server cannot start: ")
    assert str(store) in sentence
    assert sentence.endswith("make store")


def test_it_says_that_it_is_healthy(server: Running) -> None:
    assert server.get("/health") == {"status": "ok"}


def test_it_answers_a_question(server: Running) -> None:
    answer = server.post(CALL)
    assert any("A statement about liver what." in (r["text"] or "") for r in answer["responses"])
    slots = {event["name"]: event["value"] for event in answer["events"]}
    assert (slots["topic"], slots["facts_given"]) == ("basics", ["liver-what"])


def test_it_draws_a_chart(server: Running) -> None:
    chart = {
        "kind": "icons",
        "title": "Survival",
        "panels": [{"label": None, "count": 1, "out_of": 2, "text": "1 out of 2"}],
        "filled": "alive",
        "empty": "had died",
        "caption": "Source: a.",
        "alt": "Survival. 1 out of 2.",
    }
    order = json.dumps({"chart": chart, "language": "en"}).encode()
    status, kind, picture = server.draw(order)
    assert (status, kind, picture[:4]) == (200, "image/png", b"\x89PNG")
    assert server.draw(order)[2] == picture


@pytest.mark.parametrize("order", [b"", b"{", b"[]", b'{"chart": {}, "language": "en"}'])
def test_what_is_no_chart_is_refused_in_a_sentence(server: Running, order: bytes) -> None:
    status, kind, told = server.draw(order)
    assert (status, kind) == (400, "application/json")
    assert json.loads(told)["error"]


def test_a_call_that_names_no_action_of_ours_is_refused(server: Running) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.post({**CALL, "next_action": "action_other"})
    assert refused.value.code == 404


def test_it_listens_on_one_address_only(server: Running) -> None:
    """On Linux every address of 127/8 is the machine's own."""
    assert not server.listens("127.0.0.2")


def test_a_stop_is_a_success_and_frees_the_port(store: Path) -> None:
    with _running(store) as server:
        server.get("/health")  # it listens a moment before it minds signals
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert not server.listens()


def test_a_port_number_that_is_none_is_told(store: Path) -> None:
    code, sentence = _ended(_start(store, 99999))
    assert code == 1
    assert sentence.strip().endswith("choose another --host or --port.")
