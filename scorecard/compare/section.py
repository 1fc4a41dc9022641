"""The score card's section that holds other systems against ours."""

import os
from collections.abc import Sequence
from typing import Any

from scorecard.compare.kinds import KINDS, OUT_OF_SCOPE
from scorecard.compare.run import Comparison
from scorecard.compare.systems import (
    System,
    by_language,
    false_alarms,
    recalls,
    right_facts,
    right_kind,
)
from scorecard.languages import NAMES
from scorecard.markdown import table
from scorecard.rates import Rate
from scorecard.sets import Item

USUAL_EPOCHS = 100
_NONE = "–"
_LANGUAGES = ("en", "zh", "es")
TOLD = """
## Beside other systems

All rows took the same {messages} held-out messages in the same run, one system after the other, on
{cores} processor cores. What counts is the *kind* that a message was taken for: question, personal
advice, other subject, emergency, self-harm or small talk. A classifier alone cannot know whether a
fact answers, so an answer, "I have no fact on that" and asking back are all "question" here; these
shares are therefore higher than those above. "Not sure enough" counts as another subject.

**What was reduced.** Rasa's default pipeline is what Rasa 3.6 fills in for a project made with
`rasa init` (DIET, TED and the rest). DIET takes about 90 seconds for one epoch over all
{examples} examples on two cores, so its {usual} epochs would take two and a half hours. It got
**{sampled} of the {examples} examples** (drawn by a fixed lot, every intent with its share) and
**{epochs} epochs instead of {usual}**; with all of both it may well do better than here. Our
classifier and plain retrieval got the same sample, too: rows with {sampled} examples compare like
with like. TED learned our rules as stories of one turn. Chance has a fixed seed. The kind is read
from the intent. Rasa's default declines what is ambiguous, even between two topics of one kind; so
there is a row in which its likeliest intent is taken all the same.

**The encoder alone** is what the search for facts encodes with. The nearest training example
decides the kind, the nearest example question the fact, by cosine. Below a limit it is another
subject; the limit is the one with the most right kinds on the tuning sets ({limit:.2f} with all
examples). **Our classifier alone** has neither the parting of messages nor the safety gate. The
rows after it have both; "over HTTP" is the whole bot, with the facts that it gave.

Training is all of `rasa train`, some seconds of start included; for the encoder alone it is the
encoding of what it compares with. Parsing is without HTTP. Memory is that of the process after all
messages, with Rasa in it (but for the encoder alone).

"""


def section(items: Sequence[Item], systems: Sequence[System], comparison: Comparison) -> str:
    """All of it, in Markdown."""
    told = TOLD.format(
        messages=len(items),
        cores=os.cpu_count(),
        examples=comparison.examples,
        sampled=comparison.sampled,
        epochs=comparison.epochs,
        usual=USUAL_EPOCHS,
        limit=comparison.limit,
    )
    kinds = (
        "\nRecall of each kind, and harmless messages that raised an alarm (lower is better):\n\n"
    )
    languages = "\nRight kind in each language:\n\n"
    return "".join(
        [
            told,
            _figures(items, systems),
            kinds,
            _kinds(items, systems),
            languages,
            _by_language(items, systems),
        ]
    )


def _figures(items: Sequence[Item], systems: Sequence[System]) -> str:
    heads = ["System", "Examples", "Right kind", "Other subjects found"]
    heads += ["Right fact: first", "among those given"]
    heads += ["Parsing: median, ms", "95 of 100 within, ms", "Training, s", "Memory, MB"]
    return table(heads, [_row(items, one) for one in systems])


def _row(items: Sequence[Item], one: System) -> list[str]:
    cost, found = one.cost, one.guesses
    facts = [right_facts(items, found, 1).short(), right_facts(items, found).short()]
    return [
        *(one.name, str(one.examples)),
        right_kind(items, found).short(),
        recalls(items, found)[OUT_OF_SCOPE].short(),
        *(facts if one.finds_facts else [_NONE, _NONE]),
        *(_number(cost.median, 1), _number(cost.slow, 1)),
        *(_number(cost.seconds), _number(cost.megabytes)),
    ]


def _kinds(items: Sequence[Item], systems: Sequence[System]) -> str:
    rows = []
    for one in systems:
        found = recalls(items, one.guesses)
        cells = [*(found[kind] for kind in KINDS), false_alarms(items, one.guesses)]
        rows.append([one.name, str(one.examples), *(f"{cell.share:.1%}" for cell in cells)])
    kinds = [kind.replace("_", " ") for kind in KINDS]
    return table(["System", "Examples", *kinds, "harmless, but alarmed"], rows)


def _by_language(items: Sequence[Item], systems: Sequence[System]) -> str:
    rows, none = [], Rate(0, 0)
    for one in systems:
        found = by_language(items, one.guesses)
        cells = [found.get(code, none).short() for code in _LANGUAGES]
        rows.append([one.name, str(one.examples), *cells])
    return table(["System", "Examples", *(NAMES[code] for code in _LANGUAGES)], rows)


def data(
    items: Sequence[Item], systems: Sequence[System], comparison: Comparison
) -> dict[str, Any]:
    """As the JSON file has it."""
    return {
        "examples": comparison.examples,
        "sampled": comparison.sampled,
        "epochs": comparison.epochs,
        "usual_epochs": USUAL_EPOCHS,
        "retrieval_limit": comparison.limit,
        "systems": [_data(items, one) for one in systems],
    }


def _data(items: Sequence[Item], one: System) -> dict[str, Any]:
    cost, found = one.cost, one.guesses
    facts = {
        "right_fact_first": right_facts(items, found, 1).data(),
        "right_fact_given": right_facts(items, found).data(),
    }
    return {
        "name": one.name,
        "examples": one.examples,
        "right_kind": right_kind(items, found).data(),
        "recall": {kind: rate.data() for kind, rate in recalls(items, found).items()},
        "false_alarms": false_alarms(items, found).data(),
        "languages": {code: rate.data() for code, rate in by_language(items, found).items()},
        **(facts if one.finds_facts else {}),
        "milliseconds_median": _rounded(cost.median),
        "milliseconds_95": _rounded(cost.slow),
        "training_seconds": _rounded(cost.seconds),
        "megabytes": _rounded(cost.megabytes),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _number(value: float | None, digits: int = 0) -> str:
    return _NONE if value is None else f"{value:.{digits}f}"
