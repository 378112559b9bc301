"""The assessment of a family before somebody goes home: the visit, the scorecard by number keys, its red flags."""

from carebook.ui.pages.families.page import FamilyPage

__all__ = ["FamilyPage"]
