"""Scales: chosen, filled by keyboard, completed, read again in the form they were filled in."""

from carebook.ui.pages.instruments.page import InstrumentPage

__all__ = ["InstrumentPage"]
