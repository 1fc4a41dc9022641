"""The hazard log: what could harm a patient, what is done about it, and the tests that prove it."""

from hepatica.safety_case.loading import HazardLog, SafetyCaseError, load_hazards
from hepatica.safety_case.page import hazard_page
from hepatica.safety_case.proofs import missing_proofs

__all__ = ["HazardLog", "SafetyCaseError", "hazard_page", "load_hazards", "missing_proofs"]
