"""The page of absences and hospital."""

from carebook.ui.pages.hospital.page import HospitalPage

__all__ = ["HospitalPage"]
