"""Clients measure only the replies that they should get."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from bench.speed.replies import TRIVIAL, is_answered, says
from bench.speed.talking import Talker, in_turn, until_answered
from dev.say import Trouble


class Server(ThreadingHTTPServer):
    """Says the trivial text, after some failures; remembers what it was told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[dict[str, Any]] = []
        self.failures = 0
        self.text = TRIVIAL

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append({"path": self.path, **json.loads(body)})
        fails = self.server.failures > 0
        self.server.failures -= fails
        reply = json.dumps([] if fails else [{"text": self.server.text}]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: object) -> None:
        """Quietly."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_conversation_ends_after_its_turns(server: Server) -> None:
    talker = Talker(server.port, says(TRIVIAL), turns=2, sender="first")
    assert all(talker.say(text) > 0 for text in "abcde")
    talker.close()
    senders = [told["sender"] for told in server.told]
    assert senders[:2] == ["first", "first"]
    assert senders[2] == senders[3] != senders[4]
    assert [told["message"] for told in server.told] == list("abcde")
    assert {told["path"] for told in server.told} == {"/webhooks/rest/webhook"}


def test_another_reply_ends_the_measurement(server: Server) -> None:
    server.text = "I cannot answer right now."
    talker = Talker(server.port, says(TRIVIAL))
    with pytest.raises(Trouble, match="cannot answer right now"):
        talker.say("what")
    talker.close()


def test_a_start_ends_with_the_first_answer(server: Server) -> None:
    server.failures = 3
    until_answered(server.port, says(TRIVIAL), "what", seconds=20)
    assert len(server.told) == 4


def test_a_server_that_never_answers_is_given_up(server: Server) -> None:
    server.failures = 10_000
    with pytest.raises(Trouble, match="No answer within"):
        until_answered(server.port, says(TRIVIAL), "what", seconds=0.2)


def test_each_text_goes_to_all_and_none_is_always_first(server: Server) -> None:
    talkers = [Talker(server.port, says(TRIVIAL), 99, sender) for sender in ("a", "b")]
    times = in_turn(talkers, ["one", "two", "three"], 4)
    assert [len(taken) for taken in times] == [4, 4]
    said = [(told["message"], told["sender"]) for told in server.told]
    assert said == [
        *(("one", "a"), ("one", "b"), ("two", "b"), ("two", "a")),
        *(("three", "a"), ("three", "b"), ("one", "b"), ("one", "a")),
    ]
    for talker in talkers:
        talker.close()


@pytest.mark.parametrize(
    ("messages", "answered"),
    [
        ([], False),
        ([{"text": "a"}], False),
        ([{"text": "a"}, {"custom": {"kind": "unavailable"}}], False),
        ([{"text": "a"}, {"custom": {"kind": "answer"}}], True),
        ([{"text": "a"}, {"custom": {"kind": "no_fact"}}], True),
    ],
)
def test_an_excuse_is_no_answer(messages: list[dict[str, Any]], answered: bool) -> None:
    assert is_answered(messages) is answered
