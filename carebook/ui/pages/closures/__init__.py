"""Form 06, closing a case at discharge: what it says, what still stands in the way, and the closing itself."""

from carebook.ui.pages.closures.page import ClosurePage

__all__ = ["ClosurePage"]
