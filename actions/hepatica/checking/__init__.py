"""What ``hepatica check`` looks for beyond well-formed files; all of it blocks."""

from hepatica.checking.rules import Report, check_knowledge

__all__ = ["Report", "check_knowledge"]
