"""The first reply of a conversation says that it is a machine, and what it knows."""

import pytest

from tests.end_to_end.runner import Conversation

FIRST = [
    "hello",
    "what was the 2-year survival in the JCO trial?",
    "should I stop sorafenib?",
    "who won the football last night",
    "he is vomiting blood",
    "asdf qwer zxcv",
]


@pytest.mark.parametrize("message", FIRST)
def test_the_first_reply_says_that_it_is_a_machine(message: str, base_url: str) -> None:
    answered = Conversation(base_url).say(message)
    assert "computer program, not a doctor" in answered.visible
    assert "radiotherapy before surgery" in answered.visible


def test_a_chinese_first_message_gets_the_notice_in_chinese(base_url: str) -> None:
    answered = Conversation(base_url).say("B期是什么意思")
    assert "我是电脑程序，不是医生" in answered.visible
    assert answered.contract["facts"] == ["bclc-stage-b"]


def test_the_second_reply_does_not_say_it_again(base_url: str) -> None:
    conversation = Conversation(base_url)
    conversation.say("hello")
    assert "not a doctor" not in conversation.say("what is cirrhosis").visible


def test_urgent_help_comes_before_the_notice(base_url: str) -> None:
    answered = Conversation(base_url).say("my dad is vomiting blood")
    assert answered.texts[0].startswith("This can be an emergency")
