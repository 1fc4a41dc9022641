"""Severity, likelihood and risk as NHS England's standard DCB0129 grades them.

Scales and matrix are those of the standard's implementation guidance, in our own words. A house
with other scales changes them here, and the page follows.
"""

from typing import Literal

Severity = Literal["minor", "significant", "considerable", "major", "catastrophic"]
Likelihood = Literal["very low", "low", "medium", "high", "very high"]

SEVERITIES: dict[Severity, str] = {
    "minor": "One person: an injury that heals soon, a small upset, inconvenience.",
    "significant": "One person: an injury that does not heal soon, or marked distress. "
    "Several people: as under minor.",
    "considerable": "One person: a severe injury or incapacity from which recovery is expected, or "
    "severe distress. Several people: as under significant.",
    "major": "One person: death, or a lasting, life-changing injury or incapacity. "
    "Several people: as under considerable.",
    "catastrophic": "Several people: death, or a lasting, life-changing injury or incapacity.",
}
LIKELIHOODS: dict[Likelihood, str] = {
    "very low": "Negligible, or nearly so.",
    "low": "Could happen, but in the great majority of cases will not.",
    "medium": "Possible.",
    "high": "Not certain, but to be expected in most cases.",
    "very high": "Certain, or almost certain.",
}
RISKS: dict[int, str] = {
    5: "Unacceptable.",
    4: "Unacceptable: the hazard must be removed, or controls added, until the risk is acceptable.",
    3: "Undesirable: to be reduced; acceptable only when reducing it further is impractical.",
    2: "Acceptable when reducing it further costs more than it gains, or is impractical.",
    1: "Acceptable; nothing more to do.",
}
MATRIX: dict[Likelihood, tuple[int, int, int, int, int]] = {
    "very high": (3, 4, 4, 5, 5),
    "high": (2, 3, 3, 4, 5),
    "medium": (2, 2, 3, 3, 4),
    "low": (1, 2, 2, 3, 4),
    "very low": (1, 1, 2, 2, 3),
}
"""Risk by likelihood, then by severity from minor to catastrophic."""

ACCEPTABLE = 2
"""Highest residual risk at which a hazard counts as controlled."""
ACCEPTABLE_BY_A_PERSON = 3
"""Highest residual risk that a named person may accept."""


def risk_of(severity: Severity, likelihood: Likelihood) -> int:
    """The risk from 1 to 5, by the matrix of DCB0129.

    >>> risk_of("major", "high"), risk_of("minor", "low")
    (4, 1)
    """
    return MATRIX[likelihood][list(SEVERITIES).index(severity)]
