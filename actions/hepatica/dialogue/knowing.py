"""Weights of what tells whether a fact answers a question; written by ``make fit-knowing``."""

BIAS = 1.39
WEIGHTS = {
    "evidence": 1.62,
    "lead": 0.64,
    "similarity": 1.48,
    "named": -0.31,
    "missing": -1.47,
    "english": -0.82,
    "question": 0.00,
    "elsewhere": -3.56,
    "advice": 0.00,
    "topic": 0.75,
    "words": 0.66,
    "unknown": -2.39,
    "unknown_whitened": -3.73,
    "nearer": 3.87,
}
