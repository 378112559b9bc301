"""The page of what leaves the center and what comes in signed."""

from carebook.ui.pages.exchange.page import ExchangePage

__all__ = ["ExchangePage"]
