"""What a program can see of the language: grade, abbreviations, explained words, passive voice."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from hepatica.checking.reading import grade
from hepatica.checking.terms import unexplained_terms
from hepatica.models import Glossary
from hepatica.sheets.material import Material, TopicAnswer

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_ABBREVIATION = re.compile(r"\b(?:\d[A-Z]-)?[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*\b")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STAGE = re.compile(r"^[IVX]+[ABC]?$", re.IGNORECASE)
_SPELLING_OUT_HELPS_NOBODY = {"CT", "MRI", "UK", "US", "USA"}
"""Imaging that AHRQ's guide exempts in item 3, and names of countries."""
_RULE_NAMES_WORD = re.compile(r"^'([^']+)'")


def hardest(answer: TopicAnswer) -> float:
    """The reading grade of the hardest of statement and caveat."""
    return max(grade(text) for text in answer.wording)


def abbreviations(material: Material) -> list[str]:
    """The different abbreviations in statements and caveats: words with two capitals or more."""
    texts = (text for answer in material.answers for text in answer.wording)
    found = {word for text in texts for word in _ABBREVIATION.findall(text)}
    return sorted(w for w in found - _SPELLING_OUT_HELPS_NOBODY if not _STAGE.match(w))


def outside_the_glossary(material: Material) -> list[str]:
    """Facts with a rare word that no glossary entry names (the rule of ``hepatica check``)."""
    return list(dict.fromkeys(problem.entry for problem in unexplained_terms(material.knowledge)))


def technical_words(material: Material) -> list[str]:
    """Abbreviations, and rare words of glossary terms; stage and everyday names are none."""
    bare = replace(material.knowledge, glossary=Glossary(terms=[]))
    # The rule puts the word in quotes at the start of its message.
    named = (_RULE_NAMES_WORD.match(problem.message) for problem in unexplained_terms(bare))
    rare = {match[1].lower() for match in named if match}
    terms = material.knowledge.glossary.terms
    names = _parts(n for t in terms for n in (t.term.en, *t.abbreviations, *t.synonyms.en))
    everyday = _parts(name for term in terms for name in term.lay_variants.en)
    wanted = {_singular(word) for word in rare if not _STAGE.match(word)}
    short = abbreviations(material)
    long = (wanted & names) - everyday - {abbreviation.lower() for abbreviation in short}
    return sorted(long) + short


def _parts(names: Iterable[str]) -> set[str]:
    words = (word for name in names for word in _WORD.findall(name.lower()))
    return {_singular(word) for word in words}


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


_SAYS_WHAT = (
    "is|are|means?|stands? for|tells?|counts?|shows?|describes?|compares?|kills?|removes?|blocks?|"
    "shapes?|sends?|uses?|helps?|keeps?"
)


@lru_cache(maxsize=2_000)
def _explanations(word: str) -> re.Pattern[str]:
    """Forms in which a text says what a word means."""
    name = rf"\b{re.escape(word)}s?\b[\"”']?"
    start = r"(?:^|[.!?:]\s)(?:In |An? |The )*[\"“']?(?:[\w-]+ ){0,2}[\"“']?"
    forms = (
        rf"{name}(?: \w+)? \(",  # cirrhosis (scars in the liver)
        rf"\([^)]*{name}[^)]*\)",  # scars in the liver (cirrhosis)
        rf"{start}{name}(?: \w+)?(?: \([^)]*\))? (?:{_SAYS_WHAT})\b",  # Cirrhosis means ...
        rf"\b(?:called|known as|short for)\b[^.]*{name}",  # a poison called aflatoxin
        rf"\b(?:names? for (?:it|this)|word for this)\b[^\n]{{0,60}}{name}",
        rf"{name}, (?:an?|the|one|which|also|or|some)\b",  # AFP, which can be high in ...
        rf"{name}(?: \w+)?[.] (?:(?:It|They) (?:{_SAYS_WHAT})|This|These|Such|In this)\b",
    )
    return re.compile("|".join(forms), re.IGNORECASE | re.MULTILINE)


def is_explained(word: str, texts: list[str]) -> bool:
    """Whether one of the texts explains a word, as far as the form of its sentences shows it.

    >>> is_explained("cirrhosis", ["A liver with scars (cirrhosis) works less well."])
    True
    >>> is_explained("cirrhosis", ["Many people have cirrhosis as well."])
    False
    """
    return any(_explanations(word).search(text) for text in texts)


_IRREGULAR = (
    "asked|born|bought|broken|brought|built|caught|chosen|cut|done|drawn|driven|felt|found|given|"
    "heard|held|hit|hurt|kept|known|led|left|lost|made|met|paid|put|read|seen|sent|set|shown|split|"
    "taken|thought|told|understood|worn|written|grown"
)
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|get|gets|got)\s+"
    r"(?:(?:not|also|often|still|just|already|now|then|\w+ly)\s+)*"
    rf"(\w{{2,}}ed|{_IRREGULAR})\b",
    re.IGNORECASE,
)
_DESCRIBES = {"advanced", "involved", "limited", "need", "scarred", "tired"}
"""Participles that say what something is like, not what is done to it."""


def is_passive(sentence: str) -> bool:
    """Whether a sentence has a form of "be" or "get" and a past participle after it.

    >>> is_passive("The tumor is often removed."), is_passive("The cancer is advanced.")
    (True, False)
    """
    return any(match[1].lower() not in _DESCRIBES for match in _PASSIVE.finditer(sentence))


def sentences(material: Material) -> list[str]:
    """Every sentence of statements and caveats."""
    texts = (text for answer in material.answers for text in answer.wording)
    return [sentence for text in texts for sentence in _SENTENCE_END.split(text)]


_GAP = re.compile(
    r"\b(?:(?:not|no) (?:yet )?known|unknown|unclear|nobody can|"
    r"(?:could|have) not (?:\w+ )?(?:see|seen|confirm|confirmed|check|checked)|did not check|"
    r"being tested|testing them|still a? ?(?:research|studying)|used and studied|"
    r"does not (?:say|show|give)|do not (?:say|tell)|too small to|are needed to know)\b",
    re.IGNORECASE,
)


def says_what_is_not_known(answer: TopicAnswer) -> bool:
    """Whether the answer names something that nobody, or that we, do not know."""
    return any(_GAP.search(text) for text in answer.wording)
