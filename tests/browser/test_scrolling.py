"""What is new is seen from its beginning."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenChat
from tests.browser.looks import double_text

NEAR = 40
"""Pixels between the top of the conversation and that of the newest message."""
USUAL = 100
"""Per cent of the usual size of text."""


@pytest.mark.parametrize(
    ("width", "height", "text"), [(390, 844, 100), (320, 568, 200), (1200, 900, 100)]
)
def test_a_long_answer_is_seen_from_the_question_on(
    open_chat: OpenChat, width: int, height: int, text: int
) -> None:
    chat = open_chat(viewport={"width": width, "height": height}, reduced_motion="reduce")
    if text != USUAL:
        double_text(chat)
    chat.say("What is HCC?")
    chat.say("What was overall survival in the 2019 trial?")
    top = chat.page.locator(".scroll:has([role=log])").bounding_box()
    newest = chat.page.get_by_role("article").last.bounding_box()
    assert top
    assert newest
    assert abs(newest["y"] - top["y"]) <= NEAR


def test_a_crisis_reply_is_seen_whole_on_a_phone(open_chat: OpenChat) -> None:
    chat = open_chat(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    chat.say("What are the side effects of radiotherapy?")
    reply = chat.say("I want to end my life")
    expect(reply.get_by_role("link").first).to_be_in_viewport(ratio=1)
    box, field = reply.bounding_box(), chat.box.bounding_box()
    assert box
    assert field
    assert box["y"] + box["height"] <= field["y"]
