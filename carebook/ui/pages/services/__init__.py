"""The page of services."""

from carebook.ui.pages.services.page import ServicesPage

__all__ = ["ServicesPage"]
