"""What stands in ``red_flags.yml`` and ``channel_replies.yml``; the Rasa server uses both.

They are checked here, with the facts, so that a curator hears of a mistake before the server does.
"""

from typing import Literal

from pydantic import Field

from hepatica.models.base import Identifier, Model, NonEmpty, Phrases, Text


class RedFlag(Model):
    """A warning sign: it counts when every group of ``all_of`` has a phrase in one sentence."""

    id: Identifier
    kind: Literal["emergency", "crisis"]
    reason: NonEmpty
    fact: Identifier | None
    all_of: list[Phrases] = Field(min_length=1)


class ChannelReply(Model):
    """A reply that a channel sends itself."""

    kind: Literal["clarify", "unavailable"]
    text: Text
    suggestions: Phrases = Field(default_factory=Phrases)
