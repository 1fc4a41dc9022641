"""Fixed replies inside the dialogue: Rasa's responses, completed to the answer contract.

They work without the action server, so the safety replies do, too.
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.replies import contract, machine_notice

URGENT = ("emergency", "crisis")
LANGUAGES = ("en", "zh")
"""Languages in which a channel can show its page."""
LOOK_BACK = 20
"""Messages looked at for the language, the latest first; as many as in ``actions/actions.py``."""


class ContractNLG(TemplatedNaturalLanguageGenerator):
    """Adds the contract's fields to a response, and the machine notice to the first one.

    A response may carry the same reply in another language under ``custom``, by its code.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        super().__init__(domain.responses)
        self._notices = {language: machine_notice(language) for language in LANGUAGES}

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """The response with a full contract as ``custom``."""
        response: dict[str, Any] | None = await super().generate(
            utter_action, tracker, output_channel, **kwargs
        )
        if response is None:
            return None
        custom = response.get("custom") or {"kind": "unavailable"}
        text, suggestions, language = _worded(response, custom, message_language(tracker))
        if owes_notice(tracker):
            text = self._with_notice(text, custom["kind"], language)
        response["text"] = text
        response["custom"] = contract(custom["kind"], suggestions, language)
        return response

    def _with_notice(self, text: str, kind: str, language: str) -> str:
        """The notice comes first, but after urgent help: there every line counts."""
        notice = self._notices.get(language) or self._notices["en"]
        parts = [text.strip(), notice] if kind in URGENT else [notice, text.strip()]
        return "\n\n".join(part for part in parts if part)


def _worded(
    response: dict[str, Any], custom: dict[str, Any], wanted: str
) -> tuple[str, list[str] | None, str]:
    """Text, suggestions and their language: the one wanted when the response has it, or English."""
    translated = custom.get(wanted)
    if isinstance(translated, dict) and translated.get("text"):
        return translated["text"], translated.get("suggestions"), wanted
    return response.get("text", ""), custom.get("suggestions"), "en"


def owes_notice(tracker: DialogueStateTracker) -> bool:
    """Whether the machine notice is still to be said: the bot is silent yet, and so is its page."""
    is_first = not any(isinstance(event, BotUttered) for event in tracker.events)
    return is_first and _channel_tells(tracker).get("notice") != "shown"


def message_language(tracker: DialogueStateTracker) -> str:
    """The language that is spoken: of the latest message whose words tell it plainly.

    When none of them tells: the language in which the channel shows its page, or the best guess.
    """
    said = [event for event in reversed(tracker.events) if isinstance(event, UserUttered)]
    found = [_language(event) for event in said[:LOOK_BACK]] or [("en", False)]
    sure = (language for language, is_sure in found if is_sure)
    shown = _channel_tells(tracker).get("language")
    return next(sure, str(shown) if shown in LANGUAGES else found[0][0])


def _channel_tells(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What the channel sent along with the latest message."""
    metadata = tracker.latest_message.metadata if tracker.latest_message else None
    return metadata if isinstance(metadata, dict) else {}


def _language(event: UserUttered) -> tuple[str, bool]:
    for entity in event.entities or []:
        if entity.get("entity") == "language":
            return str(entity["value"]), bool(entity.get("sure", True))
    return "en", False
