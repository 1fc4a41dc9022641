"""What stands in ``red_flags.yml`` and ``channel_replies.yml``; the Rasa server uses both.

They are checked here, with the facts, so that a curator hears of a mistake before the server does.
"""

from typing import Literal

from pydantic import Field

from hepatica.models.base import Identifier, Model, NonEmpty, Phrases, Text

GENERAL_SOURCES = frozenset({"general first aid", "suicide prevention"})
"""What stands as ``source`` of a sign that no publication of the store is needed for."""


class RedFlag(Model):
    """A warning sign: it counts when every group of ``all_of`` is said, close together.

    A group is the name of a list under ``words`` (or of a reading), or phrases written out.
    ``source`` is the id of a source, or one of ``GENERAL_SOURCES``.
    """

    id: Identifier
    kind: Literal["emergency", "crisis"]
    reason: NonEmpty
    source: NonEmpty
    fact: Identifier | None
    one_sentence: bool = False
    all_of: list[NonEmpty | Phrases] = Field(min_length=1)


class ChannelReply(Model):
    """A reply that a channel sends itself."""

    kind: Literal["clarify", "unavailable"]
    text: Text
    suggestions: Phrases = Field(default_factory=Phrases)
