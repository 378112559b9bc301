"""The first page of the day."""

from carebook.ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
