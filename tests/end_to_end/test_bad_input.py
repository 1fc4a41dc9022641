"""Whatever is sent, a sensible reply or a clear error comes back: never silence, never a trace."""

import httpx
import pytest

from tests.end_to_end.runner import Conversation

UNREADABLE = {
    "empty": "",
    "spaces": "   \n\t ",
    "emoji only": "😀😭🙏",
    "null bytes only": "\x00\x00",
    "punctuation": "?!...",
    "only a slash": "/",
}
ODD = {
    "html": "<img src=x onerror=alert(1)><b>what is PVTT</b>",
    "script": "<script>alert('x')</script>",
    "sql": "'; DROP TABLE events; -- SELECT * FROM users",
    "slash intent": "/emergency",
    "slash intent with entities": '/ask_stages{"stage": "bclc-b"}',
    "restart command": "/restart",
    "null byte inside": "what is\x00 PVTT",
    "right-to-left": "ما هو سرطان الكبد",
    "zalgo": "w̷̨͝h̶a̸t̵ ̶i̵s̶ ̴P̸V̴T̴T̵",
    "template": "{{7*7}} {slot} ${jndi:ldap://x}",
    "path": "../../etc/passwd",
    "one letter": "b",
    "digits": "1234567890",
    "long but allowed": "what does stage b mean " * 170,
    "json": '{"sender": "someone else"}',
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_message_without_words_is_asked_again(text: str, base_url: str) -> None:
    answered = Conversation(base_url).say(text)
    assert answered.contract["kind"] == "clarify"
    assert "only read words" in answered.visible


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_gets_a_reply_that_keeps_the_contract(text: str, base_url: str) -> None:
    answered = Conversation(base_url).say(text)
    assert answered.contract["kind"] != "unavailable"
    assert "Traceback" not in answered.visible
    assert "<" not in answered.visible.replace("(<", "(")


def test_a_message_of_10000_characters_is_declined_with_the_emergency_line(base_url: str) -> None:
    answered = Conversation(base_url).say("a long story " * 800)
    assert answered.contract["kind"] == "clarify"
    assert "too long" in answered.visible
    assert "emergency number" in answered.visible


def test_a_slash_intent_does_not_set_the_intent(base_url: str) -> None:
    answered = Conversation(base_url).say("/ask_surgery")
    assert answered.contract["kind"] != "emergency"


def test_restart_does_not_forget_the_conversation(base_url: str) -> None:
    conversation = Conversation(base_url)
    conversation.say("what does BCLC stage B mean")
    conversation.say("/restart")
    answered = conversation.say("where does that come from?")
    assert answered.contract["facts"] == ["bclc-stage-b"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'{"message": 5}',
        b'{"message": null}',
        b'{"sender": {}, "message": "hi"}',
    ],
)
def test_a_broken_request_gets_a_clear_error(body: bytes, base_url: str) -> None:
    response = httpx.post(
        f"{base_url}/webhooks/rest/webhook",
        content=body,
        headers={"Content-Type": "application/json"},
        timeout=20,
    )
    assert response.status_code == 400
    assert "must be" in response.json()["error"]
    assert "Traceback" not in response.text
