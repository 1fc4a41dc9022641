"""What a curator writes, as pydantic models: they check it, build it and document it."""

from hepatica.models.base import Model, Text
from hepatica.models.fact import Citation, Fact, Facets, Figure, Questions, Review
from hepatica.models.glossary import FacetValue, Glossary, Term
from hepatica.models.phrases import Phrasebook
from hepatica.models.source import Source

__all__ = [
    "Citation",
    "Fact",
    "FacetValue",
    "Facets",
    "Figure",
    "Glossary",
    "Model",
    "Phrasebook",
    "Questions",
    "Review",
    "Source",
    "Term",
    "Text",
]
