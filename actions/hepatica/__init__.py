"""Curated, cited facts about liver cancer: models, checks, store, search and answers.

This package knows the medicine's form and never imports Rasa; ``actions.py`` beside it
is the only place that speaks rasa_sdk.
"""

__version__ = "0.1.0"
