"""Weights of what tells whether a fact answers a question; written by ``make fit-knowing``."""

BIAS = 1.29
WEIGHTS = {
    "evidence": 1.71,
    "lead": 0.78,
    "similarity": 1.39,
    "named": -0.47,
    "missing": -1.50,
    "english": -0.80,
    "question": 0.00,
    "elsewhere": -3.17,
    "advice": 0.00,
    "topic": 0.94,
    "words": 0.53,
    "unknown": -2.58,
    "unknown_whitened": -2.93,
    "nearer": 3.96,
}
