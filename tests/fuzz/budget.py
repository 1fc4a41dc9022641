"""How many inputs each fuzz test makes, from which seed, and how many it really made."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from hypothesis import HealthCheck, Phase, seed, settings

Test = TypeVar("Test", bound=Callable[..., None])

INPUTS = int(os.environ.get("HEPATICA_FUZZ_INPUTS", "1500"))
"""What a share of 1 is; those of one environment add up to somewhat more."""
SEED = int(os.environ.get("HEPATICA_FUZZ_SEED", "20261129"))
SLOW = 5.0
"""Seconds after which an input counts as one that hangs; usual ones take milliseconds."""

made: Counter[str] = Counter()
"""Inputs by what they were fed to."""
slowest: dict[str, float] = {}
"""Seconds of the slowest input, by the same."""


def fuzzed(share: float) -> Callable[[Test], Test]:
    """Give a test its share of the inputs, the same ones in every run with the same seed."""

    def decorate(test: Test) -> Test:
        chosen = settings(
            max_examples=max(10, round(INPUTS * share)),
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
        )
        return seed(SEED)(chosen(test))

    return decorate


@contextmanager
def fed(target: str, seconds: float = SLOW) -> Iterator[None]:
    """Count an input, and see that it does not hang what it is fed to.

    Args:
        target: what it is fed to.
        seconds: of computing, from which on it counts as hanging.
    """
    begin = time.process_time()
    yield
    took = time.process_time() - begin
    made[target] += 1
    slowest[target] = max(took, slowest.get(target, 0.0))
    assert took < seconds, f"{target} takes {took:.1f} s of computing for one input"
