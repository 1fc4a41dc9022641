"""What deploy/ describes, as processes on this machine: nginx, Rasa servers, action servers."""

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.scale.front import here, nginx
from bench.scale.needs import RABBITMQ, Database, free_ports
from dev.paths import ACTIONS, ACTIONS_PYTHON, BOT_PYTHON, MODEL, ROOT
from dev.ports import HOST
from dev.processes import Process, Words, ending, stop
from dev.say import Trouble
from dev.servers import PATIENCE, Server

ENDPOINTS = ROOT / "deploy" / "endpoints.yml"


@dataclass(frozen=True)
class Topology:
    """What runs.

    Args:
        url: nginx, as patients reach it.
        rasa: the Rasa servers.
        actions: the action servers.
        nginx: its process.
        queue: where RabbitMQ keeps the events.
    """

    url: str
    rasa: Sequence[Server]
    actions: Sequence[Server]
    nginx: Process
    queue: str

    def pids(self) -> dict[str, int]:
        """The process of each server, by its name."""
        return {server.name: pid(server.process) for server in (*self.rasa, *self.actions)}


@contextmanager
def topology(rasa: int, actions: int, database: Database, folder: Path) -> Iterator[Topology]:
    """All of it, ready; stopped at the end.

    Args:
        rasa: how many Rasa servers.
        actions: how many action servers.
        database: where conversations go.
        folder: for logs and the servers' own files.

    Raises:
        Trouble: something died or was not ready in time.
    """
    web_port, actions_port, *ports = free_ports(2 + rasa + actions)
    queue = f"hepatica-scale-{secrets.token_hex(6)}"
    shared = _shared(actions_port, database, queue)
    front: list[Process] = []
    servers: list[Server] = []
    try:
        for number, port in enumerate(ports[rasa:], start=1):
            servers.append(_actions(number, port, folder))
        for number, port in enumerate(ports[:rasa], start=1):
            servers.append(_rasa(number, port, folder, shared))
        files = here(ports[:rasa], ports[rasa:], web_port, actions_port)
        front.append(nginx(folder / "nginx", files))
        _wait(servers)
        yield Topology(
            f"http://{HOST}:{web_port}", servers[actions:], servers[:actions], front[0], queue
        )
    finally:
        stop(*front, *(server.process for server in servers))


def pid(process: Process) -> int:
    """The number of a process."""
    return process._child.pid


def _shared(actions_port: int, database: Database, queue: str) -> dict[str, str]:
    """What all Rasa servers are told."""
    return {
        "HEPATICA_ACTIONS": f"http://{HOST}:{actions_port}",
        "HEPATICA_PICTURES": f"http://{HOST}:{actions_port}/charts",
        "HEPATICA_DATABASE": database.address,
        "HEPATICA_WEB_KEYS": f"scale:{secrets.token_hex(32)}",
        "HEPATICA_WEB_PROXIES": HOST,
        "HEPATICA_COUNTRY": "GB",
        "HEPATICA_LOG": "json",
        "RABBITMQ_HOST": RABBITMQ[0],
        "RABBITMQ_PORT": str(RABBITMQ[1]),
        "RABBITMQ_USER": "guest",
        "RABBITMQ_PASSWORD": "guest",
        "RABBITMQ_EXCHANGE": queue,
        "RABBITMQ_QUEUE": queue,
    }


def _actions(number: int, port: int, folder: Path) -> Server:
    command: Words = [ACTIONS_PYTHON, "serve.py", "--host", HOST, "--port", str(port)]
    log = folder / f"actions-{number}.log"
    process = Process(command, log, ACTIONS)
    return Server(f"actions-{number}", process, log, port, "/health/ready")


def _rasa(number: int, port: int, folder: Path, shared: dict[str, str]) -> Server:
    own = folder / f"rasa-{number}"
    own.mkdir(parents=True, exist_ok=True)
    files = {
        f"HEPATICA_{name}": str(own / f"{name.lower()}.sqlite")
        for name in ("INBOX", "SPOOL", "FEEDBACK")
    }
    command: list[str | Path] = [BOT_PYTHON, "-m", "bot.lean", "run", "-i", HOST]
    command += ["--port", str(port), "--model", MODEL, "--endpoints", ENDPOINTS]
    command += ["--credentials", ROOT / "credentials.yml"]
    log = folder / f"rasa-{number}.log"
    process = Process(command, log, env=shared | files)
    return Server(f"rasa-{number}", process, log, port, "/health/ready")


def _wait(servers: Sequence[Server]) -> None:
    """Until all are ready, all they need included."""
    deadline = time.monotonic() + PATIENCE
    waiting = list(servers)
    while waiting:
        for server in waiting:
            code = server.process.code()
            if code is not None:
                raise Trouble(f"{server.name} ended ({ending(code)}):\n{server.reason()}")
            if time.monotonic() > deadline:
                raise Trouble(f"{server.name} was not ready in time:\n{server.last_words()}")
        waiting = [server for server in waiting if not server.answers()]
        time.sleep(0.25)
