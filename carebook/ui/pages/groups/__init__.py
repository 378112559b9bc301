"""The page of groups and classes."""

from carebook.ui.pages.groups.page import GroupsPage

__all__ = ["GroupsPage"]
