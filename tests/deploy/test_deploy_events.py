"""Real servers, made of nothing but what their images hold, keep conversations and tell of them.

Needs PostgreSQL on 127.0.0.1:5432 (trust) and RabbitMQ on 127.0.0.1:5672 (guest/guest):
pg_ctlcluster 15 main start; rabbitmq-server -detached
"""

import json
import os
import secrets
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from test_deploy_images import copied

from bench.scale.needs import Database, database, free_ports, require
from dev.paths import ACTIONS_PYTHON, BOT_PYTHON, MODEL, ROOT
from dev.ports import HOST
from dev.processes import Process, Words, stop
from dev.servers import PATIENCE, Server

RASA_PYTHON = Path(os.environ.get("HEPATICA_TEST_RASA_PYTHON", BOT_PYTHON))
"""Another one can be named, such as that of an environment without TensorFlow, as the image has."""
TRIES = 5
SECRET = "planted-7b1e"  # noqa: S105 - it is to be found again, or not
MESSAGES = ("what was the 2-year survival in the JCO trial?", f"thank you {SECRET}")


def image(stage: str, folder: Path) -> Path:
    """The files of an image: what its COPY lines take of the checkout, with the facts and model."""
    place = folder / stage
    ignored = shutil.ignore_patterns("__pycache__", ".venv", "*.pyc")
    for source, target in copied(stage).items():
        is_folder = (ROOT / source).is_dir()
        there = place / target if is_folder else place / target / Path(source).name
        there.parent.mkdir(parents=True, exist_ok=True)
        if is_folder:
            shutil.copytree(ROOT / source, there, ignore=ignored)
        else:
            shutil.copyfile(ROOT / source, there)
    (place / "build").mkdir()
    shutil.copyfile(ROOT / "build" / "facts.sqlite", place / "build" / "facts.sqlite")
    return place


@dataclass(frozen=True)
class Running:
    """Both servers and what is around them."""

    url: str
    kept: Database
    events: list[dict[str, Any]]
    log: str


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The servers, after a conversation."""
    require()
    folder = tmp_path_factory.mktemp("images")
    with ExitStack() as stack:
        kept = stack.enter_context(database())
        rasa, actions = free_ports(2)
        queue = f"hepatica-test-{secrets.token_hex(6)}"
        servers = [
            started_actions(image("actions", folder), actions, folder),
            started_rasa(image("rasa", folder), rasa, folder, settings(actions, kept, queue)),
        ]
        stack.callback(lambda: stop(*(server.process for server in servers)))
        wait(servers)
        command: Words = [BOT_PYTHON, "-m", "bench.scale.events", queue, folder / "counts", "--all"]
        counting = Process(command, folder / "counting.log")
        stack.callback(lambda: stop(counting))
        url = f"http://{HOST}:{rasa}"
        converse(url)
        events = arrived(folder / "counting.log")
        yield Running(url, kept, events, servers[1].log.read_text(encoding="utf-8"))


def settings(actions: int, kept: Database, queue: str) -> dict[str, str]:
    return {
        "HEPATICA_ACTIONS": f"http://{HOST}:{actions}",
        "HEPATICA_DATABASE": kept.address,
        "HEPATICA_WEB_KEYS": f"test:{secrets.token_hex(32)}",
        "HEPATICA_LOG": "json",
        "RABBITMQ_HOST": HOST,
        "RABBITMQ_PORT": "5672",
        "RABBITMQ_USER": "guest",
        "RABBITMQ_PASSWORD": "guest",
        "RABBITMQ_EXCHANGE": queue,
        "RABBITMQ_QUEUE": queue,
    }


def started_actions(place: Path, port: int, folder: Path) -> Server:
    command: Words = [ACTIONS_PYTHON, "serve.py", "--host", HOST, "--port", str(port)]
    process = Process(command, folder / "actions.log", place / "actions")
    return Server("actions", process, folder / "actions.log", port, "/health/ready")


def started_rasa(place: Path, port: int, folder: Path, told: dict[str, str]) -> Server:
    data = folder / "data"
    data.mkdir()
    own = {f"HEPATICA_{n}": str(data / f"{n}.sqlite") for n in ("INBOX", "SPOOL", "FEEDBACK")}
    command: list[str | Path] = [RASA_PYTHON, "-m", "bot.lean", "run", "-i", HOST]
    command += ["--port", str(port), "--model", MODEL]
    command += ["--credentials", "credentials.yml", "--endpoints", "endpoints.yml"]
    process = Process(command, folder / "rasa.log", place, told | own)
    return Server("rasa", process, folder / "rasa.log", port, "/health/ready")


def wait(servers: Sequence[Server]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not all(server.answers() for server in servers):
        for server in servers:
            assert server.process.code() is None, server.last_words()
            assert time.monotonic() < deadline, server.last_words()
        time.sleep(0.25)


def converse(url: str) -> None:
    """Hold a conversation; anew where a busy machine was too slow for a turn."""
    for _ in range(TRIES):
        kinds = list(said(url, MESSAGES))
        if "unavailable" not in kinds:
            return
    raise AssertionError(kinds)


def said(url: str, messages: Sequence[str]) -> Iterator[str]:
    """The kinds of the replies."""
    with httpx.Client(base_url=f"{url}/webhooks/web", timeout=20) as client:
        told = client.post("/session", json={}).raise_for_status().json()
        for message in messages:
            headers = {"Authorization": f"Bearer {told['token']}"}
            body = {"id": str(uuid.uuid4()), "message": message}
            told = client.post("/webhook", json=body, headers=headers).raise_for_status().json()
            yield told["messages"][-1]["custom"]["kind"]


def arrived(log: Path) -> list[dict[str, Any]]:
    """The last conversation's events from RabbitMQ, once those of its last message are there."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        mine = [event for event in events if event["sender_id"] == events[-1]["sender_id"]]
        if SECRET in json.dumps(mine) and mine[-1].get("name") == "action_listen":
            return mine
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


def test_every_event_of_a_conversation_arrives(running: Running) -> None:
    texts = [event["text"] for event in running.events if event["event"] == "user"]
    assert texts == list(MESSAGES)
    kinds = {event["event"] for event in running.events}
    assert {"user", "bot", "action", "slot"} <= kinds
    assert all(event["sender_id"].startswith("web:") for event in running.events)


def test_what_statistics_need_is_in_the_events(running: Running) -> None:
    (first, *_) = (event for event in running.events if event["event"] == "user")
    assert first["parse_data"]["intent"]["name"].startswith("ask_")
    assert first["input_channel"] == "web"
    contracts = [e["data"]["custom"] for e in running.events if e["event"] == "bot"]
    assert any(contract and contract["kind"] == "answer" for contract in contracts)


def test_postgresql_has_the_same_events(running: Running) -> None:
    assert running.kept.events_of(running.events[0]["sender_id"]) == len(running.events)


def test_the_server_is_ready_with_all_that_it_needs(running: Running) -> None:
    told = httpx.get(f"{running.url}/health/ready", timeout=10)
    assert told.status_code == 200
    checks = told.json()["checks"]
    assert checks["event broker"] == checks["conversations"] == checks["action server"] == "ok"


def test_the_log_does_not_tell_what_was_said(running: Running) -> None:
    assert "bot.watch.turns" in running.log
    assert SECRET not in running.log
