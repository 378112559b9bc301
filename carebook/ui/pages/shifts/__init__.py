"""The page of the handover between two shifts."""

from carebook.ui.pages.shifts.page import ShiftsPage

__all__ = ["ShiftsPage"]
