"""Saving the data of a damaged book: every row that can be read or put together goes into a new book; nothing is guessed."""

from carebook.store.salvage.kept import REST, KeptApart, SavedBefore, keep_report, saved_before, whose
from carebook.store.salvage.saving import salvage

__all__ = ["REST", "KeptApart", "SavedBefore", "keep_report", "salvage", "saved_before", "whose"]
