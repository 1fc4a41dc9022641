"""A person who uses nothing but the keyboard, and sees where they are at every step."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.browser.chat import Chat
from tests.browser.looks import focus_faults, has_focus

MOST_STEPS = 80


class Keyboard:
    """Presses keys in a chat; each step fails when the focus is lost or cannot be seen."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._keys = chat.page.keyboard

    def press(self, key: str) -> None:
        """Press a key, and see where the focus is then."""
        self._keys.press(key)
        self.require_focus_in_sight()

    def type(self, text: str) -> None:
        """Type a text into whatever has the focus."""
        self._keys.type(text)

    def go_to(self, target: Locator, back: bool = False) -> None:
        """Press Tab until the target has the focus.

        Args:
            target: what to reach.
            back: whether to go backwards.
        """
        passed = []
        for _ in range(MOST_STEPS):
            if has_focus(target):
                return
            self._keys.press("Shift+Tab" if back else "Tab")
            faults = focus_faults(self._chat.page)
            # Behind the page's last control the focus is at the browser's own, once.
            left_page = faults == ["the focus is nowhere"]
            assert not faults or (left_page and left_page not in passed), faults
            passed.append(left_page)
        raise AssertionError(f"no Tab leads to {target}")

    def require_focus_in_sight(self) -> None:
        """Make sure that something has the focus, and that it can be seen."""
        assert focus_faults(self._chat.page) == []
