"""The facts in forms that other programs read: JSON, CSV, one HTML page, FHIR R5."""

from hepatica.export.errors import ExportError
from hepatica.export.writing import FORMATS, export

__all__ = ["FORMATS", "ExportError", "export"]
