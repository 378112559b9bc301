"""The cases of the social workers."""

from carebook.ui.pages.social_work.page import SocialWorkPage

__all__ = ["SocialWorkPage"]
