"""How things are said in each language; knows neither facts nor the store."""

from hepatica.wording.capitals import capital
from hepatica.wording.voice import Voice

__all__ = ["Voice", "capital"]
