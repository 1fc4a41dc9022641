"""Weights of what tells whether a fact answers a question; written by ``make fit-knowing``."""

BIAS = 0.92
WEIGHTS = {
    "evidence": 2.29,
    "lead": 0.00,
    "similarity": 0.55,
    "named": -0.96,
    "missing": -1.87,
    "english": -0.83,
    "question": 0.00,
    "elsewhere": -2.37,
    "advice": 0.00,
    "topic": 0.81,
    "words": 1.68,
    "unknown": -2.45,
    "unknown_whitened": -2.32,
    "nearer": 3.00,
    "nearer_whitened": 3.93,
}
