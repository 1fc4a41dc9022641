"""One turn of a conversation: what was asked, what is still meant from before, what to reply."""

from hepatica.dialogue.context import Context
from hepatica.dialogue.several import Part
from hepatica.dialogue.turn import Answerer, Reply, Turn

__all__ = ["Answerer", "Context", "Part", "Reply", "Turn"]
