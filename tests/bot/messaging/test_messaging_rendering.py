"""Replies become the messages that a platform can show."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messaging import Capabilities, Counting, Markup, Menu
from bot.messaging.rendering import Rendered, Words, render, token_of
from bot.replies import contract

NOTICE = "I am a computer program, not a doctor."
WORDS = Words(
    frozenset({NOTICE}), {"en": "Send a number:", "zh": "请发送数字："}, {"en": "You can ask:"}
)
SHORT = ["Tell me more", "Simpler"]
LONG = ["What was the survival at 2 years in the trial?", "And at 1 year?", "Who was studied?"]
PLAIN = Capabilities(longest_text=1000)
BUTTONS = Capabilities(longest_text=1000, buttons=3, longest_button=20)
ROWS = Capabilities(longest_text=1000, buttons=3, longest_button=20, rows=10, longest_row=72)


def rendered(
    texts: list[str], can: Capabilities = PLAIN, kind: str = "answer", **fields: Any
) -> Rendered:
    closing = {**contract(kind), **fields}
    return render([*({"text": text} for text in texts), {"custom": closing}], can, WORDS)


def texts(reply: Rendered) -> list[str]:
    return [part.text for part in reply.parts]


def test_texts_share_a_message_as_far_as_they_fit() -> None:
    reply = rendered(["a" * 400, "b" * 400, "c" * 400])

    assert texts(reply) == [f"{'a' * 400}\n\n{'b' * 400}", "c" * 400]


@pytest.mark.parametrize("kind", ["emergency", "crisis"])
def test_what_is_urgent_stands_first_and_alone(kind: str) -> None:
    reply = rendered([NOTICE, "Call now.", "Do not wait."], kind=kind, suggestions=SHORT)

    assert [(part.text.split("\n\n")[0], part.urgent) for part in reply.parts] == [
        ("Call now.", True),
        (NOTICE, False),
    ]
    assert reply.parts[0].text == "Call now.\n\nDo not wait."


def test_suggestions_of_an_urgent_reply_stand_in_another_message() -> None:
    reply = rendered(["Call now."], BUTTONS, kind="emergency", suggestions=SHORT)

    assert texts(reply) == ["Call now.", "You can ask:"]
    assert not reply.parts[0].choices


def test_without_buttons_suggestions_are_numbered() -> None:
    reply = rendered(["Hello."], suggestions=SHORT)

    assert texts(reply) == ["Hello.\n\nSend a number:\n1. Tell me more\n2. Simpler"]
    assert [(offer.text, offer.place) for offer in reply.offers] == [
        ("Tell me more", 1),
        ("Simpler", 2),
    ]


def test_the_heading_is_in_the_language_of_the_reply() -> None:
    assert "请发送数字：\n1. 好" in texts(rendered(["你好"], language="zh", suggestions=["好"]))[0]
    assert "Send a number:" in texts(rendered(["Hola"], language="es", suggestions=["Sí"]))[0]


def test_short_suggestions_are_buttons_and_have_no_numbers() -> None:
    reply = rendered(["Hello."], BUTTONS, suggestions=SHORT)

    (part,) = reply.parts
    assert part.text == "Hello."
    assert [choice.label for choice in part.choices] == SHORT
    assert [offer.place for offer in reply.offers] == [None, None]
    assert [choice.token for choice in part.choices] == [offer.token for offer in reply.offers]


def test_long_suggestions_are_rows_where_there_are_any() -> None:
    (part,) = rendered(["Hello."], ROWS, suggestions=LONG).parts

    assert (part.menu, [choice.label for choice in part.choices]) == (Menu.ROWS, LONG)


def test_long_suggestions_have_buttons_with_numbers() -> None:
    (part,) = rendered(["Hello."], BUTTONS, suggestions=LONG).parts

    assert [choice.label for choice in part.choices] == ["1", "2", "3"]
    assert f"2. {LONG[1]}" in part.text


def test_more_suggestions_than_buttons_are_numbered() -> None:
    can = Capabilities(longest_text=1000, buttons=1, longest_button=20)
    (part,) = rendered(["Hello."], can, suggestions=SHORT).parts

    assert not part.choices
    assert "2. Simpler" in part.text


@pytest.mark.parametrize("suggestions", [SHORT, LONG])
def test_a_text_too_long_to_stand_over_buttons_is_a_message_of_its_own(
    suggestions: list[str],
) -> None:
    can = Capabilities(longest_text=1000, longest_above=200, buttons=3, longest_button=20)
    reply = rendered(["a" * 300], can, suggestions=suggestions)

    assert [len(part.choices) for part in reply.parts] == [0, len(suggestions)]
    assert can.fits_above(reply.parts[-1].text)


def test_where_choices_may_be_refused_the_words_say_them() -> None:
    (part,) = rendered(["Hello."], BUTTONS, suggestions=SHORT).parts

    assert part.plain == "Hello.\n\n- Tell me more\n- Simpler"


def test_entities_are_written_where_the_platform_reads_them() -> None:
    can = Capabilities(longest_text=1000, markup=Markup.ENTITIES)

    assert texts(rendered(["a < b & c > d"], can)) == ["a &lt; b &amp; c &gt; d"]
    assert texts(rendered(["a < b"])) == ["a < b"]


@pytest.mark.parametrize(
    ("counting", "length"),
    [(Counting.CHARACTERS, 2), (Counting.UTF16, 3), (Counting.BYTES, 7)],
)
def test_the_length_is_counted_as_the_platform_does(counting: Counting, length: int) -> None:
    assert Capabilities(longest_text=9, counting=counting).length("肝👍") == length


def test_a_source_is_repeated_where_a_fact_takes_two_messages() -> None:
    source = "Source: Lancet 2020."
    text = "\n".join([*(f"Line {n}: {n} of 100 people were alive." for n in range(40)), source])
    reply = rendered([text], small_print=[source], sources=[{"label": "Lancet 2020"}])

    assert len(reply.parts) > 1
    assert all(part.text.endswith(source) for part in reply.parts)


def test_the_last_part_of_a_split_text_takes_the_suggestions() -> None:
    reply = rendered(["word. " * 300], suggestions=SHORT)

    assert "1. Tell me more" not in texts(reply)[0]
    assert texts(reply)[-1].endswith("2. Simpler")


def test_a_token_is_short_and_stable_and_tells_nothing() -> None:
    assert token_of("Tell me more") == token_of("Tell me more") != token_of("Simpler")
    assert len(token_of("什么是肝癌？" * 20)) == 12


@given(
    st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=4),
    st.lists(st.text(min_size=1, max_size=80), max_size=3),
    st.sampled_from(["answer", "emergency"]),
    st.sampled_from(Counting),
    st.sampled_from(Markup),
    st.integers(0, 3),
)
def test_no_message_is_ever_longer_than_the_platform_takes(
    said: list[str],
    suggestions: list[str],
    kind: str,
    counting: Counting,
    markup: Markup,
    buttons: int,
) -> None:
    can = Capabilities(
        *(120, counting), longest_above=60, buttons=buttons, longest_button=10, markup=markup
    )
    reply = rendered(said, can, kind, suggestions=suggestions)

    for part in reply.parts:
        assert part.text.strip() or not any(text.strip() for text in said)
        assert can.fits(part.text)
        assert can.fits(part.plain)
        assert not part.choices or can.fits_above(part.text)
