"""The page of assistive devices."""

from carebook.ui.pages.devices.page import DevicesPage

__all__ = ["DevicesPage"]
