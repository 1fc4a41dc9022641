"""A message in its sentences, and which of them ask for something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.segments import MOST, segments


def asked(text: str) -> list[str]:
    return [segment.text for segment in segments(text) if segment.asks]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("What is TACE? Does it hurt?", ["What is TACE?", "Does it hurt?"]),
        ("what stage is that and will it hurt?", ["what stage is that", "will it hurt?"]),
        (
            "what is TACE, and how long does it take",
            ["what is TACE", "how long does it take"],
        ),
        ("放疗要做几次？有什么副作用？", ["放疗要做几次？", "有什么副作用？"]),
        ("什么是介入治疗，会不会很痛", ["什么是介入治疗", "会不会很痛"]),
        ("什麼是介入治療？會不會很痛？", ["什麼是介入治療？", "會不會很痛？"]),
        ("¿Qué es TACE? ¿Duele mucho?", ["¿Qué es TACE?", "¿Duele mucho?"]),
        ("¿qué es TACE y cuánto dura?", ["¿qué es TACE", "cuánto dura?"]),
    ],
)
def test_two_questions_in_one_message_are_two(text: str, questions: list[str]) -> None:
    assert asked(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "1. what is TACE\n2. what it costs\n3. my diet",
        "1) what is TACE\n2) what it costs\n3) my diet",
        "- what is TACE\n- what it costs\n- my diet",
        "(a) what is TACE\n(b) what it costs\n(c) my diet",
        "①what is TACE\n②what it costs\n③my diet",
        "1. what is TACE 2. what it costs 3. my diet",
    ],
)
def test_every_item_of_a_list_asks(text: str) -> None:
    assert asked(text) == ["what is TACE", "what it costs", "my diet"]


@pytest.mark.parametrize(
    "text",
    [
        "what is the difference between stage A and B?",
        "what are the side effects of radiotherapy and surgery?",
        "is surgery with radiotherapy better than surgery and nothing else",
        "side effects",
        "我爸爸确诊了肝癌，医生说是B期，这是什么意思",
        "¿qué diferencia hay entre el estadio A y el B?",
        "what did 1.5 million people have",
    ],
)
def test_one_question_is_kept_whole(text: str) -> None:
    assert [segment.text for segment in segments(text)] == [text]


@pytest.mark.parametrize(
    ("text", "statement", "question"),
    [
        ("Dad has stage B. What is that?", "Dad has stage B.", "What is that?"),
        ("爸爸查出来是B期。这是什么意思？", "爸爸查出来是B期。", "这是什么意思？"),
        ("Mi padre tiene cirrosis. ¿Es grave?", "Mi padre tiene cirrosis.", "¿Es grave?"),
    ],
)
def test_a_statement_is_context_and_asks_nothing(text: str, statement: str, question: str) -> None:
    assert [(s.text, s.asks) for s in segments(text)] == [(statement, False), (question, True)]


@pytest.mark.parametrize("text", ["I feel tired.", "hello", "thank you", "谢谢", "muchas gracias"])
def test_small_talk_asks_nothing(text: str) -> None:
    assert asked(text) == []


def test_parts_know_which_sentence_they_come_from() -> None:
    found = segments("What is TACE and does it hurt? How long is it?")

    assert [segment.sentence for segment in found] == [1, 1, 2]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "?!", "...", "😀", "1.", "- -"])
def test_a_message_without_words_asks_nothing(text: str) -> None:
    assert asked(text) == []


def test_a_pasted_text_is_looked_at_only_so_far() -> None:
    assert len(segments("Is it so? " * (MOST + 10))) == MOST


def test_a_question_that_begins_like_the_one_before_is_not_said_twice() -> None:
    assert asked("什么是介入，什么，谢谢") == ["什么是介入", "什么，谢谢"]


@given(st.text())
def test_odd_input_never_fails(text: str) -> None:
    assert all(segment.text for segment in segments(text))


_PIECE = st.sampled_from(
    [
        "what is",
        "and",
        "will it",
        "1.",
        "2)",
        "- ",
        "? ",
        "\n",
        ", ",
        "y",
        "¿qué",
        "什么",
        "，",
        "hurt",
    ]
)


@given(st.lists(_PIECE, max_size=20).map(" ".join))
def test_no_word_of_a_message_is_lost_or_said_twice(text: str) -> None:
    found = "".join(segment.text for segment in segments(text))

    assert found.count("hurt") == text.count("hurt")
    assert found.count("什么") == text.count("什么")
