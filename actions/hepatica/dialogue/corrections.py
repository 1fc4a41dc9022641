"""Corrections: "no, I meant the other trial", "not side effects, I asked about survival"."""

import re

from hepatica.dialogue.context import Mentions

_LEAD = re.compile(
    r"^\W*(?:(?:no+|nope|sorry|oops|wait|hang on|actually|hmm|oh|but|well|pardon|excuse me|"
    r"not (?:that|this|it)(?: one)?|that'?s not (?:what i (?:asked|meant|mean|wanted)|it|right)|"
    r"that is not (?:what i (?:asked|meant|mean|wanted)|it|right)|"
    r"(?:you )?(?:misunderstood|got (?:me|it) wrong)|wrong (?:one|study|trial)|"
    r"i (?:meant|mean|was asking(?: about)?|asked(?: about| for)?|wanted(?: to know about)?)|"
    r"my question was(?: about)?|the question was(?: about)?)\b[\s,.:;!–-]*)+",
    re.IGNORECASE,
)
_LEAD_ZH = re.compile(
    r"^\W*(?:(?:不对|不是(?:这个|那个|的)?|错了|搞错了|抱歉|对不起|等等|我(?:是)?(?:问|说|指|想问|要问)的?(?:是)?|"
    r"你(?:理解|搞)错了|其实)[\s，。,:：！]*)+"
)
_NOT = re.compile(
    r"\bnot (?:about )?(?:the |a |those )?([^,.;:!?\n]{2,60}?)(?:[,.;:–]|\s+-\s+|\s+but\b)\s*"
    r"|(?:不是|不要|没问|不问)([^，。,；]{1,20})[，。,；]\s*(?:而?是)?",
    re.IGNORECASE,
)


def corrected(text: str) -> str | None:
    """What is meant after all; None when the message corrects nothing.

    >>> corrected("no, I meant the JAMA one")
    'the JAMA one'
    >>> corrected("not side effects, I asked about survival")
    'survival'
    >>> corrected("does it hurt?") is None
    True
    """
    rest = _NOT.sub("", text, count=1) if _NOT.match(text.lstrip()) else text
    for lead in (_LEAD, _LEAD_ZH):
        rest = lead.sub("", rest)
        rest = _NOT.sub("", rest, count=1) if _NOT.match(rest) else rest
        rest = lead.sub("", rest)
    rest = rest.strip()
    return rest if rest and rest != text.strip() else None


def still_meant(mentions: Mentions, rest: str) -> Mentions:
    """The mentions without those that stand only in what was corrected away."""
    kept_text = rest.casefold()
    values = {
        kind: [
            value
            for value in found
            if any(words.casefold() in kept_text for words in mentions.texts.get(value, [value]))
        ]
        for kind, found in mentions.values.items()
    }
    return Mentions({kind: found for kind, found in values.items() if found}, mentions.texts)
