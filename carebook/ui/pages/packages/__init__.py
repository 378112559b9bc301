"""Packages of sessions: everybody's, what is left of each, and how far somebody has come on the way of one."""

from carebook.ui.pages.packages.page import PackagesPage

__all__ = ["PackagesPage"]
