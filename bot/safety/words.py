"""A message as plain words, so that one phrase finds it however it was typed.

Lower case, without accents, Traditional Chinese as Simplified, one token a Chinese character, and
one way to write short forms ("can't", "cannot", "can not" are "cant"; "i'm", "im" are "i am").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from typing import Any

_CJK = "\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"[{_CJK}]|\d+(?:[.,]\d+)?|[^\W\d_{_CJK}]+(?:'[^\W\d_{_CJK}]+)*|[.!?。！？;；]+|[,，、:：()—–/%°-]"
)
_APOSTROPHES = re.compile("[\u2019\u2018\u00b4`\u2032\u02bc\uff07]")
_SENTENCE_ENDS = frozenset(".!?。！？;；")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_LATIN = re.compile(r"[a-z]+")

_WHOLE = {
    "cannot": "cant",
    "im": "i am",
    "i'm": "i am",
    "ive": "i have",
    "i've": "i have",
    "i'd": "i would",
    "i'll": "i will",
    "hes": "he is",
    "he's": "he is",
    "shes": "she is",
    "she's": "she is",
    "its": "it is",
    "it's": "it is",
    "theres": "there is",
    "there's": "there is",
    "theyre": "they are",
    "they're": "they are",
    "they'd": "they would",
    "he'd": "he would",
    "she'd": "she would",
    "we'd": "we would",
    "we're": "we are",
    "youre": "you are",
    "whats": "what is",
    "what's": "what is",
    "wanna": "want to",
    "wana": "want to",
    "gonna": "going to",
    "gona": "going to",
    "anymore": "any more",
    "nite": "night",
    "tonite": "tonight",
    "pls": "please",
    "plz": "please",
    "u": "you",
    "ur": "your",
    "n": "and",
    "cnt": "cant",
    "cnat": "cant",
    "catn": "cant",
    "carnt": "cant",
    "dnt": "dont",
    "wnt": "wont",
    "he'll": "he will",
    "she'll": "she will",
    "it'll": "it will",
    "they'll": "they will",
    "we'll": "we will",
    "you'll": "you will",
    "ppl": "people",
    "bleedin": "bleeding",
    "pukin": "puking",
    "vomitin": "vomiting",
    "2day": "today",
    "2nite": "tonight",
    "evry": "every",
    "hart": "heart",
    "sumthing": "something",
    "thru": "through",
    "liv": "live",
    "kil": "kill",
    "hav": "have",
    "r": "are",
    "aint": "isnt",
    "ain't": "isnt",
}
_NOT = ("can", "could", "do", "does", "did", "is", "are", "was", "were", "has", "have", "had")
_JOINED = {(word, "not"): f"{word}nt".replace("cannt", "cant") for word in (*_NOT, "would")}
_JOINED |= {("will", "not"): "wont", ("no", "longer"): "nolonger"}
_JOINED |= {(f"{word}n", "t"): f"{word}nt" for word in _NOT[1:]} | {("can", "t"): "cant"}
_HAD = frozenset({"a", "an", "been", "gone", "got", "had", "no", "some", "passed", "only"})
"""Before these the "'d" of "she'd" is "had", not "would"."""
_ONE_BY_ONE = {"著": "着"}
"""Characters that the converter leaves alone unless it sees the words around them."""


@dataclass(frozen=True)
class Token:
    """One word with its place in the text and the number of its sentence."""

    text: str
    start: int
    end: int
    sentence: int

    @property
    def ends_sentence(self) -> bool:
        """Whether it is a full stop or the like."""
        return self.text[0] in _SENTENCE_ENDS


def tokens_of(text: str) -> list[Token]:
    """The words of ``text``; a full stop between digits is part of the number.

    >>> [token.text for token in tokens_of("I can't breathe. 38.6")]
    ['i', 'cant', 'breathe', '.', '38.6']
    """
    return _join_negations(list(_single_words(_APOSTROPHES.sub("'", text))))


def _single_words(text: str) -> Iterator[Token]:
    sentence = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        for word in _spelled_out(raw):
            yield Token(word, match.start(), match.end(), sentence)
        sentence += raw[0] in _SENTENCE_ENDS


def _spelled_out(raw: str) -> list[str]:
    word = _plain(raw)
    if word in _WHOLE:
        return _WHOLE[word].split()
    if word.endswith("'s"):
        return [word[:-2].replace("'", ""), "s"]
    return [word.replace("'", "") or "'"]


@lru_cache(maxsize=20_000)
def _plain(raw: str) -> str:
    """Lower case without accents; Chinese in simplified characters; no tripled letters.

    >>> _plain("hígado"), _plain("Blooood"), _plain("嘔")
    ('higado', 'blood', '呕')
    """
    if raw[0] >= "\u3400":
        return _simplified(raw)
    parts = unicodedata.normalize("NFKD", raw.lower())
    word = "".join(part for part in parts if not unicodedata.combining(part)) or raw
    return _REPEATED.sub(r"\1\1", word)


def _simplified(character: str) -> str:
    return _ONE_BY_ONE.get(character) or str(_converter().convert(character)) or character


@lru_cache(maxsize=1)
def _converter() -> Any:
    return import_module("opencc").OpenCC("t2s")  # has no types


def _join_negations(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last and _is_had(joined, token):
            joined[-1] = last = replace(last, text="had")
        if last and (pair := _JOINED.get((last.text, token.text))):
            joined[-1] = Token(pair, last.start, token.end, last.sentence)
        else:
            joined.append(token)
    return joined


def _is_had(joined: list[Token], token: Token) -> bool:
    """Whether the last word comes from "she'd" and means "had" before ``token``."""
    short = len(joined) > 1 and joined[-1].start == joined[-2].start
    return short and joined[-1].text == "would" and token.text in _HAD


def is_latin(word: str) -> bool:
    """Whether the word is of plain letters only, as spelling needs it."""
    return _LATIN.fullmatch(word) is not None
