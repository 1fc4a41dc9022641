"""Writes the score card: tables, plots and a JSON file with the same figures."""

import json
from collections import Counter
from pathlib import Path

from scorecard import plots
from scorecard.asking import Outcome
from scorecard.figures import by_set, by_sign, confusion
from scorecard.floors import load_floors
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
    "dialogue_turns": "turns of dialogues as expected",
    "dialogues": "whole dialogues as expected",
}


def write(target: Path, outcomes: list[Outcome], found: dict[str, Rate]) -> None:
    """Write page, plots and JSON beside each other."""
    plots.confusion(confusion(outcomes), target.with_name("scorecard-confusion.png"))
    plots.recall(by_sign(outcomes), target.with_name("scorecard-signs.png"))
    target.write_text(_page(outcomes, found), encoding="utf-8")
    data = {
        "messages": len(outcomes),
        "figures": {name: rate.data() for name, rate in found.items()},
        "sets": {name: rate.data() for name, rate in by_set(outcomes).items()},
        "signs": {name: rate.data() for name, rate in by_sign(outcomes).items()},
        "confusion": [[*pair, n] for pair, n in sorted(confusion(outcomes).items())],
    }
    text = json.dumps(data, indent=1, ensure_ascii=False)
    target.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8")


def _page(outcomes: list[Outcome], found: dict[str, Rate]) -> str:
    parts = [HEAD, f"\n{len(outcomes)} messages, and the dialogues.\n", _figures(found)]
    parts.append("\n## By set\n\n| Set | Right kind and content |\n| --- | --- |\n")
    parts += [f"| {name} | {rate.told()} |\n" for name, rate in by_set(outcomes).items()]
    parts.append("\n## Emergencies by sign\n\n![Recall by sign](scorecard-signs.png)\n")
    parts.append("\n## What was wanted, and what came\n\n![Confusion](scorecard-confusion.png)\n\n")
    parts.append(_confusion(confusion(outcomes)))
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
