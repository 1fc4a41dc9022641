"""The action server as it is started for real, watched."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from small_knowledge import ROOT, SmallKnowledge

from hepatica.search.encoder import Encoder
from hepatica.store import build_store

HOST = "127.0.0.1"
TOKEN = "0123456789abcdef" * 2
EMPTY: dict[str, Any] = {}
WORDS = "Quirin Pfefferkorn"
SENDER = "tg:4711-a-name-that-nobody-may-see"
OUTSIDE = {"X-Real-IP": "203.0.113.5"}


@dataclass(frozen=True)
class Running:
    """A started action server and its log."""

    port: int
    log: Path

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        answer = httpx.get(self._url(path), headers=headers, timeout=30)
        return answer.status_code, answer.text

    def ask(self, words: str, slots: Any = EMPTY) -> int:
        message = {"text": words, "intent": {"name": "ask_basics"}, "entities": []}
        tracker = {"sender_id": SENDER, "slots": slots, "latest_message": message, "events": []}
        call = {"next_action": "action_answer", "sender_id": SENDER, "domain": {}}
        return self.call({**call, "tracker": tracker})

    def call(self, body: dict[str, Any]) -> int:
        return httpx.post(self._url("/webhook"), json=body, timeout=30).status_code

    def numbers(self) -> dict[tuple[str, ...], float]:
        families = text_string_to_metric_families(self.get("/metrics")[1])
        samples = [sample for family in families for sample in family.samples]
        return {(s.name, *s.labels.values()): s.value for s in samples}

    def _url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"


@contextmanager
def _running(store: Path, log: Path, **settings: str) -> Iterator[Running]:
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "serve.py", "--port", str(port)],
            cwd=ROOT / "actions",
            env={**os.environ, "HEPATICA_STORE": str(store), **settings},
            stdout=output,
            stderr=output,
        )
    try:
        server = Running(port, log)
        _until(lambda: _listens(port), process)
        yield server
    finally:
        process.kill()
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _until(there: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while not there():
        assert process.poll() is None, "the action server ended"
        assert time.monotonic() < deadline, "the action server did not start"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def server(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for all tests, with one fact, and a log of everything in JSON."""
    folder = tmp_path_factory.mktemp("watch")
    store = folder / "facts.sqlite"
    build_store(SmallKnowledge(folder).load(), store, encoder.encode)
    more = {"HEPATICA_LOG": "json", "HEPATICA_METRICS_TOKEN": TOKEN, "LOG_LEVEL": "DEBUG"}
    with _running(store, folder / "log", **more) as running:
        yield running


def test_it_is_alive(server: Running) -> None:
    assert server.get("/health/live") == (200, '{"status":"alive"}')


def test_it_is_ready_and_tells_the_version_of_its_facts(server: Running) -> None:
    status, body = server.get("/health/ready")

    told: dict[str, Any] = json.loads(body)
    assert (status, told["status"]) == (200, "ready")
    assert told["checks"] == {"encoder": "ok", "facts": "ok", "store file": "ok"}
    assert re.fullmatch(r"\S+", told["store"])


def test_answers_are_timed_and_facts_counted(server: Running) -> None:
    before = server.numbers().get(("hepatica_actions_call_seconds_count", "answer", "2xx"), 0)
    assert server.ask("what is liver what") == 200

    numbers = server.numbers()

    assert numbers["hepatica_actions_call_seconds_count", "answer", "2xx"] == before + 1
    assert numbers["hepatica_actions_facts",] == 1
    version = json.loads(server.get("/health/ready")[1])["store"]
    assert numbers["hepatica_actions_store_info", version] == 1


@pytest.mark.parametrize("path", ["/health/ready", "/metrics"])
def test_through_a_proxy_only_the_token_opens(path: str, server: Running) -> None:
    assert server.get(path, **OUTSIDE)[0] == 403
    assert server.get(path, **OUTSIDE, Authorization="Bearer wrong")[0] == 403
    assert server.get(path, **OUTSIDE, Authorization=f"Bearer {TOKEN}")[0] == 200


def test_the_log_is_json_in_which_nobody_stands(server: Running) -> None:
    assert server.ask(f"my name is {WORDS}, what is liver what") == 200
    assert server.ask(f"my name is {WORDS}", slots=WORDS) == 200  # it breaks, and says so below
    assert server.call({"next_action": f"my name is {WORDS}", "sender_id": SENDER}) == 404
    log = server.log.read_text()

    events = [json.loads(line) for line in log.splitlines()]
    assert any(event.get("error") == "AttributeError" for event in events)
    for word in (*WORDS.split(), SENDER):
        assert word not in log


@pytest.mark.parametrize("setting", [{"HEPATICA_LOG": "xml"}, {"HEPATICA_METRICS_TOKEN": "short"}])
def test_a_setting_that_cannot_be_used_is_told_in_a_sentence(setting: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "serve.py", "--port", "0"],
        cwd=ROOT / "actions",
        env={**os.environ, **setting},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    [sentence] = done.stderr.splitlines()
    assert sentence.startswith(f"The action server cannot start: {next(iter(setting))} ")
