"""Saving the data of a damaged book: every row that can be read or put together goes into a new book; nothing is guessed."""

from carebook.store.salvage.saving import REST, salvage

__all__ = ["REST", "salvage"]
