"""Real servers write down nothing that tells who somebody is, and no word of whom they forgot."""

from __future__ import annotations

import json
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import httpx
import pytest

import dev.servers
from dev.servers import running
from tests.end_to_end.runner import ROOT

SECRET = "6a1c0c5be2f94d17a3b8c7d6e5f4a392"  # noqa: S105 - of the tests
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - of the tests
TELEGRAM = "bot.channels.telegram.TelegramInput:\n"
CHAT = 447700900777
HARMLESS = {"rest": "xylophonic", "web": "zygomorphic", "telegram": "quixotically"}
"""A word of each conversation that is no identifier, which is kept until it is forgotten."""
PLANTED = [
    "Quackenbush",
    "415-555-2671",
    "wilhelmina@example.com",
    "4471023",
    "11010519491231002X",
    "13812345678",
    "１３９８７６５４３２１",
    "欧阳慧敏",
    "12 Baker Street",
    "12/03/1961",
]
SAID = [
    "my name is Wilhelmina Quackenbush, what does BCLC stage B mean? MRN 4471023, {}",
    "call me on 415-555-2671 or wilhelmina@example.com, I live at 12 Baker Street, {}",
    "my dad is vomiting blood, DOB 12/03/1961, call 415-555-2671 {}",
    "我叫欧阳慧敏，身份证11010519491231002X，电话13812345678或１３９８７６５４３２１，什么是肝癌？{}",
    "asdf MRN 4471023 qwer {}",
]


@dataclass
class Telegram:
    """As much of the Bot API as takes messages."""

    texts: list[str] = field(default_factory=list)
    address: str = ""

    def handler(self) -> type[BaseHTTPRequestHandler]:
        """What answers one request."""
        texts = self.texts

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                if self.path.endswith("/sendMessage"):
                    texts.append(json.loads(body)["text"])
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(b'{"ok": true, "result": {}}')

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


@dataclass
class Place:
    """Two servers that write into one folder only."""

    url: str
    folder: Path
    telegram: Telegram
    numbers: Iterator[int]

    def files(self) -> dict[Path, bytes]:
        """All that was written."""
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def holding(self, words: str) -> list[str]:
        """The files that hold words, in whatever form they are written."""
        forms = forms_of(words)
        return [
            str(path.relative_to(self.folder))
            for path, content in self.files().items()
            if any(form in content for form in forms)
        ]

    def rest(self, text: str) -> None:
        """Say something over the channel for programs."""
        body = {"sender": "a-program", "message": text}
        assert httpx.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=20).json()

    def say_to_telegram(self, text: str) -> None:
        """Have Telegram pass on a message, and wait for the reply."""
        before = len(self.telegram.texts)
        number = next(self.numbers)
        person = {"id": CHAT, "is_bot": False, "first_name": "Wilhelmina"}
        message = {
            "message_id": number,
            "date": int(time.time()),
            "from": person,
            "chat": {"id": CHAT, "type": "private"},
            "text": text,
        }
        update = {"update_id": number, "message": message}
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        url = f"{self.url}/webhooks/telegram/webhook"
        assert httpx.post(url, json=update, headers=headers, timeout=20).status_code == 200
        until(lambda: len(self.telegram.texts) > before)


def forms_of(words: str) -> list[bytes]:
    """Words in all forms in which programs write them down."""
    escaped = json.dumps(words)[1:-1]
    texts = {words, escaped, escaped.upper().replace("\\U", "\\u"), quote(words), quote(words, "")}
    return [form for text in texts for form in (text.encode(), text.encode("utf-16-le"))]


