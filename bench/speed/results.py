"""The data of a run, as the JSON file has them; the page and the plots show nothing else."""

from collections.abc import Mapping
from dataclasses import asdict
from statistics import mean as average
from statistics import median
from typing import Any

from bench.speed.measuring import Measured
from bench.speed.memory import Memory
from bench.speed.models import Training, with_usual_epochs
from bench.speed.ratios import described, mean, p50, p95, percentiles, plain, ratio
from bench.speed.settings import DEFAULT, FLOOR, OURS, PINNED, WHOLE, Settings


def results(
    settings: Settings, measured: Mapping[str, Measured], trainings: Mapping[str, Training]
) -> dict[str, Any]:
    """What was measured of the variants, and their ratios."""
    sizes = {name: value for name, value in asdict(settings).items() if name != "folder"}
    return {
        "settings": sizes,
        "training": {name: _training(one) for name, one in trainings.items()},
        "variants": {name: _variant(one) for name, one in measured.items()},
        "ratios": {
            DEFAULT: {
                OURS: _ratios(measured[OURS], measured[DEFAULT]) | _trained(trainings),
                FLOOR: _ratios(measured[FLOOR], measured[DEFAULT]),
                WHOLE: _ratios(measured[WHOLE], measured[DEFAULT]),
            },
            PINNED: {name: _ratios(measured[name], measured[PINNED]) for name in (OURS, WHOLE)},
            FLOOR: {name: _ratios(measured[name], measured[FLOOR]) for name in (OURS, WHOLE)},
        },
    }


def _training(one: Training) -> dict[str, Any]:
    return {
        "examples": one.examples,
        "seconds": round(one.seconds, 1),
        "epochs": {
            name: {"count": part.count, "seconds_of_one": round(part.seconds, 2)}
            for name, part in one.epochs.items()
        },
        "seconds_with_usual_epochs": round(with_usual_epochs(one), 1),
        "load": round(one.load, 2),
    }


def _variant(one: Measured) -> dict[str, Any]:
    return {
        "start_seconds": [round(seconds, 2) for seconds in one.starts],
        "start_median": round(median(one.starts), 2),
        "memory_warm": _memory(one.warm),
        "memory_used": _memory(one.used),
        "turns": described(one.turns) | {"percentiles": percentiles(one.turns)},
        "turns_a_second": round(average(one.bursts), 1),
        "turns_in_each_second": one.bursts,
    }


def _memory(one: Memory | None) -> dict[str, float]:
    if one is None:
        raise ValueError("the memory was not measured")
    return {"rss": round(one.rss, 1), "pss": round(one.pss, 1)}


def _ratios(one: Measured, other: Measured) -> dict[str, Any]:
    if one.used is None or other.used is None:
        raise ValueError("the memory was not measured")
    found = {
        "p50": ratio(one.turns, other.turns, p50, paired=True),
        "p95": ratio(one.turns, other.turns, p95, paired=True),
        "rss": plain(one.used.rss, other.used.rss),
        "pss": plain(one.used.pss, other.used.pss),
        "start": ratio(one.starts, other.starts, p50),
        "throughput": ratio(one.bursts, other.bursts, mean),
    }
    return {name: figure.data() for name, figure in found.items()}


def _trained(trainings: Mapping[str, Training]) -> dict[str, Any]:
    """Only of ours: the floor and the whole have learned from something else."""
    ours, default = (with_usual_epochs(trainings[name]) for name in (OURS, DEFAULT))
    return {"training": plain(ours, default).data()}
