"""The page of contacts and visitors."""

from carebook.ui.pages.contacts.page import ContactsPage

__all__ = ["ContactsPage"]