def until(met: Callable[[], object]) -> None:
    """Wait for something."""
    deadline = time.monotonic() + 30
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Telegram]]:
    """A folder with the settings, one to write into, and Telegram."""
    telegram = Telegram()
    server = ThreadingHTTPServer(("127.0.0.1", 0), telegram.handler())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    telegram.address = f"http://127.0.0.1:{server.server_port}"
    given, written = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("written")
    (given / "credentials.yml").write_text((ROOT / "credentials.yml").read_text() + TELEGRAM)
    shutil.copy(ROOT / "endpoints.yml", given)
    (written / "tmp").mkdir()
    yield given, written, telegram
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def place(settings: tuple[Path, Path, Telegram]) -> Iterator[Place]:
    """The servers, after people with identifiers talked to them."""
    given, written, telegram = settings
    environment = {
        "HEPATICA_DATABASE": f"sqlite:///{written}/conversations.sqlite",
        "HEPATICA_SPOOL": str(written / "spool.sqlite"),
        "HEPATICA_INBOX": str(written / "inbox.sqlite"),
        "HEPATICA_FEEDBACK": str(written / "feedback.sqlite"),
        "HEPATICA_TELEGRAM_TOKEN": TOKEN,
        "HEPATICA_TELEGRAM_SECRET": SECRET,
        "HEPATICA_TELEGRAM_API": telegram.address,
        "TMPDIR": str(written / "tmp"),
    }
    with (
        patch.object(dev.servers, "ROOT", given),
        running(folder=written, env=environment) as url,
    ):
        yield Place(url, written, telegram, iter(range(1, 1000)))


class Browser:
    """A person on the web channel."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/webhooks/web"
        began = httpx.post(f"{self._url}/session", json={}, timeout=20)
        self._token = began.json()["token"]

    def say(self, text: str) -> None:
        """Say something."""
        body = {"message": text, "id": str(uuid.uuid4())}
        reply = self._ask("POST", "webhook", json=body)
        assert reply.status_code == 200, reply.text
        self._token = reply.json().get("token", self._token)

    def forget(self) -> None:
        """Ask to be forgotten."""
        assert self._ask("DELETE", "session").status_code == 204

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}"}
        url = f"{self._url}/{path}"
        return httpx.request(method, url, headers=headers, timeout=20, **options)


@pytest.fixture(scope="module")
def browser(place: Place) -> Browser:
    """The conversations were held on all three channels."""
    browser = Browser(place.url)
    for text in SAID:
        browser.say(text.format(HARMLESS["web"]))
        place.rest(text.format(HARMLESS["rest"]))
        place.say_to_telegram(text.format(HARMLESS["telegram"]))
    return browser


def test_what_is_no_identifier_is_kept(place: Place, browser: Browser) -> None:
    for word in HARMLESS.values():
        assert "conversations.sqlite" in " ".join(place.holding(word)), word


@pytest.mark.parametrize("planted", PLANTED)
def test_no_identifier_is_written_down(place: Place, browser: Browser, planted: str) -> None:
    assert place.holding(planted) == []


def test_who_writes_on_telegram_is_not_in_the_conversations(place: Place, browser: Browser) -> None:
    kept = [name for name in place.holding(str(CHAT)) if not name.startswith("inbox.sqlite")]

    assert kept == []


def test_files_with_conversations_are_for_their_owner_alone(place: Place, browser: Browser) -> None:
    names = ("conversations.sqlite*", "inbox.sqlite*", "spool.sqlite*", "names.secret")
    paths = [path for name in names for path in place.folder.glob(name)]

    assert {path.name for path in paths} >= {"conversations.sqlite", "inbox.sqlite", "names.secret"}
    assert [path.name for path in paths if path.stat().st_mode & 0o077] == []


def test_nothing_is_left_of_whom_was_forgotten(place: Place, browser: Browser) -> None:
    browser.forget()
    place.say_to_telegram("forget me")
    forget = {"sender": "a-program"}
    url = f"{place.url}/webhooks/rest/webhook"
    assert httpx.request("DELETE", url, json=forget, timeout=20).status_code == 204

    left = {word: place.holding(word) for word in HARMLESS.values()}

    assert left == {word: [] for word in HARMLESS.values()}
