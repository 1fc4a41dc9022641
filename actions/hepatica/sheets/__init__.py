"""Readability sheets: how understandable each topic's answers are, by two published instruments."""

from hepatica.sheets.loading import load_sheets
from hepatica.sheets.models import Score, Scores, Sheet
from hepatica.sheets.pages import write_pages
from hepatica.sheets.scoring import score

__all__ = ["Score", "Scores", "Sheet", "load_sheets", "score", "write_pages"]
