"""As much of Telegram as sends messages and takes the answers."""

from __future__ import annotations

import itertools
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import httpx

from dev.ports import HOST
from tests.faults.system import System

CHANNEL = "\nbot.channels.telegram.TelegramInput:\n"
SECRET = "6a1c0c5be2f94d17a3b8c7d6e5f4a392"  # noqa: S105 - of the tests
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - of the tests
_numbers = itertools.count(1)


class Telegram:
    """The Bot API on a port of its own; ``fails`` makes it answer 502."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.fails = False
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self.settings = {
            "HEPATICA_TELEGRAM_TOKEN": TOKEN,
            "HEPATICA_TELEGRAM_SECRET": SECRET,
            "HEPATICA_TELEGRAM_API": f"http://{HOST}:{self._server.server_port}",
        }

    def __enter__(self) -> Telegram:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        telegram = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                if not telegram.fails and self.path.endswith("/sendMessage"):
                    call = json.loads(body)
                    telegram.sent.append((call["chat_id"], call["text"]))
                self.send_response(502 if telegram.fails else 200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(b'{"ok": true, "result": {}}')

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler

    def update(self, text: str, chat: int, *, before: float = 0.0) -> dict[str, Any]:
        """An update for a message of a person, sent so many seconds before now."""
        number = next(_numbers)
        message = {
            "message_id": number,
            "date": int(time.time() - before),
            "from": {"id": chat, "is_bot": False, "first_name": "Wilhelmina"},
            "chat": {"id": chat, "type": "private"},
            "text": text,
        }
        return {"update_id": number, "message": message}

    def deliver(self, system: System, update: dict[str, Any]) -> int:
        """Call the bot's webhook with an update; gives the HTTP status."""
        system.said.add(update["message"]["text"])
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        url = f"{system.url}/webhooks/telegram/webhook"
        return httpx.post(url, json=update, headers=headers, timeout=20).status_code

    def texts(self, chat: int) -> list[str]:
        """What the bot sent to a chat."""
        return [text for to, text in list(self.sent) if to == chat]

    def settled(self, chat: int) -> list[str]:
        """What the bot sent to a chat, once nothing more comes."""
        while True:
            texts = self.texts(chat)
            time.sleep(2.0)
            if self.texts(chat) == texts:
                return texts
