"""The page of the monthly report: its figures, narrative, paper, comparisons, and the way to the signed file."""

from carebook.ui.pages.reports.page import ReportsPage

__all__ = ["ReportsPage"]
