"""Entering by room: the grids of the day."""

from carebook.ui.pages.daily_care.page import DailyCarePage

__all__ = ["DailyCarePage"]
