"""The chat in the terminal."""

import builtins
import http.server
import io
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rich.console import Console

from hepatica import chat
from hepatica.chat import ChatError, chosen, connect, show

Replies = list[dict[str, Any]]


class Web(http.server.HTTPServer):
    """A server that answers every message with ``body`` and keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.body = b"[]"
        self.code = 200
        self.got: Replies = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/webhook"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Web

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.got.append(json.loads(self.rfile.read(length)))
        self.send_response(self.server.code)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *given: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[Web]:
    """A running server on loopback."""
    with Web() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield server
        server.shutdown()


def _shown(replies: Replies) -> str:
    console = Console(file=io.StringIO(), width=100)
    for part in show(replies):
        console.print(part)
    return console.file.getvalue()  # type: ignore[attr-defined]


def _colours(replies: Replies) -> list[str]:
    return [str(part.border_style) for part in show(replies) if hasattr(part, "border_style")]


def test_the_replies_come_back(web: Web) -> None:
    web.body = '[{"text": "肝"}]'.encode()
    assert connect(web.url)("what is HCC") == [{"text": "肝"}]


def test_the_messages_of_a_chat_are_one_conversation(web: Web) -> None:
    send = connect(web.url)
    send("first")
    send("第二")
    assert [got["message"] for got in web.got] == ["first", "第二"]
    assert web.got[0]["sender"] == web.got[1]["sender"]


def test_another_chat_is_another_conversation(web: Web) -> None:
    connect(web.url)("first")
    connect(web.url)("first")
    assert web.got[0]["sender"] != web.got[1]["sender"]


def test_a_server_that_is_not_there_is_told_with_what_to_do(web: Web) -> None:
    web.server_close()
    with pytest.raises(ChatError, match=r"No answer from http://127.*: make run$"):
        connect(web.url)("hello")


@pytest.mark.parametrize(("code", "body"), [(500, b"[]"), (404, b""), (200, b"<html>"), (200, b"")])
def test_an_answer_that_is_none_is_told(web: Web, code: int, body: bytes) -> None:
    web.code, web.body = code, body
    with pytest.raises(ChatError, match="No answer from"):
        connect(web.url)("hello")


@pytest.mark.parametrize("body", [b"{}", b"null", b'"hello"'])
def test_another_program_on_the_port_is_told(web: Web, body: bytes) -> None:
    web.body = body
    with pytest.raises(ChatError, match="does not speak like Hepatica"):
        connect(web.url)("hello")


def test_texts_are_shown_in_order() -> None:
    shown = _shown([{"text": "first words"}, {"text": "second words"}])
    assert shown.index("first words") < shown.index("second words")


def test_a_text_is_shown_as_it_is() -> None:
    assert "[bold]not *marked* up[/bold]" in _shown([{"text": "[bold]not *marked* up[/bold]"}])


def test_sources_stand_under_the_texts_with_their_address() -> None:
    sources = [{"label": "JCO, 2019", "url": "https://doi.org/10"}, {"label": "a book"}]
    lines = _shown([{"text": "words"}, {"custom": {"sources": sources}}]).splitlines()
    assert [line.strip() for line in lines[-2:]] == [
        "source: JCO, 2019 https://doi.org/10",
        "source: a book",
    ]


def test_suggestions_are_numbered_from_one() -> None:
    lines = _shown([{"custom": {"suggestions": ["Tell me more", "Say it simpler"]}}]).splitlines()
    assert [line.split() for line in lines] == [
        ["1", "Tell", "me", "more"],
        ["2", "Say", "it", "simpler"],
    ]


@pytest.mark.parametrize(
    ("kind", "colour"),
    [("emergency", "red"), ("crisis", "red"), ("answer", "green"), ("smalltalk", "cyan")],
)
def test_the_kind_of_reply_gives_the_colour(kind: str, colour: str) -> None:
    assert _colours([{"text": "one"}, {"text": "two"}, {"custom": {"kind": kind}}]) == [colour] * 2


def test_replies_without_a_contract_are_shown_all_the_same() -> None:
    assert _colours([{"text": "words"}]) == ["cyan"]


@pytest.mark.parametrize(
    "replies", [[], [{}], [{"text": ""}], [{"custom": {}}], [{"custom": {"sources": None}}]]
)
def test_what_says_nothing_is_not_shown(replies: Replies) -> None:
    assert list(show(replies)) == []


@pytest.mark.parametrize(
    ("message", "sent"),
    [("1", "first"), ("2", "second"), ("3", "3"), ("0", "0"), ("-1", "-1"), ("1.", "1."), ("", "")],
)
def test_the_number_of_a_suggestion_is_the_suggestion(message: str, sent: str) -> None:
    assert chosen(message, ["first", "second"]) == sent


class Person:
    """Somebody who types ``lines`` and then Ctrl-D; ``answers`` are what the server says."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.ends_with: type[BaseException] = EOFError
        self.answers: list[Replies | ChatError] = []
        self.sent: list[str] = []

    def type(self, _prompt: str = "") -> str:
        if not self.lines:
            raise self.ends_with
        return self.lines.pop(0)

    def send(self, message: str) -> Replies:
        self.sent.append(message)
        answer = self.answers.pop(0) if self.answers else []
        if isinstance(answer, ChatError):
            raise answer
        return answer


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person], tuple[int, str]]:
    """Lets a person chat; gives the exit code and what they saw."""

    def run(person: Person) -> tuple[int, str]:
        monkeypatch.setattr(chat, "connect", lambda _: person.send)
        monkeypatch.setattr(builtins, "input", person.type)
        console = Console(file=io.StringIO(), width=100)
        code = chat.chat("http://server", console)
        return code, console.file.getvalue()  # type: ignore[attr-defined]

    return run


