"""Joining two files of one person: choosing them, comparing them side by side, one deed, and undoing it."""

from carebook.ui.pages.merging.page import MergingPage

__all__ = ["MergingPage"]
