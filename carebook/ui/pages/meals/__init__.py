"""The page of meals."""

from carebook.ui.pages.meals.page import MealsPage

__all__ = ["MealsPage"]
