"""What charts show, in words: for who cannot see a picture, and where none can be shown."""

from collections.abc import Sequence

from hepatica.answers.contract_charts import ShownPanel, ShownSeries
from hepatica.answers.drawable import Legend
from hepatica.wording import Voice


def icons_alt(
    title: str, panels: Sequence[ShownPanel], legend: Legend, caption: str, voice: Voice
) -> str:
    """What people of a comparison show: each group, what a person stands for, and the caption."""
    said = [_labelled(panel.label, panel.text, voice) for panel in panels]
    return voice.say(
        "icons_alt",
        title=title,
        said=voice.apart(said),
        filled=legend.filled,
        empty=legend.empty,
        caption=caption,
    )


def curve_alt(title: str, series: Sequence[ShownSeries], caption: str, voice: Voice) -> str:
    """What a curve shows: every stated point of each group, and the caption."""
    said = [
        _labelled(_at(one.label, point.months, voice), point.text, voice)
        for one in series
        for point in one.points
    ]
    return voice.say("curve_alt", title=title, said=voice.apart(said), caption=caption)


def _labelled(label: str | None, text: str, voice: Voice) -> str:
    return voice.say("figure", measure=label, amount=text) if label else text


def _at(label: str, months: int, voice: Voice) -> str:
    """In months, as on the axis, even where the text says years."""
    span = voice.say("month" if months == 1 else "months", n=months)
    return voice.say("measured_at", measure=label, span=span)
