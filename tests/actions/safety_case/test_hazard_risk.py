"""The risk matrix of DCB0129."""

from itertools import pairwise
from typing import get_args

import pytest

from hepatica.safety_case.risk import (
    LIKELIHOODS,
    MATRIX,
    RISKS,
    SEVERITIES,
    Likelihood,
    Severity,
    risk_of,
)


@pytest.mark.parametrize(
    ("severity", "likelihood", "risk"),
    [
        ("minor", "very low", 1),
        ("significant", "very low", 1),
        ("minor", "low", 1),
        ("considerable", "low", 2),
        ("minor", "very high", 3),
        ("major", "low", 3),
        ("catastrophic", "very low", 3),
        ("catastrophic", "low", 4),
        ("significant", "very high", 4),
        ("catastrophic", "high", 5),
        ("major", "very high", 5),
    ],
)
def test_the_risk_is_that_of_the_standard(
    severity: Severity, likelihood: Likelihood, risk: int
) -> None:
    assert risk_of(severity, likelihood) == risk


@pytest.mark.parametrize("likelihood", get_args(Likelihood))
def test_a_worse_effect_is_never_a_lower_risk(likelihood: Likelihood) -> None:
    risks = [risk_of(severity, likelihood) for severity in SEVERITIES]
    assert risks == sorted(risks)


@pytest.mark.parametrize("severity", get_args(Severity))
def test_a_likelier_effect_is_never_a_lower_risk(severity: Severity) -> None:
    risks = [risk_of(severity, likelihood) for likelihood in LIKELIHOODS]
    assert all(lower <= higher for lower, higher in pairwise(risks))


def test_every_level_is_explained() -> None:
    assert list(SEVERITIES) == list(get_args(Severity))
    assert list(LIKELIHOODS) == list(get_args(Likelihood))
    assert set(MATRIX) == set(LIKELIHOODS)
    assert {risk for row in MATRIX.values() for risk in row} == set(RISKS)
