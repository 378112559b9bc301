"""Classes: the register of a month, the timetable, and the education plan of each pupil."""

from carebook.ui.pages.classes.page import ClassPage

__all__ = ["ClassPage"]
