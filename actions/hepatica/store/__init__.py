"""The fact store: one SQLite file, built from the knowledge folder, read-only at run time."""

from hepatica.store.build import build_store, content_version
from hepatica.store.reader import FactStore, StoreError
from hepatica.store.snapshot import Snapshot

__all__ = ["FactStore", "Snapshot", "StoreError", "build_store", "content_version"]
