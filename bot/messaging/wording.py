"""The channels' own words: replies without a dialogue turn, and what stands above suggestions."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from bot.help_lines import HelpLines
from bot.knowledge_files import KnowledgeFileError, read
from bot.messaging.rendering import Words
from bot.paths import KNOWLEDGE
from bot.replies import ChannelReplies, Message, machine_notice

LANGUAGES = ("en", "zh")
WORDS = ("numbers", "choices", "menu")


class Wording:
    """Everything that a messaging channel says by itself, with the numbers of the country.

    Raises:
        KnowledgeFileError: a knowledge file cannot be used, or lacks a wording.
    """

    def __init__(self) -> None:
        self._replies = ChannelReplies()
        self._help_lines = HelpLines()
        path = KNOWLEDGE / "channel_replies.yml"
        try:
            words = {name: dict(read(path)["words"][name]) for name in WORDS}
            if not all(words[name]["en"] for name in WORDS):
                raise KeyError("en")
        except (LookupError, TypeError, ValueError) as error:
            raise KnowledgeFileError(f"{path} needs words: {', '.join(WORDS)}") from error
        self._forget = frozenset(map(_bare, _forget(path)))
        notices = frozenset(map(self._notice, LANGUAGES))
        self.words = Words(notices, words["numbers"], words["choices"])

    def _notice(self, language: str) -> str:
        (message,) = self._help_lines.localised([{"text": machine_notice(language)}])
        return str(message["text"])

    def asks_to_forget(self, text: str) -> bool:
        """Whether a message says nothing else than that the chat shall be erased."""
        return _bare(text) in self._forget

    def own(self, name: str, conversation: str, language: str | None) -> list[Message]:
        """The reply ``name``: its text, then the contract."""
        messages = self._replies.get(name, conversation, language or "en")
        return self._help_lines.localised(messages)

    def under(self, messages: list[Message], name: str) -> list[Message]:
        """A reply with the text of ``name`` under it, in its language."""
        *texts, contract = messages
        return [*texts, self._text(name, contract), contract]

    def over(self, messages: list[Message], name: str) -> list[Message]:
        """A reply with the text of ``name`` over it, in its language."""
        return [self._text(name, messages[-1]), *messages]

    def _text(self, name: str, contract: Message) -> Message:
        return self.own(name, "", contract["custom"].get("language"))[0]


def _bare(text: str) -> str:
    """The letters and figures of a text, which is how a command is recognised."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _forget(path: Path) -> list[str]:
    words = read(path).get("forget")
    if not isinstance(words, list) or not all(map(_bare, map(str, words))) or not words:
        raise KnowledgeFileError(f"{path} needs forget: a list of words")
    return [str(word) for word in words]
