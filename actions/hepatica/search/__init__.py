"""Finding facts: topic gate, facets, then meaning."""