Talking = Callable[[Person], tuple[int, str]]


def test_a_question_is_sent_and_its_answer_shown(talk: Talking) -> None:
    person = Person(" what is HCC ")
    person.answers = [[{"text": "A cancer of the liver."}]]
    code, seen = talk(person)
    assert (code, person.sent) == (0, ["what is HCC"])
    assert "A cancer of the liver." in seen


def test_a_typed_number_sends_the_last_answers_suggestion(talk: Talking) -> None:
    person = Person("hello", "2", "2")
    person.answers = [[{"text": "hi"}, {"custom": {"suggestions": ["first", "second"]}}], []]
    talk(person)
    assert person.sent == ["hello", "second", "2"]


@pytest.mark.parametrize("word", ["quit", "exit", ":q", " QUIT "])
def test_a_word_leaves(talk: Talking, word: str) -> None:
    person = Person(word, "not sent")
    assert talk(person)[0] == 0
    assert person.sent == []


@pytest.mark.parametrize("key", [EOFError, KeyboardInterrupt])
def test_a_key_leaves(talk: Talking, key: type[BaseException]) -> None:
    person = Person("hello")
    person.ends_with = key
    assert talk(person)[0] == 0
    assert person.sent == ["hello"]


def test_without_a_server_the_chat_ends_with_what_to_do(
    talk: Talking, capsys: pytest.CaptureFixture[str]
) -> None:
    person = Person("hello", "not sent")
    person.answers = [ChatError("Start Hepatica: make run")]
    assert talk(person)[0] == 1
    assert person.sent == ["hello"]
    assert capsys.readouterr().err == "Start Hepatica: make run\n"


def test_a_raised_digit_is_no_number_of_a_suggestion() -> None:
    assert chosen("\u00b2", ["Tell me more", "Say it again"]) == "\u00b2"


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(ChatError, match="No answer from foo"):
        connect("foo")("hello")


def test_replies_without_a_contract_are_shown() -> None:
    assert len(list(show([{"text": "Hello."}, {"custom": None}]))) == 1
