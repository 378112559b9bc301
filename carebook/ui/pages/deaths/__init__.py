"""The page of a death and what follows it."""

from carebook.ui.pages.deaths.page import DeathPage

__all__ = ["DeathPage"]
