"""What a channel does to a text before Rasa sees it."""

import unicodedata

LONGEST = 4000
"""Characters of one message; a longer one gets a reply that says so."""


def clean(text: str) -> str:
    """The text as a person meant it.

    Control characters and broken surrogates go, line breaks stay. Leading slashes go, because
    Rasa would obey "/restart" or "/intent" from a stranger.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = "".join(c for c in whole if c in "\n\t" or unicodedata.category(c)[0] != "C" or c == "\u200d")
    return kept.strip().lstrip("/").strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in it (not only emoji or punctuation)."""
    return any(character.isalnum() for character in text)
