"""The page that shows whether therapy helps one person."""

from carebook.ui.pages.therapy_progress.page import TherapyProgressPage

__all__ = ["TherapyProgressPage"]
