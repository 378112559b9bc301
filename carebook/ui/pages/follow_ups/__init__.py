"""Theo dõi: the visits after going home, due and made, with what is written about them and how a follow-up ends."""

from carebook.ui.pages.follow_ups.page import FollowUpsPage

__all__ = ["FollowUpsPage"]
