"""Layouts of reports: a department's own order, choice and grouping of tables, and tables of its own."""

from carebook.ui.pages.settings.layouts.tab import LayoutsTab

__all__ = ["LayoutsTab"]
