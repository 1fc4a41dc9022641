"""Splitting passages into sentences, English and Chinese."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from hepatica.ingest.passages import CJK

if TYPE_CHECKING:
    from spacy.language import Language

Tongue = Literal["en", "zh"]

LONGEST_PIECE = 50_000
"""Characters given to spaCy at once; it needs about a kilobyte for each token."""

LONGEST_RUN = 1000
"""Characters without a space; spaCy's time grows with the square of such a word's length."""
LONGEST_SENTENCE = 1500
"""Characters of what can be a sentence; a longer one is a table or list whose marks were lost."""

_CHINESE = re.compile(f"[{CJK}]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_END = re.compile(r"[.!?]\s+|[。！？]")
_RUN = re.compile(rf"[^\s{CJK}]{{{LONGEST_RUN}}}")
_GAP = re.compile(r"\s|[;,；，、]")
_ABBREVIATION = re.compile(r"\b(?:vs|et al|e\.g|i\.e|cf|ca|approx|dr|prof|incl)\.$", re.IGNORECASE)
"""What a sentence does not end with."""
_ITEM_NUMBER = re.compile(r"^\W{0,3}\d{1,3}\W{0,3}$")
_LABEL = re.compile(r"\b(?:figs?|nos?|eqs?|refs?|tab|vol)\.$", re.IGNORECASE)
"""Abbreviations that go on when a number follows."""
_OPENING = "“「『（《‘(["


def tongue_of(text: str) -> Tongue:
    """The language to read a passage in: Chinese when it is mostly Chinese characters."""
    return "zh" if len(_CHINESE.findall(text)) > 2 * len(_LATIN_WORD.findall(text)) else "en"


def sentences(text: str) -> list[str]:
    """The sentences of a tidy passage, in order and as they are printed."""
    tongue = tongue_of(text)
    found: list[str] = []
    longest = LONGEST_RUN if _RUN.search(text) else LONGEST_PIECE
    for piece in _pieces(text, longest):
        for sentence in _split(piece, tongue):
            if found and _belongs(found[-1].rstrip(), sentence, tongue):
                found[-1] += sentence
            else:
                found.append(sentence)
    parts = (part.strip() for whole in found for part in _pieces(whole, LONGEST_SENTENCE))
    return [part for part in parts if part]


@lru_cache(maxsize=2)
def _pipeline(tongue: Tongue) -> "Language":
    import spacy

    nlp = spacy.blank(tongue)
    # In Chinese text the full stop "." is a decimal point.
    marks = {"punct_chars": ["。", "！", "？", "!", "?"]} if tongue == "zh" else {}
    nlp.add_pipe("sentencizer", config=marks)
    return nlp


def _pieces(text: str, longest: int) -> Iterator[str]:
    """Parts of a text that is too long, cut after a sentence or else after a word or mark."""
    start = 0
    while len(text) - start > longest:
        limit = start + longest
        ends = [m.end() for m in _END.finditer(text, start, limit)] or [
            m.end() for m in _GAP.finditer(text, start, limit)
        ]
        cut = ends[-1] if ends else limit
        yield text[start:cut]
        start = cut
    yield text[start:]


def _split(piece: str, tongue: Tongue) -> Iterator[str]:
    """Sentences with the space after them."""
    carried = ""
    for span in _pipeline(tongue)(piece).sents:
        whole = carried + span.text_with_ws
        # The sentencizer leaves an opening quotation mark with the sentence before it.
        kept = whole.rstrip().rstrip(_OPENING)
        carried = whole[len(kept) :].lstrip()
        if kept.strip():
            yield whole[: len(whole) - len(carried)]
        else:
            carried = whole
    if carried.strip():
        yield carried


def _belongs(previous: str, sentence: str, tongue: Tongue) -> bool:
    """Whether ``sentence`` only goes on with ``previous``."""
    if tongue == "zh":
        return False
    end = previous[-10:]
    if sentence[:1].islower() or _ABBREVIATION.search(end) or _ITEM_NUMBER.match(previous):
        return True
    return sentence[:1].isdigit() and bool(_LABEL.search(end))
