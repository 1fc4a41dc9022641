"""Weights of what tells whether a fact answers a question; written by ``make fit-knowing``."""

BIAS = 1.14
WEIGHTS = {
    "evidence": 2.26,
    "lead": 0.02,
    "similarity": 0.56,
    "named": -1.00,
    "missing": -2.04,
    "english": -0.78,
    "question": 0.00,
    "elsewhere": -2.68,
    "advice": 0.00,
    "topic": 0.57,
    "words": 1.65,
    "unknown": -2.35,
    "unknown_whitened": -2.43,
    "nearer": 2.91,
    "nearer_whitened": 3.85,
}
