"""The list of the people cared for, now and formerly."""

from carebook.ui.pages.residents.page import ResidentsPage

__all__ = ["ResidentsPage"]
