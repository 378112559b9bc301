"""Forms 02 and 03: the assessment of needs in eight domains, and the criteria of service."""

from carebook.ui.pages.assessments.page import AssessmentPage

__all__ = ["AssessmentPage"]
