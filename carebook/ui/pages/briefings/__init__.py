"""The page of the morning briefing."""

from carebook.ui.pages.briefings.page import BriefingPage

__all__ = ["BriefingPage"]
