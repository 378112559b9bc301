"""Thống kê nhanh: rows, columns and filters over the facts of the stays; each number opens its names."""

from carebook.ui.pages.statistics.page import StatisticsPage

__all__ = ["StatisticsPage"]
