"""Bringing a list in: the file, what its columns mean, what its words mean, what would be written; then one transaction."""

from carebook.ui.pages.lists.page import ListsPage

__all__ = ["ListsPage"]
