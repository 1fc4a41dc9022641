"""The email channel's process in a test: a scripted Rasa behind it, lines that can be held up."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from bot.paths import ROOT
from bot.replies import contract
from tests.bot.mail.hosting import DOMAIN, PASSWORD, MailHost, until

SUGGESTIONS = ["What is TACE?", "How is it done?"]
READS = "reading the mailbox"


class Answering(Protocol):
    """What stands behind the channel: only where it is counts."""

    url: str


class Rasa:
    """Stands for the Rasa server: says what it was told, in the shape of the channel "rest"."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.erased: list[str] = []
        self.held = threading.Event()
        self.free = threading.Event()
        self.free.set()
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({"status": "ok"})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                rasa.asked.append(body)
                rasa.held.set()
                rasa.free.wait(120)
                with suppress(OSError):  # who asked may have been killed
                    self._answer(_reply(body["message"]))

            def do_DELETE(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                rasa.erased.append(body["sender"])
                self._answer({})

            def _answer(self, said: Any) -> None:
                raw = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def hold(self) -> None:
        """Answer nothing from now on."""
        self.held.clear()
        self.free.clear()

    def said(self) -> list[str]:
        """The words that reached it."""
        return [body["message"] for body in self.asked]

    def stop(self) -> None:
        """End it."""
        self.free.set()
        self._server.shutdown()
        self._server.server_close()


def _reply(said: str) -> list[dict[str, Any]]:
    closing = contract("emergency" if "vomiting blood" in said else "answer")
    if said == "suggest":
        closing["suggestions"] = SUGGESTIONS
    return [{"text": f"You said {said}"}, {"custom": closing}]


class Proxy:
    """A line to a server that can be held up, or cut. Only for lines in the clear."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.hold_at: bytes | None = None
        self.held = threading.Event()
        self._lines: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._socket.accept()
                try:
                    there = socket.create_connection(("127.0.0.1", self._to))
                except OSError:
                    here.close()
                    continue
                self._lines += [here, there]
                for pair in ((here, there, True), (there, here, False)):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket, watched: bool) -> None:
        with suppress(OSError):
            while data := here.recv(65536):
                if watched and self.hold_at and self.hold_at in data:
                    self.held.set()
                    return
                there.sendall(data)
        with suppress(OSError):
            there.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Break all lines."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """End it."""
        self._socket.close()
        self.cut()


class Bot:
    """The program ``python -m bot.mail`` with a mailbox of its own."""

    def __init__(self, host: MailHost, rasa: Answering, folder: Path, name: str) -> None:
        self.address = f"{name}@{DOMAIN}"
        self._host = host
        self._log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.settings = {
            "HEPATICA_INBOX": str(folder / f"{name}.sqlite"),
            "HEPATICA_MAIL_ADDRESS": self.address,
            "HEPATICA_MAIL_IMAP_HOST": "localhost",
            "HEPATICA_MAIL_IMAP_PORT": str(host.imaps_port),
            "HEPATICA_MAIL_IMAP_TLS": "implicit",
            "HEPATICA_MAIL_IMAP_PASSWORD": PASSWORD,
            "HEPATICA_MAIL_SMTP_HOST": "localhost",
            "HEPATICA_MAIL_SMTP_PORT": str(host.smtp_port),
            "HEPATICA_MAIL_RASA": rasa.url,
            "SSL_CERT_FILE": str(host.certificate),
        }

    def through(self, proxy: Proxy) -> None:
        """Let it read its mailbox over a line that can be held up."""
        self.settings["HEPATICA_MAIL_IMAP_HOST"] = "127.0.0.1"
        self.settings["HEPATICA_MAIL_IMAP_PORT"] = str(proxy.port)
        self.settings["HEPATICA_MAIL_IMAP_TLS"] = "off"

    def start(self, *words: str, reads: bool = True) -> None:
        """Start it, and wait until it reads."""
        before = self.log().count(READS)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.mail", *words],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        if reads:
            until(lambda: self.log().count(READS) > before or self._process.poll() is not None)
            assert self._process.poll() is None, self.log()

    def _environment(self) -> dict[str, str]:
        other = {n: v for n, v in os.environ.items() if not n.startswith("HEPATICA_")}
        return {**other, **self.settings}

    def run(self, *words: str) -> tuple[int, str]:
        """Run it to its end: exit code and what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "bot.mail", *words],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def kill(self) -> None:
        """End it as a crash does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(20)

    def stop(self) -> int:
        """End it in order: its exit code."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.terminate()
        return self._process.wait(30)

    def log(self) -> str:
        """What it logged."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def folder(self, name: str = "INBOX") -> int:
        """How many mails are in a folder of its mailbox."""
        return len(self._host.mails(self.address, name))


@contextmanager
def rasa_server() -> Iterator[Rasa]:
    """A scripted Rasa, for as long as this lasts."""
    rasa = Rasa()
    try:
        yield rasa
    finally:
        rasa.stop()
