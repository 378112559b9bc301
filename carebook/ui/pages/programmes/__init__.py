"""Programmes: services run as programmes or pilots, each evaluated on one page."""

from carebook.ui.pages.programmes.page import ProgrammesPage

__all__ = ["ProgrammesPage"]
