"""What a curator writes, as pydantic models: they check it, build it and document it."""

from hepatica.models.base import Model, Text
from hepatica.models.crosswalk import StageRow, StagingSystem
from hepatica.models.fact import Citation, Facets, Fact, Figure, Questions, Review
from hepatica.models.glossary import FacetValue, Glossary, Term
from hepatica.models.labels import Labels
from hepatica.models.phrases import Phrasebook
from hepatica.models.policy import Policy, Unknown
from hepatica.models.safety import GENERAL_SOURCES, ChannelReply, RedFlag
from hepatica.models.source import Source

__all__ = [
    "GENERAL_SOURCES",
    "ChannelReply",
    "Citation",
    "FacetValue",
    "Facets",
    "Fact",
    "Figure",
    "Glossary",
    "Labels",
    "Model",
    "Phrasebook",
    "Policy",
    "Questions",
    "RedFlag",
    "Review",
    "Source",
    "StageRow",
    "StagingSystem",
    "Term",
    "Text",
    "Unknown",
]
