"""Both servers as they are started for real, at the level at which Rasa tells most.

Planted words and names of conversations must be in no log, and all that IT looks at must be there.
"""

from __future__ import annotations

import base64
import json
import signal
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.watch.checks import KEPT
from dev.ports import HOST, unused
from dev.processes import stop
from dev.servers import Server, started

SENDER = "tg:4915112345678"
PLANTED = ("Quirin", "Pfefferkorn", "Zanzibarallee", "鲁智深", "0151998877", "QX-4711")
SAID = (
    "My name is Quirin Pfefferkorn of Zanzibarallee, what is HCC?",
    "Quirin vomits blood",
    "你好，我叫鲁智深，肝癌是什么？",
    "Pfefferkorn Pfefferkorn QX-4711 0151998877",
    "/restart Quirin",
    "Quirin 😀 " * 800,
    'ask_basics{"topic": "Quirin"}',
    "my wife Quirin says she wants to die",
    "what is HCC, is Zanzibarallee near, and does TACE hurt Pfefferkorn?",
)


@dataclass
class System:
    """Both servers, their logs, and the names of the conversations that were had."""

    servers: list[Server]
    base: str
    senders: list[str]

    @property
    def log(self) -> str:
        return "\n".join(server.log.read_text(encoding="utf-8") for server in self.servers)

    @property
    def events(self) -> list[dict[str, Any]]:
        lines = [line for line in self.log.splitlines() if line.startswith("{")]
        return [json.loads(line) for line in lines]

    def numbers(self) -> dict[tuple[str, ...], float]:
        text = httpx.get(f"{self.base}/metrics", timeout=10).text
        samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
        return {(s.name, *s.labels.values()): s.value for s in samples}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("real")
    ports = unused()
    with started(ports, folder, settings(folder)) as servers:
        yield System(servers, f"http://{HOST}:{ports.rasa}", [SENDER])


def settings(folder: Path) -> dict[str, str]:
    return {
        "LOG_LEVEL": "DEBUG",
        "LOG_LEVEL_LIBRARIES": "DEBUG",
        "HEPATICA_LOG": "json",
        "HEPATICA_DATABASE": f"sqlite:///{folder}/conversations.sqlite",
        "HEPATICA_SPOOL": str(folder / "spool.sqlite"),
        "HEPATICA_INBOX": str(folder / "inbox.sqlite"),
        "HEPATICA_FEEDBACK": str(folder / "feedback.sqlite"),
    }


def say(system: System, text: str) -> dict[str, Any]:
    """The contract of the reply in the channel for programs on this machine."""
    body = {"sender": SENDER, "message": text}
    reply = httpx.post(f"{system.base}/webhooks/rest/webhook", json=body, timeout=20).json()
    return dict(reply[-1]["custom"])


def test_it_becomes_ready(system: System) -> None:
    reply = httpx.get(f"{system.base}/health/ready", timeout=5)

    told = reply.json()
    assert (reply.status_code, told["status"]) == (200, "ready")
    assert set(told["checks"].values()) == {"ok"}


def test_turns_are_counted_and_in_the_log(system: System) -> None:
    kinds = [say(system, text)["kind"] for text in SAID]

    numbers = system.numbers()
    counted = {key[2] for key in numbers if key[0] == "hepatica_turns_total" and key[1] == "rest"}
    logged = [event["kind"] for event in system.events if event["logger"] == "bot.watch.turns"]
    assert {"emergency", "crisis"} <= set(kinds)
    assert counted == set(kinds)
    assert logged == kinds
    assert numbers["hepatica_action_seconds_count", "ok"] >= 1


def test_a_conversation_on_the_page_is_had_and_erased(system: System) -> None:
    with httpx.Client(base_url=f"{system.base}/webhooks/web", timeout=20) as page:
        token = page.post("/session", json={}).json()["token"]
        claims = token.split(".")[1]
        known = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        system.senders.append(known["sub"])
        page.headers["Authorization"] = f"Bearer {token}"
        body = {"id": str(uuid.uuid4()), "message": SAID[0]}
        assert page.post("/webhook", json=body).status_code == 200
        assert page.get("/history").status_code == 200
        assert page.delete("/session").status_code == 204


def test_without_its_action_server_it_says_so_and_answers_with_an_excuse(system: System) -> None:
    stop(system.servers[0].process, by=signal.SIGKILL)

    kind = say(system, SAID[0])["kind"]
    time.sleep(KEPT)  # what was found before is given again for so long
    reply = httpx.get(f"{system.base}/health/ready", timeout=5)

    assert kind == "unavailable"
    assert reply.status_code == 503
    assert reply.json()["checks"]["action server"] == "failed: does not answer"
    assert system.numbers()["hepatica_action_seconds_count", "failed"] >= 1
    assert any(event["level"] == "error" for event in system.events)


def test_in_no_log_stands_a_patient(system: System) -> None:
    """Last, after all that was said before; at a level at which Rasa logs each message."""
    log = system.log

    assert {"processor.message.parse", "processor.slots.log"} <= {e["event"] for e in system.events}
    assert len(system.senders) == 2
    for word in (*PLANTED, *system.senders, *(s.partition(":")[2] for s in system.senders)):
        assert word not in log
        assert json.dumps(word)[1:-1] not in log


def test_once_it_runs_every_line_is_json(system: System) -> None:
    lines = system.servers[1].log.read_text(encoding="utf-8").splitlines()
    up = next(n for n, line in enumerate(lines) if "Rasa server is up and running." in line)

    assert len(lines) > up + 100
    assert all(isinstance(json.loads(line), dict) for line in lines[up:])
