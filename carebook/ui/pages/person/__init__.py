"""The page of one person: header, tabs, and the panel in which records are written."""

from carebook.ui.pages.person.page import PersonPage

__all__ = ["PersonPage"]
