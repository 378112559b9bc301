"""The page of a therapist's week and month."""

from carebook.ui.pages.therapy_work.page import TherapistWorkPage

__all__ = ["TherapistWorkPage"]
