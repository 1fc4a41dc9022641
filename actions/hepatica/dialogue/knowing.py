"""Weights of what tells whether a fact answers a question; written by ``make fit-knowing``."""

BIAS = -0.45
WEIGHTS = {
    "evidence": 3.9, "lead": 0.9, "similarity": 1.9, "named": -0.8, "missing": -1.9,
    "english": -1.4, "question": 1.0, "elsewhere": -3.3, "advice": -1.8, "topic": 1.1,
    "words": 1.1, "unknown": -2.4, "unknown_whitened": -2.6, "nearer": 3.1,
}  # fmt: skip
