"""Signatures: what exactly a clinician signed, and whether it still stands."""

from hepatica.signing.standing import Standing, same_person, standing
from hepatica.signing.version import signed_version

__all__ = ["Standing", "same_person", "signed_version", "standing"]
