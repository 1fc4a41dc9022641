"""Any text can be masked, and quickly."""

from __future__ import annotations

import time
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import masker
from tests.bot.privacy.sets import telling

MASKER = masker()
MOST_SECONDS = 1.0
"""Some 30 ms on a quiet machine; a text that takes its length squared takes minutes."""
TELLING = [one.text for one in telling("identifiers")]
PIECES = st.sampled_from(
    [
        *(
            "my name is ",
            "我叫王",
            "phone ",
            "MRN ",
            "born on ",
            "12 ",
            "1",
            "0",
            "+",
            "00",
            "a",
            "A ",
            "\n",
        ),
        *(
            "ann ",
            "@",
            ".",
            "/",
            "-",
            "|",
            " ",
            "号",
            "路",
            "一",
            "住在",
            "http://",
            ", ",
            " born",
            "月",
        ),
    ]
)
ENDLESS = [
    *(
        "1",
        "0",
        "1 ",
        "0-",
        "+1",
        "a",
        "A ",
        "a@",
        "@a.",
        "a.",
        "a/",
        "a.b/",
        "http://",
        "my name is ",
    ),
    *(
        "my name is ann ",
        "Ann ",
        "I am Ann Lee ",
        "phone ",
        "phone 1",
        "phone 1 2",
        "MRN ",
        "MRN 12 ",
        "born ",
    ),
    *(
        "born 1 ",
        "12 Baker ",
        "12 a ",
        "I live at 12 ",
        "我叫王",
        "我是王",
        "一",
        "路1",
        "住在",
        "住在号1",
        "我家住路1号",
    ),
    *(
        "a at a dot ",
        "AB12 ",
        "AB1234 5678 ",
        "calle A ",
        "thanks\n",
        "\n",
        " ",
        "生",
        "1961年3月",
        "A1",
        "１",
        "(0",
        ") 0",
    ),
]


@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(MASKER.mask(text), str)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_what_is_found_is_in_order_and_apart(text: str) -> None:
    places = [place for span in MASKER.find(text) for place in (span.start, span.end)]

    assert places == sorted(places)
    assert all(span.start < span.end <= len(text) for span in MASKER.find(text))


@given(st.text(max_size=40), st.sampled_from(TELLING), st.text(max_size=40))
def test_what_is_around_is_not_changed(before: str, telling: str, after: str) -> None:
    text = f"{before}\n{telling}\n{after}"
    left, place = [], 0
    for span in MASKER.find(text):
        left.append(text[place : span.start])
        place = span.end
    masked = MASKER.mask(text)

    for piece in [*left, text[place:]]:
        assert piece in masked


@pytest.mark.parametrize("piece", ENDLESS)
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    began = time.perf_counter()
    MASKER.mask(text)

    assert time.perf_counter() - began < MOST_SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "Hello, my father is 67 and he had a 5.4 cm tumour. AFP 400, Child-Pugh A6, platelets 120. "
        * 3,
        "您好，我父亲今年67岁，肝癌合并门静脉癌栓，甲胎蛋白400，医生建议先做放疗50.4Gy分28次，谢谢您。"
        * 4,
        "I'm John Smith, MRN 4471023, born 12/03/1961, john@example.com, call me on 415-555-2671. ",
    ],
)
def test_an_ordinary_message_costs_little(text: str) -> None:
    times = []
    for _ in range(200):
        began = time.perf_counter()
        MASKER.mask(text[:200])
        times.append(time.perf_counter() - began)

    # 0.3 ms on a quiet machine; tests may run beside others.
    assert median(times) < 0.001
