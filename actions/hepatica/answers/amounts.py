"""One figure as people say it: "27 out of 100 (27.4%)", "33 out of 38 people", "23.7 months"."""

import re

from hepatica.models import Figure, Phrasebook

_RANGE = re.compile(r"^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$")
_BELOW = re.compile(r"^<(\d+)$")
TEN_THOUSAND = 10_000
"""From this number on thousands are parted by a comma."""


def amount_of(figure: Figure, head: Figure | None, phrases: Phrasebook, language: str) -> str:
    """The figure in words.

    Args:
        figure: what to say.
        head: for a percentage, the head count of the same group when there is one; it is the
            honest natural frequency of a small group ("33 out of 38 people (86.8%)").
        phrases: the wording.
        language: of the reply.
    """
    if figure.unit == "percent":
        return _share(figure, head, phrases, language)
    if figure.unit == "people" and figure.out_of and figure.out_of[0] != figure.out_of[1]:
        count, out_of = figure.out_of
        return phrases.say("people", language, count=count, out_of=out_of)
    if figure.number is None and not figure.value[:1].isdigit():
        return figure.value
    return f"{_thousands(figure.value)} {figure.unit}"


def _share(figure: Figure, head: Figure | None, phrases: Phrasebook, language: str) -> str:
    natural = (head or figure).out_of
    if natural is None:
        return _percent_range(figure.value, phrases, language)
    count, out_of = natural
    if head:
        name = "people_percent"
    elif count == 0 and figure.number:
        return phrases.say("percent_small", language, out_of=out_of, value=figure.value)
    else:
        name = "percent"
    return phrases.say(name, language, count=count, out_of=out_of, value=figure.value)


def _percent_range(value: str, phrases: Phrasebook, language: str) -> str:
    """Percentages such as "5.4-26.0" and "<5" as people say them; others as they stand."""
    if match := _RANGE.match(value):
        low, high = (int(float(end) + 0.5) for end in match.groups())
        return phrases.say("percent_range", language, low=low, high=high, value=value)
    if match := _BELOW.match(value):
        return phrases.say("percent_below", language, limit=match[1], value=value)
    return f"{value}%"


def _thousands(value: str) -> str:
    return f"{int(value):,}" if value.isdigit() and int(value) >= TEN_THOUSAND else value
