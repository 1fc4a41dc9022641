"""The action of the compared variants: one text, whatever was asked. Runs in Rasa's environment.

Its contract is the least that Hepatica's channel takes for an answer; Rasa's own channel passes it
on, too, so that both carry the same.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bench.speed.replies import CONTRACT, TRIVIAL


class ActionAnswer(Action):
    """Says the one text."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,  # noqa: ARG002 - what was said does not count
        domain: dict[str, Any],  # noqa: ARG002 - the same
    ) -> list[dict[str, Any]]:
        """Say it."""
        dispatcher.utter_message(text=TRIVIAL, json_message=CONTRACT)
        return []
