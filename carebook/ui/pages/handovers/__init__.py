"""The minutes of handing somebody over: prefilled from the book, completed in words, ending the stay."""

from carebook.ui.pages.handovers.page import HandoverPage

__all__ = ["HandoverPage"]
