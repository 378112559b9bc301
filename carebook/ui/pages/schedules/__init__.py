"""The page of the week: the schedule of therapy and groups."""

from carebook.ui.pages.schedules.page import WeekPage

__all__ = ["WeekPage"]
