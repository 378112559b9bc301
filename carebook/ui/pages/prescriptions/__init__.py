"""The page of orders of medicines."""

from carebook.ui.pages.prescriptions.page import PrescriptionsPage

__all__ = ["PrescriptionsPage"]
