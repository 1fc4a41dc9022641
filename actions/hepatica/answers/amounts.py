"""One figure as people say it: "27 out of 100 (27.4%)", "33 out of 38 people", "23.7 months"."""

import re
from decimal import Decimal

from hepatica.models import Figure
from hepatica.models.fact import HUNDRED
from hepatica.wording import Voice

_RANGE = re.compile(r"^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$")
_BELOW = re.compile(r"^<(\d+)$")
TEN_THOUSAND = 10_000
"""From this number on thousands are parted by a comma."""


def amount_of(figure: Figure, head: Figure | None, voice: Voice) -> str:
    """The figure in words.

    Args:
        figure: what to say.
        head: for a percentage, the head count of the same group when there is one; it is the
            honest natural frequency of a small group ("33 out of 38 people (86.8%)").
        voice: the wording.
    """
    if figure.unit == "percent":
        natural = (head or figure).out_of
        if natural is None:
            return _percent_range(figure.value, voice)
        return _share(*natural, figure.value, voice, heads=head is not None)
    if figure.unit == "people" and figure.out_of and figure.out_of[0] != figure.out_of[1]:
        count, out_of = figure.out_of
        return voice.say("people", count=count, out_of=out_of)
    if figure.number is None and not figure.value[:1].isdigit():
        return voice.label("words", figure.value)
    return voice.say(
        "amount", value=_thousands(figure.value), unit=voice.label("units", figure.unit)
    )


def rest_of(figure: Figure, head: Figure | None, voice: Voice, *, short: bool) -> str | None:
    """All the others: "73 out of 100 (72.6%)" beside 27.4%, or only "73" when ``short``.

    Only a percentage that the source states has others; ranges and limits give None.
    """
    natural = (head or figure).out_of
    if figure.unit != "percent" or figure.number is None or natural is None:
        return None
    count, out_of = natural[1] - natural[0], natural[1]
    value = str(HUNDRED - Decimal(figure.value))
    if short and 0 < count < out_of:
        return voice.say("rest", count=count)
    return _share(count, out_of, value, voice, heads=head is not None)


def _share(count: int, out_of: int, value: str, voice: Voice, *, heads: bool) -> str:
    """A count with its percentage; one that rounds to nobody, or to all, is not called that."""
    if heads:
        name = "people_percent"
    elif count == 0 and float(value):
        return voice.say("percent_small", out_of=out_of, value=value)
    elif count == out_of and float(value) < HUNDRED:
        return voice.say("percent_large", out_of=out_of, value=value)
    else:
        name = "percent"
    return voice.say(name, count=count, out_of=out_of, value=value)


def _percent_range(value: str, voice: Voice) -> str:
    """Percentages such as "5.4-26.0" and "<5" as people say them; others as they stand."""
    if match := _RANGE.match(value):
        low, high = (int(float(end) + 0.5) for end in match.groups())
        return voice.say("percent_range", low=low, high=high, value=value)
    if match := _BELOW.match(value):
        return voice.say("percent_below", limit=match[1], value=value)
    return f"{value}%"


def _thousands(value: str) -> str:
    return f"{int(value):,}" if value.isdigit() and int(value) >= TEN_THOUSAND else value
