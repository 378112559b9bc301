"""The page of goods issued and belongings."""

from carebook.ui.pages.supplies.page import SuppliesPage

__all__ = ["SuppliesPage"]
