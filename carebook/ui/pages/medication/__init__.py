"""The page of dose rounds."""

from carebook.ui.pages.medication.page import MedicationPage

__all__ = ["MedicationPage"]
