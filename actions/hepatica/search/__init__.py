"""Finding facts: topic gate, facets, then meaning."""

from hepatica.search.encoder import Encoder
from hepatica.search.query import Query
from hepatica.search.rank import Found, rank

__all__ = ["Encoder", "Found", "Query", "rank"]
