"""A real homeserver for the tests: Synapse on loopback, without federation."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PROJECT = Path(__file__).resolve().parents[1] / "synapse"
PYTHON = PROJECT / ".venv" / "bin" / "python"
SERVER = "hospital.test"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who do not exist
_SECRET = "for registering only"  # noqa: S105 - of a server that lives for a test run
_MUCH = {"per_second": 10_000, "burst_count": 10_000}
SECONDS = 60.0


class NoServerError(Exception):
    """The homeserver is not installed or does not start; says what to do."""


@dataclass
class Synapse:
    """A homeserver in a folder; can be stopped and started again."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    people: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Write its configuration and keys."""
        if not PYTHON.exists():
            raise NoServerError(
                "The test homeserver is not installed; run: python3 -m dev setup-tests"
            )
        self.port = _free_port()
        (self.folder / "log.yaml").write_text(json.dumps(_LOG))
        (self.folder / "homeserver.yaml").write_text(json.dumps(self._configuration()))
        made = subprocess.run(
            [*self._command(), "--generate-keys"], cwd=self.folder, capture_output=True, check=False
        )
        if made.returncode:
            raise NoServerError(f"Synapse made no keys:\n{made.stderr.decode()}")

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = (self.folder / "output.log").open("ab")
        self.process = subprocess.Popen(
            self._command(), cwd=self.folder, stdout=log, stderr=log, env=_environment()
        )
        end = time.monotonic() + SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise NoServerError((self.folder / "output.log").read_text()[-3000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it as a crash would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def register(self, name: str) -> str:
        """A new user, numbered so that no test meets another's; gives the user id."""
        self.people += 1
        user = f"{name}{self.people}"
        nonce = self.call("GET", "/_synapse/admin/v1/register")["nonce"]
        said = "\0".join((nonce, user, PASSWORD, "notadmin"))
        mac = hmac.new(_SECRET.encode(), said.encode(), hashlib.sha1).hexdigest()
        account = {"nonce": nonce, "username": user, "password": PASSWORD, "mac": mac}
        made = self.call("POST", "/_synapse/admin/v1/register", {**account, "admin": False})
        return str(made["user_id"])

    def call(self, method: str, path: str, content: Any = None, token: str = "") -> Any:
        """The answer to a plain request, without any client library."""
        body = None if content is None else json.dumps(content).encode()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = Request(f"{self.url}{path}", body, headers, method=method)  # noqa: S310
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - our own loopback server
            return json.loads(answer.read())

    def events(self, room: str) -> list[dict[str, Any]]:
        """All events of a room as they stand in the homeserver's own database."""
        with sqlite3.connect(f"file:{self.folder}/homeserver.db?mode=ro", uri=True) as database:
            rows = database.execute(
                "SELECT json FROM event_json JOIN events USING (event_id) "
                "WHERE events.room_id = ? ORDER BY stream_ordering",
                (room,),
            ).fetchall()
        return [json.loads(row[0]) for row in rows]

    def holds(self, word: str) -> bool:
        """Whether a word stands anywhere in what the homeserver keeps on its disk."""
        paths = [path for path in self.folder.rglob("*") if path.is_file()]
        return any(word.encode() in path.read_bytes() for path in paths)

    def _answers(self) -> bool:
        try:
            self.call("GET", "/_matrix/client/versions")
        except HTTPError:
            raise
        except OSError:
            return False
        return True

    def _command(self) -> list[str]:
        return [str(PYTHON), "-m", "synapse.app.homeserver", "-c", "homeserver.yaml"]

    def _configuration(self) -> dict[str, Any]:
        login = {"address": _MUCH, "account": _MUCH, "failed_attempts": _MUCH}
        joins = {"local": _MUCH, "remote": _MUCH}
        invites = {"per_room": _MUCH, "per_user": _MUCH, "per_issuer": _MUCH}
        return {
            "server_name": SERVER,
            "report_stats": False,
            "pid_file": str(self.folder / "synapse.pid"),
            "signing_key_path": str(self.folder / "signing.key"),
            "macaroon_secret_key": "not secret",
            "form_secret": "nor this",
            "registration_shared_secret": _SECRET,
            "log_config": str(self.folder / "log.yaml"),
            "media_store_path": str(self.folder / "media"),
            "database": {
                "name": "sqlite3",
                "args": {"database": str(self.folder / "homeserver.db")},
            },
            "listeners": [
                {
                    "port": self.port,
                    "type": "http",
                    "bind_addresses": ["127.0.0.1"],
                    "resources": [{"names": ["client"]}],
                }
            ],
            "trusted_key_servers": [],
            "federation_domain_whitelist": [],
            "presence": {"enabled": False},
            "rc_message": _MUCH,
            "rc_registration": _MUCH,
            "rc_login": login,
            "rc_joins": joins,
            "rc_invites": invites,
            "rc_key_requests": _MUCH,
            "rc_media_create": _MUCH,
        }


_LOG = {
    "version": 1,
    "formatters": {"plain": {"format": "%(levelname)s %(message)s"}},
    "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"level": "WARNING", "handlers": ["output"]},
    "disable_existing_loggers": False,
}


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
