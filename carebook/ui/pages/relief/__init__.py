"""The page of relief."""

from carebook.ui.pages.relief.page import ReliefPage

__all__ = ["ReliefPage"]
