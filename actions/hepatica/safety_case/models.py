"""What stands in ``docs/safety/hazards.yml``."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from hepatica.models.base import Model, NonEmpty
from hepatica.safety_case.risk import (
    ACCEPTABLE,
    ACCEPTABLE_BY_A_PERSON,
    Likelihood,
    Severity,
    risk_of,
)

HazardId = Annotated[str, StringConstraints(pattern=r"^H\d{2}$")]
Some = Annotated[list[NonEmpty], Field(min_length=1)]
Kind = Literal["design", "test", "information", "process"]
Status = Literal["open", "controlled", "accepted"]


class IntendedUse(Model):
    """What the product is for; a hazard is judged against this and nothing wider."""

    purpose: NonEmpty
    people: Some
    setting: Some
    not_for: Some
    assumptions: Some


class Estimate(Model):
    """How bad and how likely, with the reason for both."""

    severity: Severity
    likelihood: Likelihood
    reason: NonEmpty

    @property
    def risk(self) -> int:
        """The risk from 1 to 5."""
        return risk_of(self.severity, self.likelihood)


class Control(Model):
    """One measure against a hazard.

    ``where`` is the file or folder in which it is built. ``tests`` are pytest node ids
    ("tests/bot/safety/test_patterns.py::test_an_emergency_is_found") or YAML test files, of which
    one case may be named ("...yml::its name"). Only information and process can be
    ``not_testable``: what is designed must be proven, or is not there.
    """

    what: NonEmpty
    kind: Kind
    where: NonEmpty
    tests: list[NonEmpty] = Field(default_factory=list)
    not_testable: NonEmpty | None = None

    @model_validator(mode="after")
    def _is_proven(self) -> "Control":
        if self.tests and self.not_testable:
            raise ValueError("has tests and not_testable; keep one of them")
        if self.not_testable and self.kind in ("design", "test"):
            raise ValueError(
                f"a {self.kind} control cannot be not_testable; name its tests, "
                "or move it to open_points until there are some"
            )
        if not self.tests and not self.not_testable:
            raise ValueError(
                "has neither tests nor not_testable; name the tests that prove it, say why no "
                "program can prove it (information and process only), or move it to open_points"
            )
        return self


class Acceptance(Model):
    """Who accepted the residual risk, and when."""

    name: NonEmpty
    role: NonEmpty
    on: date


class Hazard(Model):
    """One way in which the product could harm a patient.

    ``sequence`` tells step by step how it comes to ``harm``, the effect on the patient. ``owner``
    is a role. ``open_points`` are what is planned, unproven or unknown; the residual estimate
    counts none of it as done.
    """

    id: HazardId
    hazard: NonEmpty
    causes: Some
    sequence: Some
    harm: NonEmpty
    initial: Estimate
    controls: list[Control] = Field(min_length=1)
    residual: Estimate
    status: Status
    accepted: Acceptance | None = None
    owner: NonEmpty
    open_points: list[NonEmpty] = Field(default_factory=list)

    @model_validator(mode="after")
    def _controls_do_no_harm(self) -> "Hazard":
        if self.residual.risk > self.initial.risk:
            raise ValueError(
                f"residual risk {self.residual.risk} is above the initial {self.initial.risk}; "
                "correct one of the estimates"
            )
        return self

    @model_validator(mode="after")
    def _status_is_earned(self) -> "Hazard":
        risk = self.residual.risk
        if self.status == "accepted" and self.accepted is None:
            raise ValueError(
                "status accepted names nobody; add accepted: {name: ..., role: ..., on: ...}, "
                "or set the status to open or controlled"
            )
        if self.accepted and self.status != "accepted":
            raise ValueError(f"accepted by {self.accepted.name}, but status {self.status}")
        most = {"controlled": ACCEPTABLE, "accepted": ACCEPTABLE_BY_A_PERSON}.get(self.status)
        if most and risk > most:
            raise ValueError(
                f"residual risk {risk} cannot be {self.status}; set the status to open"
            )
        return self


class HazardFile(Model):
    """The whole file; ``updated`` is the day on which its content was last gone through."""

    version: Literal[1]
    updated: date
    intended_use: IntendedUse
    hazards: list[Hazard] = Field(min_length=1)
