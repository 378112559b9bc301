"""The page of the kitchen's books."""

from carebook.ui.pages.kitchen.page import KitchenPage

__all__ = ["KitchenPage"]
