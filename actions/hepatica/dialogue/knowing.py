"""Weights of what tells whether a fact answers a question; written by ``make fit-knowing``."""

BIAS = 1.55
WEIGHTS = {
    "evidence": 1.82,
    "lead": 0.54,
    "similarity": 1.28,
    "named": -0.32,
    "missing": -1.35,
    "english": -0.85,
    "question": 0.00,
    "elsewhere": -3.36,
    "advice": 0.00,
    "topic": 0.54,
    "words": 0.93,
    "unknown": -2.78,
    "unknown_whitened": -2.97,
    "nearer": 4.06,
}
