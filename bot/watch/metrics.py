"""What is counted of turns. No label holds a text or a name; each has few values."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

KINDS = (
    "answer",
    "clarify",
    "no_fact",
    "out_of_scope",
    "personal_advice",
    "emergency",
    "crisis",
    "smalltalk",
    "unavailable",
)
"""Kinds of replies in the answer contract."""
LANGUAGES = ("en", "zh")
OTHER = "other"

TURNS = Counter(
    "hepatica_turns_total",
    "Turns by channel, kind of reply and language",
    ("channel", "kind", "language"),
    registry=REGISTRY,
)
TURN_SECONDS = Histogram(
    "hepatica_turn_seconds",
    "How long a turn took, from the message to the reply",
    ("channel",),
    buckets=(0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0),
    registry=REGISTRY,
)
ACTION_SECONDS = Histogram(
    "hepatica_action_seconds",
    "How long the action server took to answer the Rasa server",
    ("outcome",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0),
    registry=REGISTRY,
)
DELIVERIES = Counter(
    "hepatica_delivery_failures_total",
    "Parts of replies that a platform did not take, by channel and what became of them",
    ("channel", "outcome"),
    registry=REGISTRY,
)
