"""The page of health."""

from carebook.ui.pages.health.page import HealthPage

__all__ = ["HealthPage"]
