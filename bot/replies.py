"""Fixed replies, and the guarantee that a turn never ends in silence."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from bot.knowledge_files import KnowledgeFileError, read
from bot.paths import KNOWLEDGE
from bot.store_version import store_version

log = logging.getLogger(__name__)

Message = dict[str, Any]

LAST_RESORT = (
    "I am a computer program, not a doctor. I cannot answer right now. If this is an emergency, "
    "call your local emergency number. For other questions, ask your care team."
)
"""Only used when channel_replies.yml itself cannot be read."""


def contract(
    kind: str, suggestions: list[str] | None = None, language: str = "en"
) -> dict[str, Any]:
    """A contract message without facts (schema 1, see docs/answer-contract.md)."""
    return {
        "schema": 1,
        "kind": kind,
        "language": language,
        "topic": None,
        "facts": [],
        "sources": [],
        "figures": [],
        "certainty": None,
        "reviewed": None,
        "suggestions": list(suggestions or [])[:3],
        "store": store_version(),
    }


def machine_notice(language: str = "en") -> str:
    """What the first reply of a conversation says: a machine, not a doctor, and what it knows.

    English where the notice has no wording in ``language``.

    Raises:
        KnowledgeFileError: phrases.yml cannot be used; no conversation may start without it.
    """
    path = KNOWLEDGE / "phrases.yml"
    try:
        notice = read(path)["phrases"]["notice"]
        return str(notice.get(language) or notice["en"]).strip()
    except (KeyError, TypeError) as error:
        raise KnowledgeFileError(f"{path} has no phrase 'notice' in English") from error


class ChannelReplies:
    """The texts for what happens outside a dialogue: failure and unusable input."""

    def __init__(self, path: Path = KNOWLEDGE / "channel_replies.yml") -> None:
        try:
            self._replies = _mapping(read(path).get("replies"))
        except KnowledgeFileError as error:
            log.error("using the last-resort reply: %s", error)
            self._replies = {}

    def get(self, name: str, recipient: str, language: str = "en") -> list[Message]:
        """Messages of the reply ``name``: its text, then the contract.

        In English where there is no text in ``language``.
        """
        reply = _mapping(self._replies.get(name))
        texts = _mapping(reply.get("text"))
        language = language if _is_text(texts.get(language)) else "en"
        text = texts[language] if _is_text(texts.get(language)) else LAST_RESORT
        suggestions = _mapping(reply.get("suggestions")).get(language)
        kind = reply.get("kind")
        custom = contract(
            kind if isinstance(kind, str) else "unavailable",
            suggestions if isinstance(suggestions, list) else None,
            language,
        )
        return [
            {"recipient_id": recipient, "text": text.strip()},
            {"recipient_id": recipient, "custom": custom},
        ]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def keeps_contract(messages: list[Message]) -> bool:
    """Whether a turn's messages are texts and then exactly one contract message."""
    *texts, last = messages or [{}]
    return (
        bool(texts)
        and all(m.get("text") for m in texts)
        and isinstance(last.get("custom"), dict)
        and last["custom"].get("schema") == 1
    )
