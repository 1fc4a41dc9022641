"""Numbers in running text, and the numbers that are no figures: dates, labels, P values."""

import re
from dataclasses import dataclass, field

_CORE = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:[.·]\d+)?|[.·]\d+"
NUMBER = rf"(?<![\d.·])(?<![A-Za-z])(?<![A-Za-z]-)(?:{_CORE})"
"""A number that is not part of a name ("CNLC-2", "T2") or of another number."""
_DASH = r"\s?(?:-|–|—|−|~|～|至|到)\s?"
RANGE = rf"{NUMBER}(?:(?:{_DASH}|\sto\s)(?:{_CORE}))?"
COMPARED = r"[<>≤≥＜＞]\s?"

HIDDEN = "\x00"
"""Stands for each character of what is no figure, so that places in a sentence stay the same."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_PEOPLE_NEXT = r"(?!\d|[.·]\d|\s?(?:%|％|people|patients|cases|participants|deaths|例|名|人))"
_LABELS = (
    "page|p|pp|step|part|figs?|figures?|tables?|slide|vol|volume|chapter|section|phase|grades?"
    "|stages?|class|type|level|score|cohort|version|appendix|item|no|nct|isbn|pmid"
)
_NO_FIGURES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bhttps?://\S+|\bwww\.\S+|\bdoi:?\s?\S+|\b10\.\d{4,}/\S+|\S+@\S+\.\w+",
        r"\[\d+(?:\s?[-–,]\s?\d+)*\]",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?\b",
        rf"\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}\b",
        rf"\b{_MONTH},?\s{_YEAR}\b|\b{_YEAR}\s{_MONTH}\s\d{{1,2}}\b",
        r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b",
        r"(?<!\d)\d{4}\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?)?|\d{1,2}\s?月\s?\d{1,2}\s?[日号]",
        rf"(?<![\d.,]){_YEAR}\s?[-–至]\s?(?:{_YEAR}|\d\d)(?![\d%.])年?",
        rf"(?<![\d.,]){_YEAR}{_PEOPLE_NEXT}|\b(?:in|of|since|until|the|from|to)\s{_YEAR}\b(?![.,]\d)",
        r"\b(?:page|slide|step|part)\s?\d+\sof\s\d+",
        rf"\b(?:{_LABELS})\.?\s?\d+(?:\s?(?:[-–/]|or|to|and)\s?\d(?!\d))*[a-d]?(?![\d%])",
        r"第\s?\d+\s?[页章节期级卷例位名项条]|共\s?\d+\s?页|(?<!\d)\d+(?:[-–~～]\d+)?\s?[级期](?!间)",
        r"\b\d+\s?\(\d+\)\s?:\s?e?\d+(?:[-–]\d+)?|\b\d{4};\d+\S*",
        rf"{NUMBER}\s?(?:%\s)?percentage\spoints?|{NUMBER}\s?个百分点",
        r"(?<!\d)\d+\s?:\s?\d+",
    )
]

_END = rf"[-+−]?(?:{_CORE})\s?[%％]?"
_NOTES = [
    (
        "ci",
        re.compile(
            r"9\d(?:\.\d)?\s?[%％]\s?"
            r"(?:CIs?|confidence\sintervals?|的?(?:置信|可信)区间)(?:\s?[（(]?CI[）)]?)?"
            rf"(?:[\s:：,，=为是\[（(]|of|was|from)*({_END})\s?(?:-|–|—|−|~|～|to|,|，|至)\s?({_END})"
            r"[\]]?",
            re.IGNORECASE,
        ),
    ),
    ("bare ci", re.compile(r"9\d\s?[%％]\s?(?:CIs?\b|confidence\s|置信|可信)", re.IGNORECASE)),
    (
        "p",
        re.compile(
            r"(?<![A-Za-z])P(?:\s?-?\s?values?|值)?(?:\s(?:for|of)\s[a-z ]{3,30})?"
            rf"[\s,，]?(?:均|为|was|of)?\s?([<>=≤≥＜＞＝])\s?({_CORE})",
            re.IGNORECASE,
        ),
    ),
    (
        "spread",
        re.compile(
            r"\b(range|IQR|SD|interquartile\srange)(?:[\s:,=]|of|was)*"
            rf"({_END}(?:\s?(?:-|–|—|to|,)\s?{_END})?)(?!\s?(?:patients|people))",
            re.IGNORECASE,
        ),
    ),
    ("plus-minus", re.compile(rf"±\s?({_CORE})")),
]
_SAME = {"＜": "<", "＞": ">", "＝": "="}


@dataclass
class Masked:
    """A sentence whose non-figures are hidden, and what stood there that belongs into notes.

    ``notes`` are pairs of place and wording ("95% CI 0.23-0.54", "P < .001", "range 1.9-77.5").
    """

    text: str
    notes: list[tuple[int, str]] = field(default_factory=list)


def mask(sentence: str) -> Masked:
    """Hide every number that is no figure, keeping all places."""
    masked = Masked(sentence.replace(HIDDEN, " "))
    for kind, pattern in _NOTES:
        for match in pattern.finditer(masked.text):
            if note := _note(kind, match):
                masked.notes.append((match.start(), note))
        masked.text = pattern.sub(_hide, masked.text)
    for pattern in _NO_FIGURES:
        masked.text = pattern.sub(_hide, masked.text)
    masked.notes.sort()
    return masked


def _note(kind: str, match: re.Match[str]) -> str:
    if kind == "ci":
        # 95% is the usual width, but a source may give another.
        width = match[0].split("%")[0].split("％")[0].strip()
        return f"{width}% CI {house(match[1])}-{house(match[2])}"
    if kind == "p":
        return f"P {_SAME.get(match[1], match[1])} {house(match[2])}"
    if kind == "spread":
        word = match[1] if match[1].isupper() else match[1].lower()
        return f"{word} {house(match[2])}"
    return f"± {match[1]}" if kind == "plus-minus" else ""


def _hide(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])


def house(printed: str) -> str:
    """A number or range in the house's form: digits as printed, no thousands commas.

    >>> house("866,136"), house("5.4 – 26.0"), house("27·4")
    ('866136', '5.4-26.0', '27.4')
    """
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", printed).replace("·", ".")
    text = re.sub(r"[%％]|(?<=[<>≤≥＜＞])\s", "", text).strip()
    text = re.sub(r"(?<=\d)\s?(?:-|–|—|−|~|～|至|到|\sto\s|to|,)\s?(?=[\d.])", "-", text)
    return "".join(_SAME.get(character, character) for character in " ".join(text.split()))


def whole(printed: str) -> int | None:
    """A printed whole number, None for anything else."""
    digits = printed.replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def qualifier(before: str) -> str | None:
    """The word right before a number that limits it ("more than", "约"), None without one."""
    match = _QUALIFIER.search(before)
    return " ".join(match[1].lower().split()) if match else None


_QUALIFIER = re.compile(
    r"((?:\b(?:not?\s)?(?:more|less|fewer|greater|higher|lower)\sthan|\bup\sto|\bat\s(?:least|most)|\babout"
    r"|\baround|\bapproximately|\broughly|\bnearly|\balmost|\bapproaching|\bover|\bunder|\bbelow"
    r"|\babove|\bexceed(?:s|ed|ing)?)|不?(?:超过|多于|大于|高于|少于|低于|小于)|不足|大约|约|接近|近|不到|至少|高达)"
    r"有?\s?$",
    re.IGNORECASE,
)
