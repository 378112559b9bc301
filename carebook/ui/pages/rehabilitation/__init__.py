"""The day of who gives therapy: sessions ticked in a list, and recorded beside it."""

from carebook.ui.pages.rehabilitation.page import RehabilitationPage

__all__ = ["RehabilitationPage"]
