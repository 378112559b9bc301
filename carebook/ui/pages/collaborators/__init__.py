"""Cộng tác viên: who helps the center in which commune, their contracts, whom they follow, communes without anybody."""

from carebook.ui.pages.collaborators.page import CollaboratorsPage

__all__ = ["CollaboratorsPage"]
