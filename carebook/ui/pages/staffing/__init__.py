"""The page of staff against the norms."""

from carebook.ui.pages.staffing.page import StaffingPage

__all__ = ["StaffingPage"]
