"""From a reply in the answer contract to the messages of a platform."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.messaging.capabilities import Capabilities
from bot.messaging.parts import Choice, Image, Menu, Part
from bot.messaging.splitting import Block, split_block
from bot.replies import Message

URGENT = ("emergency", "crisis")
MOST_PICTURES = 2
"""Pictures of one reply: each makes the telephone ring once more."""


@dataclass(frozen=True)
class Words:
    """Fixed words around a reply, by language, as patients read them.

    Args:
        notices: every wording of the machine notice.
        numbers: what stands above numbered suggestions.
        choices: what stands above suggestions that need a message of their own.
    """

    notices: frozenset[str]
    numbers: Mapping[str, str]
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Offer:
    """A suggestion that was made: its token, its text, its number where it was shown with one."""

    token: str
    text: str
    place: int | None


@dataclass(frozen=True)
class Rendered:
    """The messages of one reply, and the suggestions in them."""

    parts: list[Part]
    offers: list[Offer]


def render(messages: Sequence[Message], can: Capabilities, words: Words) -> Rendered:
    """The messages of a platform for one reply.

    The text of an emergency or crisis is the first message and alone in it. Other texts share
    messages as far as they fit. Suggestions stand under the last message.

    Args:
        messages: texts and then one contract.
        can: what the platform can show.
        words: the fixed words.
    """
    texts = [str(message["text"]).strip() for message in messages if message.get("text")]
    contract: dict[str, Any] = messages[-1].get("custom") or {} if messages else {}
    is_urgent = contract.get("kind") in URGENT
    first, others = _apart(texts, words.notices) if is_urgent else ([], texts)
    parts = [
        Part(can.written(text), urgent=True)
        for text in _together([Block("\n\n".join(first))] if first else [], can)
    ]
    blocks = [_block(text, contract) for text in others]
    parts += [Part(can.written(text)) for text in _together(blocks, can)]
    parts += pictures(contract, can)
    return _with_suggestions(parts, contract, can, words)


def pictures(contract: Mapping[str, Any], can: Capabilities) -> list[Part]:
    """The charts as pictures, where the platform shows pictures; the text has said the same.

    Under a picture stands what it shows in words, for those who cannot see it. Where that is too
    long, who was studied and the source stand there: they are never parted from the figures.
    """
    if not can.images:
        return []
    charts = [chart for chart in contract.get("charts") or [] if chart.get("alt")]
    language = str(contract.get("language"))
    return [_picture(chart, language, can) for chart in charts[:MOST_PICTURES]]


def _picture(chart: Mapping[str, Any], language: str, can: Capabilities) -> Part:
    captions = [can.written(str(chart["alt"])), can.written(str(chart["caption"]))]
    caption = next((c for c in captions if can.length(c) <= can.longest_caption), "")
    return Part(caption, image=Image(chart, language, str(chart["alt"])))


def token_of(text: str) -> str:
    """The token of a suggestion: short, the same for the same words, and it tells nothing."""
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest[:9]).decode()


def _apart(texts: list[str], notices: frozenset[str]) -> tuple[list[str], list[str]]:
    """What is urgent, and the machine notice that can come after it."""
    return (
        [text for text in texts if text not in notices],
        [text for text in texts if text in notices],
    )


def _block(text: str, contract: Mapping[str, Any]) -> Block:
    """The text with its small print told apart, where that stands at the end."""
    lines = text.split("\n")
    small = {line.strip() for line in contract.get("small_print") or []}
    begin = len(lines)
    while begin and lines[begin - 1].strip() in small:
        begin -= 1
    labels = [str(source.get("label")) for source in contract.get("sources") or []]
    tail = lines[begin:]
    source = next((line for line in reversed(tail) if any(name in line for name in labels)), "")
    return Block("\n".join(lines[:begin]), "\n".join(tail), source)


def _together(blocks: Sequence[Block], can: Capabilities) -> list[str]:
    """The blocks in as few messages as hold them; one that is too long is split."""

    def fits(text: str) -> bool:
        return can.fits(can.written(text))

    texts: list[str] = []
    for block in blocks:
        longer = f"{texts[-1]}\n\n{block.whole}" if texts else block.whole
        if texts and fits(longer):
            texts[-1] = longer
        else:
            texts += split_block(block, fits)
    return texts


def _with_suggestions(
    parts: list[Part], contract: Mapping[str, Any], can: Capabilities, words: Words
) -> Rendered:
    texts = [text.strip() for text in contract.get("suggestions") or [] if text.strip()]
    if not texts:
        return Rendered(parts, [])
    language = str(contract.get("language"))
    tokens = [token_of(text) for text in texts]
    menu, labels = _menu(texts, can)
    if menu is not None and labels == texts:
        choices = tuple(Choice(*pair) for pair in zip(labels, tokens, strict=True))
        offers = [Offer(*pair, place=None) for pair in zip(tokens, texts, strict=True)]
        shown = _choosable(parts, choices, menu, _in(words.choices, language), can)
        return Rendered(shown, offers)
    offers = [Offer(t, text, n) for n, (t, text) in enumerate(zip(tokens, texts, strict=True), 1)]
    numbered = _numbered(parts, texts, _in(words.numbers, language), can)
    last = numbered[-1]
    if menu is not None and can.fits_above(last.text):
        choices = tuple(Choice(*pair) for pair in zip(labels, tokens, strict=True))
        numbered[-1] = replace(last, choices=choices, menu=menu, plain=last.text)
    return Rendered(numbered, offers)


def _menu(texts: list[str], can: Capabilities) -> tuple[Menu | None, list[str]]:
    """How to offer the suggestions, and what the choices say: numbers where words are too long."""

    def short(longest: int) -> bool:
        return all(can.length(text) <= longest for text in texts)

    if len(texts) <= can.buttons and short(can.longest_button):
        return Menu.BUTTONS, texts
    if len(texts) <= can.rows and short(can.longest_row):
        return Menu.ROWS, texts
    if len(texts) <= can.buttons:
        return Menu.BUTTONS, [str(number) for number in range(1, len(texts) + 1)]
    return None, []


def _choosable(
    parts: list[Part], choices: tuple[Choice, ...], menu: Menu, heading: str, can: Capabilities
) -> list[Part]:
    """The parts with choices under the last one, or under a heading of their own."""
    last = parts[-1] if parts else None
    if last is None or last.urgent or last.image or not can.fits_above(last.text):
        parts, last = [*parts, Part("")], Part(can.written(heading))
    listed = "\n".join(f"- {can.written(choice.label)}" for choice in choices)
    plain = f"{last.text}\n\n{listed}"
    # Where the platform turns choices down, at least the words above them arrive.
    plain = plain if can.fits(plain) else last.text
    return [*parts[:-1], replace(last, choices=choices, menu=menu, plain=plain)]


def _numbered(parts: list[Part], texts: list[str], heading: str, can: Capabilities) -> list[Part]:
    """The parts with numbered suggestions at the end, in the last one where they fit."""
    lines = [heading, *(f"{number}. {text}" for number, text in enumerate(texts, 1))]
    listed = can.written("\n".join(lines))
    last = parts[-1] if parts else None
    fits = can.fits_above if len(texts) <= can.buttons else can.fits
    if last is not None and not last.urgent and not last.image:
        longer = f"{last.text}\n\n{listed}"
        if fits(longer):
            return [*parts[:-1], replace(last, text=longer)]
    own = _together([Block("\n".join(lines))], can)
    return [*parts, *(Part(can.written(text)) for text in own)]


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words["en"]
