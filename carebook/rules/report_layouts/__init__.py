"""Layouts of reports: an office's own order, choice and grouping of the tables, kept as data and carried as files."""

from carebook.rules.report_layouts.files import (
    LONGEST_FILE,
    BadLayout,
    LayoutFile,
    brought,
    read_file,
    write_file,
)
from carebook.rules.report_layouts.layouts import (
    Layout,
    OwnHeading,
    RowGroup,
    grouped,
    holds_on,
    is_groupable,
    laid_out,
    layout_of,
    problems_in,
    shown,
    with_layout,
)

__all__ = [
    "LONGEST_FILE",
    "BadLayout",
    "Layout",
    "LayoutFile",
    "OwnHeading",
    "RowGroup",
    "brought",
    "grouped",
    "holds_on",
    "is_groupable",
    "laid_out",
    "layout_of",
    "problems_in",
    "read_file",
    "shown",
    "with_layout",
    "write_file",
]
