"""Công văn, giấy mời: the letters of a year with their numbers, written, drawn and struck through."""

from carebook.ui.pages.outgoing.page import OutgoingPage

__all__ = ["OutgoingPage"]
