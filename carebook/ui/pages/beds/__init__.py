"""The page of the map of beds."""

from carebook.ui.pages.beds.page import BedsPage

__all__ = ["BedsPage"]
