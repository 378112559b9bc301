"""The department's page: what came from its centers, what is still owed, everything added up."""

from carebook.ui.pages.receiving.page import ReceivingPage

__all__ = ["ReceivingPage"]
