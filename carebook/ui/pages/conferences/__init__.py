"""Meetings about a client: the minutes of each, and the goals that come of them."""

from carebook.ui.pages.conferences.page import ConferencesPage

__all__ = ["ConferencesPage"]
