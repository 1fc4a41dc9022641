"""Ratios say what was measured, and how sure that is."""

import numpy as np
import pytest

from bench.speed.measuring import in_each_second
from bench.speed.ratios import Ratio, described, mean, p50, p95, percentiles, plain, ratio


def noise(size: int = 400, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).gamma(4.0, 5.0, size)


def test_half_the_time_is_a_ratio_of_a_half() -> None:
    times = noise()
    for figure in (p50, p95, mean):
        assert ratio(list(times / 2), list(times), figure, paired=True).value == pytest.approx(0.5)


def test_the_interval_holds_the_value() -> None:
    found = ratio(list(noise(seed=1)), list(noise(seed=2)), p95)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_what_disturbs_both_disturbs_no_paired_ratio() -> None:
    busy = noise()
    ours, theirs = list(2 * busy + 0.01), list(busy)
    paired, apart = (ratio(ours, theirs, p50, paired=one) for one in (True, False))
    widths = [(one.high or 0.0) - (one.low or 0.0) for one in (paired, apart)]
    assert widths[0] < widths[1] / 10


def test_more_samples_are_surer() -> None:
    few, many = (ratio(list(noise(n)), list(noise(n, seed=3)), p50) for n in (20, 2000))
    assert (many.high or 0.0) - (many.low or 0.0) < (few.high or 0.0) - (few.low or 0.0)


def test_single_numbers_have_no_interval() -> None:
    assert ratio([3.0], [2.0, 4.0], p50) == Ratio(1.0)
    assert plain(3.0, 2.0).data() == {"value": 1.5, "low": None, "high": None}


def test_the_same_samples_give_the_same_interval() -> None:
    found = [ratio(list(noise()), list(noise(seed=2)), p50) for _ in range(2)]
    assert found[0] == found[1]


@pytest.mark.parametrize(("these", "those"), [([], [1.0]), ([1.0], []), ([1.0, 2.0], [1.0])])
def test_what_cannot_be_paired_is_an_error(these: list[float], those: list[float]) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        ratio(these, those, p50, paired=True)


def test_samples_are_described_by_percentiles_that_rise() -> None:
    samples = [float(n) for n in range(101)]
    assert described(samples) == {"samples": 101, "p50": 50.0, "p95": 95.0}
    curve = percentiles(samples)
    assert (curve["0"], curve["50"], curve["100"]) == (0.0, 50.0, 100.0)
    assert list(curve.values()) == sorted(curve.values())


def test_turns_are_counted_in_the_second_in_which_they_began() -> None:
    assert in_each_second([0.0, 0.99, 1.0, 2.5, 2.6, 2.7], 3) == [2.0, 1.0, 3.0]
    assert in_each_second([3.0], 3) == [0.0, 0.0, 0.0]
