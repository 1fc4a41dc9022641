"""Reading the curators' YAML into checked models, with errors that name file, fact and field."""

from hepatica.loading.errors import KnowledgeError, Problem
from hepatica.loading.knowledge import Knowledge, load_knowledge

__all__ = ["Knowledge", "KnowledgeError", "Problem", "load_knowledge"]
