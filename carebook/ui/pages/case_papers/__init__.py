"""The page of the papers of a case: forms 01–06, minutes, the bedside sheet; of one stay, or of a room, a ward, everybody."""

from carebook.ui.pages.case_papers.page import CasePapersPage

__all__ = ["CasePapersPage"]
