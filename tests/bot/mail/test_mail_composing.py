"""Replies as mails: in the thread, marked as automatic, readable everywhere."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from bot.mail.composing import reply
from bot.mail.settings import MailSettings, Server, Tls
from bot.messaging import Delivery, Part

SERVER = Server("127.0.0.1", 1, Tls.OFF)
SETTINGS = MailSettings("liver@hospital.org", SERVER, SERVER)
LONG_ID = f"<{'A' * 120}@prod.outlook.test>"
ADDRESS = {"to": "ann@example.org", "subject": "Hello", "id": "<1@x>", "references": ["<0@x>"]}


def composed(text: str = "Hello.", key: str = "k-0", **address: Any) -> tuple[bytes, EmailMessage]:
    raw = reply(Delivery({**ADDRESS, **address}, Part(text), key, 0, 0.0), SETTINGS)
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return raw, mail


def test_it_stands_in_the_thread() -> None:
    _, mail = composed()

    assert mail["to"] == "ann@example.org"
    assert mail["from"] == '"Hepatica (computer program)" <liver@hospital.org>'
    assert mail["subject"] == "Re: Hello"
    assert mail["in-reply-to"] == "<1@x>"
    assert mail["references"] == "<0@x> <1@x>"
    assert mail["auto-submitted"] == "auto-replied"
    assert mail["x-auto-response-suppress"] == "All"
    assert mail["reply-to"] is None


def test_every_attempt_has_the_same_id_and_every_part_its_own() -> None:
    ids = [composed(key=key)[1]["message-id"] for key in ("a-0", "a-0", "a-1")]

    assert ids[0] == ids[1] != ids[2]
    assert ids[0] == "<hepatica-a-0@hospital.org>"


def test_a_mail_without_an_id_is_answered_all_the_same() -> None:
    _, mail = composed(id="", references=[])

    assert mail["in-reply-to"] is None
    assert mail["references"] is None


def test_long_ids_stay_as_they_are() -> None:
    raw, _ = composed(id=LONG_ID, references=[LONG_ID] * 3)

    assert raw.count(LONG_ID.encode()) == 5
    assert max(map(len, raw.split(b"\r\n"))) < 998


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("Re: Hello", "Re: Hello"),
        ("AW: Hallo", "AW: Hallo"),
        ("回复：你好", "回复：你好"),
        ("Fwd: Hello", "Re: Fwd: Hello"),
        ("", "Re: Liver cancer / 肝癌"),
        ("什么是介入治疗？" * 20, "Re: " + "什么是介入治疗？" * 20),
    ],
)
def test_subjects_are_answered(subject: str, answer: str) -> None:
    raw, mail = composed(subject=subject)

    assert mail["subject"] == answer
    assert raw.isascii()


@pytest.mark.parametrize("text", ["什么是介入治疗？\n\n很好。", "x" * 5000, "From me\n.\n..\n"])
def test_any_text_arrives_as_it_is(text: str) -> None:
    raw, mail = composed(text)

    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    assert mail.get_content_type() == "text/plain"
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_an_address_in_other_letters_is_written_in_utf_8() -> None:
    raw, _ = composed(to="安@例子.cn")

    assert "To: 安@例子.cn".encode() in raw
