"""Curated, cited facts about liver cancer: models, checks, store, search and answers.

This package knows the medicine's form and never imports Rasa; ``actions.py`` beside it
is the only place that speaks rasa_sdk.
"""

import os

# One thread for numpy's products: they are small, and on a busy machine a second thread makes each
# wait for the other (13 ms instead of 0.5 ms in a store of 10,000 facts; docs/decisions/0007).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
