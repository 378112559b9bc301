"""The page of one way home."""

from carebook.ui.pages.home_path.page import PathPage

__all__ = ["PathPage"]
