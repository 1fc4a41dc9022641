"""Words for the groups of people that figures are about."""

import re

from hepatica.ingest.lexicon import Mention
from hepatica.ingest.passages import CJK

_NO_NAME = (
    r"(?:in|of|for|the|same|each|other|two|both|entire|whole|study|either|one|a|an|this|that|per)\b"
)
_GROUP_WORDS = rf"(?!{_NO_NAME})(?:[A-Za-z][\w+-]*\s){{1,4}}?(?:group|arm|cohort)\b"
_ENGLISH_GROUP = re.compile(
    rf"\b(?:in|for|of|to|and|with|than|versus|vs\.?)\s(?:the\s)?({_GROUP_WORDS})"
    rf"|\b[Tt]he\s({_GROUP_WORDS})"
)
_WITH = re.compile(
    r"\b(?:patients|people|men|women|adults|participants|those|cases)\s"
    r"(with\s[A-Za-z][\w/+-]*(?:\s[A-Za-z][\w/+-]*){0,5}?)"
    r"(?=[^\w\s/+-]|\s?$|\s?\b(?:who|that|were|was|are|is|had|have|has|and|in|at|after|before|from|to|by"
    r"|received|receiving|treated|undergoing|under|enrolled|combined|exceed\w*|showed|achieved|survived"
    r"|lived?|develop\w*|get|die[ds]?|need\w*|respond\w*|within|during|for|over|without|on|as|when|if"
    r"|while|because|may|can|could|did|do|will|\d+)\b)",
    re.IGNORECASE,
)
_HEADING_GROUP = re.compile(rf"(?:^|;\s)({_GROUP_WORDS})(?=\s?[(:,：（])")
_CHINESE_GROUP = re.compile(rf"([{CJK}A-Za-z+]{{1,10}}?组)(?!织|成|合|间|内)")
_LEADING = re.compile(r"^(?:.*[在和与及而为于较比对中、]|.*?(?:分别|相比))(?=.)")
_NO_GROUP = re.compile(r"^(?:两|二|各|每|该|全|本|分|一|三|同|入|随机分?)组$")


def group_mentions(text: str, known: list[Mention]) -> list[Mention]:
    """All words for groups in a sentence: the glossary's, and "the X group", "with X", "X组"."""
    found = list(known)
    for pattern in (_ENGLISH_GROUP, _HEADING_GROUP, _WITH, _CHINESE_GROUP):
        for match in pattern.finditer(text):
            which = next(number for number, part in enumerate(match.groups(), 1) if part)
            mention = _worded(match, which)
            if mention and not any(_overlap(mention, other) for other in found):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _worded(match: re.Match[str], which: int) -> Mention | None:
    words, start = match[which], match.start(which)
    if words.endswith("组"):
        words = _LEADING.sub("", words)
        if _NO_GROUP.match(words):
            return None
        start = match.end(which) - len(words)
    elif words.lower().startswith("with "):
        words = f"people {words.strip()}"
    return Mention(start, match.end(which), words)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end
