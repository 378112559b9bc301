"""The page of tracing a family."""

from carebook.ui.pages.tracing.page import TracingPage

__all__ = ["TracingPage"]
