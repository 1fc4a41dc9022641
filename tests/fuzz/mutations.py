"""Strategies for Hypothesis: odd words, and valid data with something wrong in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Path = tuple[Any, ...]
Draw = st.DrawFn


def _deep(levels: int) -> Any:
    nest: Any = []  # what nests deeper than Python can go stands in ODD_BYTES
    for _ in range(levels):
        nest = [nest]
    return nest


QUESTIONS = [
    "What is TACE?", "how long do people live after surgery", "肝癌是什么？", "門靜脈癌栓怎麼治療",
    "I am vomiting blood", "是的", "2", "and after 5 years?", "¿Qué es el cáncer de hígado?",
    "what was the 2-year survival in the JCO trial, and who was studied?", "我吐血了", "forget me",
]  # fmt: skip
ODD_TEXTS = [
    "", " ", "\0", "\ud800", "\udfff肝", "\ufeff", "\u202e\u2066abc\u2069", "a\u0301" * 200,
    "👩‍👩‍👧‍👦" * 40, "/restart", "/intent{}", "%s%n{0}{{x}}", "<script>alert(1)</script>",
    "&amp;&#0;",
    "'; DROP TABLE received; --", '"AND" NEAR(*)', "x" * 4100, "肝" * 1100, " a" * 2100,
    "9" * 400, "1e999", "١٢٣", "½ of ⅓", "1,2.3.4%5-6/7", "\x1b[31m", "\r\n\t\v\f", "\u2028\u2029",
    "ﷺ" * 300, "\U0010ffff", "Ⅷ" * 100, "()" * 400, "((" * 400, "> " * 400, "." * 900, "-" * 900,
]  # fmt: skip
ODD_VALUES: list[Any] = [
    None, True, False, 0, -1, 2**31, 2**63, -(2**63), 10**30, 10**400, 0.5, -0.0, 1e308, 1e-320,
    float("nan"), float("inf"), [], {}, [[]], [None], {"": None}, {"id": {"id": []}}, [{}] * 50,
    _deep(90),  "A" * 70_000,
]  # fmt: skip

any_text = st.text(st.characters(exclude_categories=()), max_size=80)
texts = st.one_of(
    any_text,
    st.sampled_from([*ODD_TEXTS, *QUESTIONS]),
    st.lists(st.sampled_from([*QUESTIONS, *ODD_TEXTS]), min_size=2, max_size=4).map(" ".join),
    st.builds(
        lambda text, at, odd: text[:at] + odd + text[at:],
        st.sampled_from(QUESTIONS),
        st.integers(0, 30),
        any_text,
    ),
)
"""Words as nobody should write them, and questions with such in them."""
values = st.sampled_from(ODD_VALUES) | st.sampled_from(ODD_TEXTS) | any_text | st.integers()


def paths(tree: Any, at: Path = ()) -> list[Path]:
    """The places in a tree of mappings and lists, its root included."""
    found = [at]
    if isinstance(tree, dict):
        return found + [path for key in tree for path in paths(tree[key], (*at, key))]
    if isinstance(tree, list):
        return found + [path for key, one in enumerate(tree) for path in paths(one, (*at, key))]
    return found


def _value(tree: Any, path: Path) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def _delete(parent: Any, key: Any, _: Any) -> None:
    del parent[key]


def _replace(parent: Any, key: Any, value: Any) -> None:
    parent[key] = value


def _wrap(parent: Any, key: Any, _: Any) -> None:
    parent[key] = [parent[key]]


def _name(parent: Any, key: Any, value: Any) -> None:
    parent[key] = {str(value)[:50]: parent[key]}


def _say(parent: Any, key: Any, _: Any) -> None:
    parent[key] = str(parent[key])


def _again(parent: Any, key: Any, value: Any) -> None:
    """Once more in a list; in a mapping, something beside it."""
    if isinstance(parent, list):
        parent.extend([parent[key]] * 20)
    else:
        parent[str(value)[:50]] = parent[key]


_CHANGES = (_replace, _replace, _replace, _delete, _wrap, _name, _say, _again)


@st.composite
def mutated(draw: Draw, seeds: Sequence[Any]) -> Any:
    """One of the trees, with one to four things in it changed."""
    tree = [deepcopy(draw(st.sampled_from(seeds)))]
    for _ in range(draw(st.integers(1, 4))):
        places = paths(tree)[1:]
        if not places:
            break
        *way, key = draw(st.sampled_from(places))
        change = _replace if not way and draw(st.booleans()) else draw(st.sampled_from(_CHANGES))
        value = draw(values | st.sampled_from(seeds))
        if way or change is not _delete:
            change(_value(tree, tuple(way)), key, deepcopy(value))
    return tree[0]


@st.composite
def mutated_bytes(draw: Draw, seeds: Sequence[bytes]) -> bytes:
    """One of the byte strings, cut, doubled, or with other bytes in it; or any bytes at all."""
    raw = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        begin, end = sorted(draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
        inside = draw(
            st.sampled_from([b"", raw[begin:end] * 3, *ODD_BYTES]) | st.binary(max_size=9)
        )
        raw = raw[:begin] + inside + (raw[end:] if draw(st.booleans()) else raw[begin:])
    return raw or draw(st.binary(max_size=200))


ODD_BYTES = [
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\xef\xbb\xbf", b"{", b"}", b"]", b"NaN",
    b"[" * 20_000, b'"', b"\\u0000", b"\\ud800", b"%00", b"%ff", b"&", b"=", b"<", b"]]>", b"\r\n",
    b"<!DOCTYPE x>", b"9" * 5000, b": ", b"- ", b"\t", b"&a *a", b"!!python/object:os.system",
    b"=?utf-8?b?",
]  # fmt: skip


def as_json(tree: Any) -> bytes:
    """A tree as JSON, whatever stands in it; "" where it nests too deep to be written."""
    try:
        return json.dumps(tree).encode()
    except RecursionError:
        return b"[" * 20_000
