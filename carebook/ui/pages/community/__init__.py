"""The page of work in communities."""

from carebook.ui.pages.community.page import CommunityPage

__all__ = ["CommunityPage"]
