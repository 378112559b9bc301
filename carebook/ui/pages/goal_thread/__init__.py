"""One goal on one screen: the need it came from, its wordings, what is done, what was noted, what was measured after."""

from carebook.ui.pages.goal_thread.page import GoalThreadPage

__all__ = ["GoalThreadPage"]
