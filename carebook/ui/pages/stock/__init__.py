"""The stock of medicines: the list with its lots, receiving, taking out, counting, its papers, lists from Excel."""

from carebook.ui.pages.stock.page import StockPage

__all__ = ["StockPage"]
