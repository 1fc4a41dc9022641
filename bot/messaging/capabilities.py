"""What a platform can show: one row of the capability table for each channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from html import escape

from bot.messaging import segments


class Counting(str, Enum):
    """How a platform counts the length of a text."""

    CHARACTERS = "characters"
    UTF16 = "utf-16 units"
    BYTES = "utf-8 bytes"
    SMS = "room in text messages"
    """``bot.messaging.segments`` tells how; 153 for each segment."""


class Markup(str, Enum):
    """What a platform reads into a text.

    Our texts are plain words. ``ENTITIES`` is for platforms that always read "&", "<" and ">" as
    markup (Slack); these are written as entities there. Where Markdown can be turned off, turn it
    off in the call and say ``NONE``. ``GSM`` is for text messages, which cost twice as much with a
    typographic quotation mark in them: such marks are written plainly there.
    """

    NONE = "none"
    ENTITIES = "entities"
    GSM = "gsm"


_LENGTH: dict[Counting, Callable[[str], int]] = {
    Counting.CHARACTERS: len,
    Counting.UTF16: lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    Counting.BYTES: lambda text: len(text.encode("utf-8", "surrogatepass")),
    Counting.SMS: segments.length,
}
_WRITTEN: dict[Markup, Callable[[str], str]] = {
    Markup.NONE: str,
    Markup.ENTITIES: lambda text: escape(text, quote=False),
    Markup.GSM: segments.plain,
}


@dataclass(frozen=True)
class Capabilities:
    """What fits into one message of a platform.

    Args:
        longest_text: the most that one text message may have, as ``counting`` counts.
        counting: how the platform counts.
        longest_above: the most that a text with choices under it may have; 0 for ``longest_text``.
        buttons: most buttons under a message; 0 where there are none.
        longest_button: longest words on a button; beyond it, buttons say "1", "2", "3".
        rows: most rows of a menu that opens (WhatsApp's lists); 0 where there is none.
        longest_row: longest words of a row.
        images: whether charts can be sent as pictures.
        longest_caption: longest words under a picture.
        markup: what the platform reads into a text.
        tables: whether a table can be laid out; else the text's lines say the same.
        quoting: whether a reply can point at the message that it answers.
    """

    longest_text: int
    counting: Counting = Counting.CHARACTERS
    longest_above: int = 0
    buttons: int = 0
    longest_button: int = 0
    rows: int = 0
    longest_row: int = 0
    images: bool = False
    longest_caption: int = 1024
    markup: Markup = Markup.NONE
    tables: bool = False
    quoting: bool = False

    def length(self, text: str) -> int:
        """The length of a text as the platform counts it."""
        return _LENGTH[self.counting](text)

    def fits(self, text: str) -> bool:
        """Whether a text can be one message."""
        return self.length(text) <= self.longest_text

    def fits_above(self, text: str) -> bool:
        """Whether a text can be one message with choices under it."""
        return self.fits(text) and self.length(text) <= (self.longest_above or self.longest_text)

    def written(self, text: str) -> str:
        """The text as it has to be written for this platform to show it as it stands."""
        return _WRITTEN[self.markup](text)
