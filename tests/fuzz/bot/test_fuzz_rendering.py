"""Whatever a reply says fits into the messages of every platform, and none of it is lost."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.messaging import Capabilities, Counting, Markup, Part
from bot.messaging.rendering import MOST_PICTURES, URGENT, Rendered, Words, render
from bot.messaging.segments import plain
from bot.messaging.splitting import Block, split_block
from bot.replies import contract
from tests.fuzz.bot.doors import channels
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import texts as any_texts

NOTICE = "I am a computer program, not a doctor."
WORDS = Words(frozenset({NOTICE}), {"en": "Send a number:"}, {"en": "You can ask:"})
REAL = [channel.can for channel in sorted(channels(), key=lambda each: each.channel)]
LINES = [
    "Overall survival at 24 months: 27 out of 100 (27.4%) were alive.", "Checked on 23.11.2026.",
    "Source: J Clin Oncol 2019;37:2141-2151.", "手术后两年，100人中有27人（27.4%）存活。", "",
    "- one\n- two", "> 5 cm & < 10 cm", "Who was studied: 164 people in China.", "word " * 90,
]  # fmt: skip
texts = any_texts.map(lambda text: text.encode("utf-8", "replace").decode())
"""Half letters do not come so far: replies are JSON in UTF-8, and messages are cleaned."""
said = st.lists(st.sampled_from(LINES) | texts, min_size=1, max_size=8).map("\n".join)
made_up = st.builds(
    Capabilities,
    longest_text=st.integers(200, 5000),
    counting=st.sampled_from(Counting),
    longest_above=st.sampled_from([0, 160, 1000]),
    buttons=st.integers(0, 5),
    longest_button=st.integers(5, 40),
    rows=st.integers(0, 10),
    longest_row=st.integers(5, 80),
    images=st.booleans(),
    longest_caption=st.integers(0, 2000),
    markup=st.sampled_from(Markup),
)


@st.composite
def replies(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Texts and a contract, in the shapes that the answers have."""
    told = draw(st.lists(said.filter(str.strip), min_size=1, max_size=5))
    closing = {
        **contract(draw(st.sampled_from(["answer", "emergency", "crisis", "no_fact", "clarify"]))),
        "language": draw(st.sampled_from(["en", "zh", "es"])),
        "suggestions": draw(st.lists(texts.map(lambda text: text[:120]), max_size=3)),
        "small_print": draw(st.lists(st.sampled_from(LINES), max_size=3)),
        "sources": draw(st.lists(st.builds(dict, label=st.sampled_from(["J Clin", ""])))),
        "charts": draw(st.lists(st.builds(dict, alt=said, caption=said), max_size=4)),
    }
    return [*({"text": text} for text in told), {"custom": closing}]


def _bare(text: str, can: Capabilities) -> str:
    """Words without what stands between them: parts are cut at blanks."""
    return re.sub(r"\s+", "", can.written(plain(text) if can.markup is Markup.GSM else text))


def _whole(parts: list[Part]) -> str:
    return re.sub(r"\s+", "", "".join(part.text for part in parts if part.image is None))


def _check(reply: Rendered, messages: list[dict[str, Any]], can: Capabilities) -> None:
    closing = messages[-1]["custom"]
    assert all(can.fits(part.text) for part in reply.parts if part.image is None)
    assert all(can.fits_above(part.text) for part in reply.parts if part.choices)
    assert sum(part.image is not None for part in reply.parts) <= MOST_PICTURES
    assert [Part.from_json(part.to_json()).text for part in reply.parts] == [
        part.text for part in reply.parts
    ]
    if closing["kind"] in URGENT:
        assert reply.parts[0].urgent
    offered = [text.strip() for text in closing["suggestions"] if text.strip()]
    assert [offer.text for offer in reply.offers] == offered


@fuzzed(0.1)
@given(replies(), st.sampled_from(REAL) | made_up)
def test_every_part_of_a_reply_fits(messages: list[dict[str, Any]], can: Capabilities) -> None:
    with fed("replies: rendering"):
        _check(render(messages, can, WORDS), messages, can)


@fuzzed(0.06)
@given(said, st.sampled_from(REAL) | made_up)
def test_no_letter_of_a_text_is_lost(text: str, can: Capabilities) -> None:
    with fed("replies: letters"):
        reply = render([{"text": text}, {"custom": contract("answer")}], can, WORDS)
        assert _whole(reply.parts) == _bare(text.strip(), can)


@fuzzed(0.06)
@given(said, st.sampled_from(["", *LINES]), st.integers(60, 600))
def test_a_split_text_fits_and_keeps_its_order(body: str, tail: str, most: int) -> None:
    def fits(text: str) -> bool:
        return len(text) <= most

    with fed("replies: splitting"):
        pieces = split_block(Block(body, tail), fits)
        assert all(map(fits, pieces))
        whole = re.sub(r"\s+", "", body + tail)
        assert re.sub(r"\s+", "", "".join(pieces)) == whole
