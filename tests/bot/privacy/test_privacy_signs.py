"""Warning signs are found as before, whatever identifiers stand around them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.knowledge_files import read
from bot.paths import ROOT
from bot.privacy import masker
from bot.privacy.texts import is_chinese
from bot.safety.patterns import RedFlags

MASK = masker().mask
AROUND = [
    "my name is ann {}",
    "my name is Ann Lee {}",
    "I'm John Smith, {}",
    "my dad Peter {}",
    "call me on 415-555-2671 {}",
    "07700 900123 {}",
    "{} my number is 07700 900123",
    "{}. call 415 555 2671",
    "MRN 4471023 {}",
    "DOB 12/03/1961 {}",
    "I live at 12 Baker Street {}",
    "im at 12 oak lane {}",
    "{} - ann@example.com",
    "{}\nThanks, Ann Lee",
    "{} https://example.org/p/1",
]
AROUND_CHINESE = [
    "我叫王芳{}",
    "我叫王小明，{}",
    "我是王建国的女儿，{}",
    "我爸叫赵国强{}",
    "{}电话13812345678",
    "13812345678{}",
    "住院号884213{}",
    "我家住建国路88号{}",
    "我1961年3月12日出生{}",
    "{}，我是李芳",
]


def signs() -> Iterator[str]:
    for path in sorted((ROOT / "bench" / "red_flags").glob("*.yml")):
        if path.stem.startswith(("emergencies", "crises")):
            for listed in read(path).values():
                yield from map(str, listed)


def kind(red_flags: RedFlags, text: str) -> str | None:
    found = red_flags.find(text)
    return found[0].kind if found else None


@pytest.mark.parametrize("turn", range(2))
def test_no_sign_is_lost_with_an_identifier(red_flags: RedFlags, turn: int) -> None:
    lost = []
    for number, sign in enumerate(signs()):
        around = AROUND_CHINESE if any(map(is_chinese, sign)) else AROUND
        text = around[(number + turn * 5) % len(around)].format(sign)
        if kind(red_flags, text) != kind(red_flags, MASK(text)):
            lost.append(f"{text} -> {MASK(text)}")

    assert lost == []


def test_identifiers_are_hidden_beside_signs() -> None:
    for sign in list(signs())[::10]:
        assert "415-555-2671" not in MASK(f"call me on 415-555-2671 {sign}")
        assert "13812345678" not in MASK(f"{sign}，电话13812345678")
