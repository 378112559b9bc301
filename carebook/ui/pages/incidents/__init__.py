"""The page of incidents."""

from carebook.ui.pages.incidents.page import IncidentsPage

__all__ = ["IncidentsPage"]
