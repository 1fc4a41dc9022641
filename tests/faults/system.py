"""Both servers as real processes, each of which can be killed, stopped and started again alone."""

from __future__ import annotations

import re
import secrets
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from dev.paths import ACTIONS, ACTIONS_PYTHON, BOT_PYTHON, MODEL, ROOT
from dev.ports import ACTIONS_DEFAULT, HOST, unused
from dev.processes import Process, Words, read, stop
from dev.servers import PATIENCE, Server

FILES = {name: name.lower() + ".sqlite" for name in ("DATABASE", "SPOOL", "INBOX", "FEEDBACK")}
"""What a server writes into its folder."""


class System:
    """A Rasa server and its action server, in a folder of their own.

    Args:
        folder: for all that they write.
        environment: more settings, for both.
        endpoints: the file for Rasa; the usual one when not given.
        channels: lines for credentials.yml beside the usual ones.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        endpoints: Path = ROOT / "endpoints.yml",
        channels: str = "",
    ) -> None:
        self.folder = folder
        self.ports = unused()
        self.url = f"http://{HOST}:{self.ports.rasa}"
        self.actions_url = f"http://{HOST}:{self.ports.actions}"
        self.facts = folder / "facts.sqlite"
        shutil.copyfile(ROOT / "build" / "facts.sqlite", self.facts)
        self.said: set[str] = set()
        self.environment = self._settings() | dict(environment or {})
        self._write_settings(endpoints, channels)
        self._logs: list[Path] = []
        self.rasa: Server | None = None
        self.actions: Server | None = None

    def _settings(self) -> dict[str, str]:
        own = {f"HEPATICA_{name}": str(self.folder / file) for name, file in FILES.items()}
        return own | {
            "HEPATICA_DATABASE": f"sqlite:///{self.folder / FILES['DATABASE']}",
            "HEPATICA_STORE": str(self.facts),
            # Sessions go on after a restart; each person of the tests has an address.
            "HEPATICA_WEB_KEYS": f"test:{secrets.token_hex(32)}",
            "HEPATICA_WEB_PROXIES": HOST,
            "HEPATICA_WEB_RATE": "1000",
            "HEPATICA_MESSAGING_RATE": "1000",
            "HEPATICA_ACTIONS": self.actions_url,
        }

    def _write_settings(self, endpoints: Path, channels: str) -> None:
        usual, ours = f"{HOST}:{ACTIONS_DEFAULT}", f"{HOST}:{self.ports.actions}"
        text = re.sub(rf"\b{re.escape(usual)}\b", ours, endpoints.read_text(encoding="utf-8"))
        (self.folder / "endpoints.yml").write_text(text, encoding="utf-8")
        credentials = (ROOT / "credentials.yml").read_text(encoding="utf-8")
        (self.folder / "credentials.yml").write_text(credentials + channels, encoding="utf-8")

    # Starting and ending.

    def start(self) -> None:
        """Start both, and wait until they answer."""
        self.start_actions(wait=False)
        self.start_rasa(wait=False)
        for server in (self.actions, self.rasa):
            self._wait(server)

    def start_actions(self, *, wait: bool = True) -> None:
        """Start the action server on its port."""
        command: Words = [
            *(ACTIONS_PYTHON, "serve.py", "--host", HOST, "--port", str(self.ports.actions))
        ]
        self.actions = self._started("actions", command, ACTIONS, self.ports.actions, "/health")
        if wait:
            self._wait(self.actions)

    def start_rasa(self, *, wait: bool = True) -> None:
        """Start the Rasa server on its port."""
        command: list[str | Path] = [BOT_PYTHON, "-m", "bot.lean", "run", "-i", HOST]
        command += ["--port", str(self.ports.rasa), "--model", MODEL]
        command += ["--credentials", self.folder / "credentials.yml"]
        command += ["--endpoints", self.folder / "endpoints.yml"]
        self.rasa = self._started("rasa", command, ROOT, self.ports.rasa, "/webhooks/rest/")
        if wait:
            self._wait(self.rasa)

    def _started(self, name: str, command: Words, cwd: Path, port: int, health: str) -> Server:
        log = self.folder / f"{name}-{len(self._logs)}.log"
        self._logs.append(log)
        return Server(name, Process(command, log, cwd, self.environment), log, port, health)

    def _wait(self, server: Server | None) -> None:
        assert server is not None
        deadline = time.monotonic() + PATIENCE
        while not server.answers():
            assert server.process.code() is None, server.reason()
            assert time.monotonic() < deadline, server.last_words()
            time.sleep(0.2)

    def kill(self, server: Server | None) -> None:
        """End a server as a crash or a power cut does."""
        assert server is not None
        stop(server.process, by=signal.SIGKILL)

    def pause(self, server: Server | None) -> None:
        """Let a server hang: its port takes connections, and nothing answers."""
        assert server is not None
        server.process.send(signal.SIGSTOP)

    def resume(self, server: Server | None) -> None:
        """Let it go on."""
        assert server is not None
        server.process.send(signal.SIGCONT)

    def close(self) -> None:
        """End both."""
        servers = [server for server in (self.rasa, self.actions) if server is not None]
        for server in servers:
            self.resume(server)
        stop(*(server.process for server in servers))

    # What IT sees.

    @property
    def log(self) -> str:
        """All that both have written since the first start."""
        return "\n".join(read(log) for log in self._logs)

    def health(self) -> dict[str, Any]:
        """What the readiness check of the Rasa server says, its HTTP status included."""
        reply = httpx.get(f"{self.url}/health/ready", timeout=10)
        return {**reply.json(), "code": reply.status_code}

    def check(self, name: str) -> str:
        """What one check says now."""
        return str(self.health()["checks"][name])

    def number(self, name: str, **labels: str) -> float:
        """A number for Prometheus; 0 when there is none yet."""
        text = httpx.get(f"{self.url}/metrics", timeout=10).text
        samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
        named = [sample for sample in samples if sample.name == name]
        return sum(s.value for s in named if labels.items() <= s.labels.items())

    def until_well(self) -> None:
        """Wait until nothing is amiss any more."""
        until(lambda: self.health()["status"] == "ready", self.health)


def until(
    holds: Callable[[], object], told: Callable[[], object] = lambda: "", seconds: float = 30.0
) -> None:
    """Wait for something that happens behind.

    Args:
        holds: whether it has happened.
        told: what is shown when it does not.
        seconds: how long to wait.
    """
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, told() or "it did not happen"
        time.sleep(0.1)
