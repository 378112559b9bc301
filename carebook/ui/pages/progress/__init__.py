"""The progress report of a worker's cases: one screen, line by line, and the paper made of it."""

from carebook.ui.pages.progress.page import ProgressPage

__all__ = ["ProgressPage"]
