"""The action server and the Rasa server as a pair: started together, ended together."""

import http.client
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev.paths import ACTIONS, ACTIONS_PYTHON, BOT_PYTHON, MODEL, ROOT, RUN, shown
from dev.ports import ACTIONS_DEFAULT, HOST, Ports, unused
from dev.processes import Process, Words, ending, read, stop
from dev.reasons import program_reason, tail
from dev.say import Elapsed, Trouble, indented

PATIENCE = 180.0
"""Seconds until a start is given up; 15 are usual, a cold disk takes four times that."""


@dataclass(frozen=True)
class Server:
    """One of the two, with what tells whether it is ready."""

    name: str
    process: Process
    log: Path
    port: int
    health: str

    def answers(self) -> bool:
        """Whether it is up; both answer only once everything is loaded."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            connection.request("GET", self.health)
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def reason(self) -> str:
        """Why it gave up, and where the log is; only for one that never served anybody."""
        lines = indented(program_reason(read(self.log)))
        return f"{lines}\nThe whole log is in {shown(self.log)}."

    def last_words(self) -> str:
        """The end of its log and where the rest is."""
        return f"{indented(tail(read(self.log)))}\nThe whole log is in {shown(self.log)}."


@contextmanager
def running(
    ports: Ports | None = None,
    folder: Path = RUN / "tests",
    env: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Both servers, ready, for as long as the block lasts.

    Args:
        ports: where they listen; free ones when not said.
        folder: for the logs.
        env: more environment variables for both.

    Yields:
        The Rasa server's address, such as "http://127.0.0.1:5005".

    Raises:
        Trouble: one of them died or was not ready in time.
    """
    ports = ports or unused()
    with started(ports, folder, env):
        yield f"http://{HOST}:{ports.rasa}"


@contextmanager
def started(
    ports: Ports, folder: Path, env: Mapping[str, str] | None = None
) -> Iterator[list[Server]]:
    """As ``running``, for callers that watch the servers themselves."""
    servers: list[Server] = []
    try:
        servers.append(_start_actions(ports, folder, env))
        servers.append(_start_rasa(ports, folder, env))
        _wait(servers)
        yield servers
    finally:
        stop(*(server.process for server in servers))


def _start_actions(ports: Ports, folder: Path, env: Mapping[str, str] | None) -> Server:
    command: Words = [ACTIONS_PYTHON, "serve.py", "--host", HOST, "--port", str(ports.actions)]
    log = folder / "actions.log"
    process = Process(command, log, ACTIONS, env)
    return Server("action server", process, log, ports.actions, "/health")


def _start_rasa(ports: Ports, folder: Path, env: Mapping[str, str] | None) -> Server:
    command: list[str | Path] = [BOT_PYTHON, "-m", "bot.lean", "run", "-i", HOST]
    command += ["--port", str(ports.rasa), "--model", MODEL]
    command += ["--credentials", ROOT / "credentials.yml"]
    command += ["--endpoints", _endpoints(ports, folder)]
    log = folder / "rasa.log"
    process = Process(command, log, env=_own_database(folder) | dict(env or {}))
    return Server("Rasa server", process, log, ports.rasa, "/webhooks/rest/")


def _own_database(folder: Path) -> dict[str, str]:
    """Settings for an empty database of the tests' own; none for ``make run``, which keeps its."""
    if folder == RUN:
        return {}
    for old in folder.glob("conversations.sqlite*"):
        old.unlink()
    return {
        "HEPATICA_DATABASE": f"sqlite:///{(folder / 'conversations.sqlite').resolve()}",
        "HEPATICA_SPOOL": str(folder / "conversations.sqlite-spool"),
    }


def _endpoints(ports: Ports, folder: Path) -> Path:
    original = ROOT / "endpoints.yml"
    if ports.actions == ACTIONS_DEFAULT:
        return original
    text, found = re.subn(
        rf"(http://{re.escape(HOST)}:){ACTIONS_DEFAULT}\b",
        rf"\g<1>{ports.actions}",
        original.read_text(encoding="utf-8"),
    )
    if not found:
        raise Trouble(f"endpoints.yml names no action server at http://{HOST}:{ACTIONS_DEFAULT}.")
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / "endpoints.yml"
    copy.write_text(text, encoding="utf-8")
    return copy


def _wait(servers: list[Server]) -> None:
    deadline = time.monotonic() + PATIENCE
    waiting = list(servers)
    with Elapsed("Starting") as elapsed:
        while waiting:
            elapsed.show()
            for server in servers:
                _require_alive(server)
            waiting = [server for server in waiting if not server.answers()]
            if waiting and time.monotonic() > deadline:
                raise Trouble(_too_slow(waiting[0]))
            time.sleep(0.25 if waiting else 0)
    _require_model(servers[-1])


def _require_alive(server: Server) -> None:
    code = server.process.code()
    if code is not None:
        raise Trouble(
            f"The {server.name} ended while starting ({ending(code)}):\n{server.reason()}"
        )


def _require_model(rasa: Server) -> None:
    # Rasa logs this and serves on, with an excuse for every question.
    log = read(rasa.log)
    if "No valid model found" in log:
        raise Trouble(f"{shown(MODEL)} is no model; delete it to have it trained anew.")
    if "Could not load model due to" in log:
        raise Trouble(f"The Rasa server could not load the model:\n{rasa.reason()}")


def _too_slow(server: Server) -> str:
    return (
        f"The {server.name} was not ready after {PATIENCE:.0f} seconds. Its last lines:\n"
        f"{server.last_words()}"
    )
