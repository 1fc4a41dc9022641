"""The data of a made-up run."""

from typing import Any

import numpy as np

from bench.speed.measuring import Measured
from bench.speed.memory import Memory
from bench.speed.models import Epochs, Training
from bench.speed.ratios import described, p50, ratio
from bench.speed.results import results
from bench.speed.settings import DEFAULT, FLOOR, OURS, PINNED, WHOLE, Settings

SPEEDS = {DEFAULT: 40.0, PINNED: 30.0, OURS: 10.0, FLOOR: 8.0, WHOLE: 20.0}
"""A turn's milliseconds; everything else follows from them."""


def measured(milliseconds: float, seed: int) -> Measured:
    turns = np.random.default_rng(seed).normal(milliseconds, 1, 200)
    return Measured(
        starts=[milliseconds / 2 + n / 10 for n in range(5)],
        warm=Memory(20 * milliseconds, 15 * milliseconds),
        used=Memory(25 * milliseconds, 20 * milliseconds),
        turns=list(turns),
        bursts=[1000 / milliseconds + n % 3 for n in range(12)],
    )


def grown(times: dict[int, float]) -> dict[str, Any]:
    samples = {size: [time + n / 50 for n in range(20)] for size, time in times.items()}
    first, *_, last = samples.values()
    return {
        "sizes": [{"size": size, **described(taken)} for size, taken in samples.items()],
        "ratio": ratio(last, first, p50, paired=True).data(),
    }


def data(*, quick: bool = False, epochs: int = 100) -> dict[str, Any]:
    """All that the JSON file holds."""
    each = {name: measured(speed, seed) for seed, (name, speed) in enumerate(SPEEDS.items())}
    trained = {
        OURS: Training("/secret/ours.tar.gz", 500, 30.0, 0.2),
        DEFAULT: Training(
            "/secret/d.tar.gz", 500, 200.0, 0.3, {"DIETClassifier": Epochs(epochs, 4.0)}
        ),
        FLOOR: Training("/secret/floor.tar.gz", 25, 9.0, 0.1),
    }
    machine = {
        "measured": "2026-11-29",
        "processor": "Made-up CPU",
        "cores": 2,
        "memory_gb": 24.0,
        "system": "Linux 6",
        "rasa": "3.6.21",
        "rasa_python": "3.10.1",
        "actions_sdk": "3.21.1",
        "actions_python": "3.13.1",
        "load_start": [0.1, 0.2, 0.3],
        "load_end": [1.5, 1.2, 0.8],
    }
    return {
        "machine": machine,
        **results(Settings(quick=quick), each, trained),
        "lengths": {
            OURS: grown({10: 10.0, 100: 10.5, 1000: 11.0}),
            WHOLE: grown({10: 20.0, 1000: 22.0}),
            DEFAULT: grown({10: 40.0, 300: 160.0}),
        },
        "facts": grown({100: 20.0, 10_000: 50.0}),
        "stored": grown({0: 10.0, 100_000: 10.5}),
    }
