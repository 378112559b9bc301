"""The page of the hotline."""

from carebook.ui.pages.hotline.page import HotlinePage

__all__ = ["HotlinePage"]
