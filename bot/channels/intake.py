"""What a channel does to a text before Rasa sees it."""

import re
import unicodedata

_LEADING = re.compile(r"^[\s/]+")
_MEANT = "\n\t\u200d"
"""Control characters that stay: line break, tab, and the joiner inside emoji."""
LONGEST = 4000
"""Characters of one message; a longer one gets a reply that says so."""


def clean(text: str) -> str:
    """The text as a person meant it.

    Control characters become spaces and broken surrogates marks; line breaks stay. Leading slashes
    go, because Rasa would obey "/restart" or "/intent" from a stranger.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = "".join(_kept(character) for character in whole.replace("\r\n", "\n"))
    return _LEADING.sub("", kept).strip()


def _kept(character: str) -> str:
    if character in _MEANT or unicodedata.category(character)[0] != "C":
        return character
    return " "


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in it (not only emoji or punctuation)."""
    return any(character.isalnum() for character in text)
