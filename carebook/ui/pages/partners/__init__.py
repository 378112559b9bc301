"""Partners: the directory of those the center works with, by kind and commune."""

from carebook.ui.pages.partners.page import PartnersPage

__all__ = ["PartnersPage"]
