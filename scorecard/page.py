"""Writes the score card: tables, plots and a JSON file with the same figures."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scorecard import plots, sections
from scorecard.card import Card
from scorecard.compare import section
from scorecard.confidence import curve
from scorecard.figures import by_language, by_set, by_sign, confusion
from scorecard.floors import load_floors
from scorecard.languages import NAMES
from scorecard.rates import Rate

HEAD = """# Score card

Written by `make scorecard`, not by hand. Every message of `scorecard/sets/held_out` was asked of
the running servers over HTTP; none is a training sentence or near to one
(`tests/bot/test_sets_apart.py`). The messages were written by the team, in the voices of patients
and carers, before looking at what the model gets wrong; real patients may write otherwise.
Intervals are 95% Wilson intervals. A floor or ceiling is what CI holds a figure to; the goal is
what we want.
"""
READABLE = {
    "right_english": "right kind and content, English",
    "right_chinese": "right kind and content, Chinese",
    "right_spanish": "right kind and content, Spanish",
    "right_all": "right kind and content, all messages",
    "right_content": "questions that a fact answers: the right fact given",
    "emergency_recall": "emergencies found",
    "crisis_recall": "thoughts of self-harm found",
    "false_alarms": "decoys that raised an alarm (lower is better)",
    "false_alarms_elsewhere": "all harmless messages that raised an alarm (lower is better)",
    "sadness_supported": "sadness met with support",
    "sadness_alarmed": "sadness that raised an alarm (lower is better)",
    "advice_declined": "requests for personal advice declined",
    "out_of_scope_declined": "other subjects declined",
    "out_of_scope_named_so": "other subjects named as such",
    "answered_as_if_known": "other subjects or unknown, answered as if known (lower is better)",
    "no_fact_said": "questions without a fact: said so",
    "prognosis": "questions on survival",
    "parts": "requests in messages with several: answered or named",
    "one_question_kept_whole": "one question that looks like two: kept whole",
    "reply_language": "reply in the right language",
    "language_told": "short messages of which the language was told",
    "dialogue_turns": "turns of dialogues as expected",
    "dialogues": "whole dialogues as expected",
}


def write(target: Path, card: Card) -> None:
    """Write page, plots and JSON beside each other."""
    _plots(target, card)
    target.write_text(_page(card), encoding="utf-8")
    text = json.dumps(_data(card), indent=1, ensure_ascii=False)
    target.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8")


def _plots(target: Path, card: Card) -> None:
    def picture(name: str) -> Path:
        return target.with_name(f"scorecard-{name}.png")

    outcomes = card.outcomes
    named = {NAMES.get(code, code): rates for code, rates in by_language(outcomes).items()}
    telling = {
        name: {sections.FIGURES[figure]: rate for figure, rate in rates.items()}
        for name, rates in named.items()
    }
    spoken = {
        NAMES.get(code, code): confusion([o for o in outcomes if o.item.language == code])
        for code in by_language(outcomes)
    }
    plots.confusion(confusion(outcomes), picture("confusion"))
    plots.confusions(spoken, picture("confusion-languages"))
    plots.recall(by_sign(outcomes), picture("signs"))
    plots.languages(telling, picture("languages"))
    curves = {name: curve(*judged) for name, judged in card.judged().items()}
    plots.coverage_risk(curves, picture("coverage-risk"))
    plots.calibration(card.calibration(), picture("calibration"))


def _data(card: Card) -> dict[str, Any]:
    outcomes = card.outcomes
    return {
        "messages": len(outcomes),
        "figures": _rates(card.found),
        "sets": _rates(by_set(outcomes)),
        "languages": {code: _rates(rates) for code, rates in by_language(outcomes).items()},
        "language_identification": card.spoken.data(),
        "signs": _rates(by_sign(outcomes)),
        "confusion": [[*pair, n] for pair, n in sorted(confusion(outcomes).items())],
        **sections.confidence_data(card.judged(), card.calibration()),
        "comparison": section.data(card.items, card.systems, card.comparison),
    }


def _rates(rates: Mapping[str, Rate]) -> dict[str, dict[str, float | int]]:
    return {name: rate.data() for name, rate in rates.items()}


def _page(card: Card) -> str:
    outcomes = card.outcomes
    parts = [HEAD, f"\n{len(outcomes)} messages, and the dialogues.\n", _figures(card.found)]
    parts.append("\n## By set\n\n| Set | Right kind and content |\n| --- | --- |\n")
    parts += [f"| {name} | {rate.told()} |\n" for name, rate in by_set(outcomes).items()]
    parts.append(sections.by_language(by_language(outcomes)))
    parts.append(sections.identification(card.spoken))
    parts.append(section.section(card.items, card.systems, card.comparison))
    parts.append(sections.coverage_risk(card.judged()))
    parts.append(sections.calibration(card.calibration()))
    parts.append("\n## Emergencies by sign\n\n![Recall by sign](scorecard-signs.png)\n")
    parts.append("\n## What was wanted, and what came\n\n![Confusion](scorecard-confusion.png)\n\n")
    parts.append(_confusion(confusion(outcomes)))
    parts.append("\nBy language:\n\n![By language](scorecard-confusion-languages.png)\n")
    return "".join(parts)


def _figures(found: dict[str, Rate]) -> str:
    floors = load_floors()
    lines = ["\n| Figure | Measured | Floor or ceiling | Goal |\n| --- | --- | --- | --- |\n"]
    for name, rate in found.items():
        limits = floors.get(name, {})
        limit = limits.get("least", limits.get("most"))
        goal = limits.get("goal")
        lines.append(
            f"| {READABLE.get(name, name)} | {rate.told()} | {_share(limit)} | {_share(goal)} |\n"
        )
    return "".join(lines)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}".replace(".0%", "%")


def _confusion(counts: Counter[tuple[str, str]]) -> str:
    kinds = sorted({kind for pair in counts for kind in pair})
    lines = [f"| wanted | {' | '.join(kinds)} |\n| --- |{' --- |' * len(kinds)}\n"]
    for wanted in kinds:
        cells = " | ".join(str(counts.get((wanted, got), 0)) for got in kinds)
        lines.append(f"| {wanted} | {cells} |\n")
    return "".join(lines)
