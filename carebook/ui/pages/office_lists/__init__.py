"""Danh sách theo kỳ: the lists the office hands in, to be looked at, printed and saved for Excel."""

from carebook.ui.pages.office_lists.page import OfficeListsPage

__all__ = ["OfficeListsPage"]
