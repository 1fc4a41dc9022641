"""No state of the chat has a fault that axe-core can find, in either language, light or dark."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import OpenChat
from tests.browser.states import STATES
from tests.browser.words import LANGUAGES

CONTRAST = "color-contrast"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_a_state_has_no_accessibility_fault(open_chat: OpenChat, state: str, language: str) -> None:
    chat = open_chat(language=language, viewport={"width": 420, "height": 800})
    STATES[state](chat)
    assert chat.axe() == []
    chat.page.emulate_media(color_scheme="dark")
    assert violations(chat.page, only=CONTRAST) == []


@pytest.mark.parametrize("rule", ["button-name", CONTRAST, "label"])
def test_a_fault_would_be_found(open_chat: OpenChat, rule: str) -> None:
    chat = open_chat()
    chat.send.evaluate(
        """button => {
            const root = button.getRootNode();
            button.querySelector("span").textContent = "";
            root.querySelector("label").remove();
            root.querySelector("textarea").removeAttribute("placeholder");
            const told = document.createElement("p");
            told.textContent = "pale";
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("p { color: #aaa !important; background: #fff }");
            root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
            root.append(told);
        }"""
    )
    assert any(fault.startswith(rule) for fault in chat.axe())
