"""What a question is about, as the finder needs it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Query:
    """One question.

    Args:
        text: the patient's words (or, for a follow-up, the question it continues).
        topics: how likely each topic is, from 0 to 1.
        terms: glossary terms named (treatments, side effects, words).
        stages: stages named.
        measures: measures named (overall-survival ...).
        study: source id of the trial named.
        talked_of: source id of the trial that the talk was about before.
        months: the time point asked about.
    """

    text: str
    topics: dict[str, float] = field(default_factory=dict)
    terms: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    study: str | None = None
    talked_of: str | None = None
    months: int | None = None
