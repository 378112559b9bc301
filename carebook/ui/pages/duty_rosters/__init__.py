"""The page of the duty roster."""

from carebook.ui.pages.duty_rosters.page import DutyRosterPage

__all__ = ["DutyRosterPage"]
