"""The board of everybody on the way home."""

from carebook.ui.pages.reintegration.page import ReintegrationPage

__all__ = ["ReintegrationPage"]
