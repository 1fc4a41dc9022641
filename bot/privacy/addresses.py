"""Addresses of mailboxes and web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.texts import Rule, Span, Text, spans
from bot.privacy.words import Words

_EMAIL = re.compile(
    r"[A-Za-z0-9À-ɏ._%+-]{1,64} ?@ ?(?:[A-Za-z0-9À-ɏ-]{1,63}\.){1,5}[A-Za-zÀ-ɏ]{2,24}"
)
_SPELT_EMAIL = re.compile(
    r"[A-Za-z0-9._-]{2,40} ?(?:\(at\)|\[at\]| at ) ?[A-Za-z0-9-]{2,40}"
    r" ?(?:\(dot\)|\[dot\]| dot ) ?[A-Za-z]{2,6}(?![A-Za-z])",
    re.IGNORECASE,
)
_PATH = r"[^\s<>\"，。；！？、）\u3400-\u9fff]"
_LINK = re.compile(
    rf"(?:https?://|www\.){_PATH}{{4,2000}}"
    rf"|(?<![A-Za-z0-9@.-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}[A-Za-z]{{2,6}}/{_PATH}{{1,2000}}",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:https?://)?(?:www\.)?([^/?#]{1,300})([^\s]*)", re.IGNORECASE)
_AROUND = ".,:;!?)]}'"
"""What may stand behind a link and is not of it."""


def address_rules(words: Words) -> list[Rule]:
    """The rules."""
    return [_email, _Links(words)]


def _email(text: Text) -> Iterator[Span]:
    if "@" in text.plain:
        yield from spans(text, _EMAIL, "email")
    if "dot" in text.lowered:
        yield from spans(text, _SPELT_EMAIL, "email")


class _Links:
    """Links that lead deeper than to a site's first page, and not into a public site."""

    def __init__(self, words: Words) -> None:
        self._public = words.lists["public_sites"]

    def __call__(self, text: Text) -> Iterator[Span]:
        if "/" not in text.plain:
            return
        for match in _LINK.finditer(text.plain):
            link = match[0].rstrip(_AROUND)
            if self._is_personal(link):
                yield Span(match.start(), match.start() + len(link), "link")

    def _is_personal(self, link: str) -> bool:
        site = _SITE.match(link)
        if site is None or not site[2].strip("/"):
            return False
        host = site[1].lower()
        return not any(host == known or host.endswith(f".{known}") for known in self._public)
