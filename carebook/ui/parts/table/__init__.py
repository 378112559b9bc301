"""Tables: lists of records, and figures whose numbers open the people they count."""

from carebook.ui.parts.table.columns import ALWAYS, Cell, Column, FigureColumn, FigureRow, Group
from carebook.ui.parts.table.figures import FigureTable
from carebook.ui.parts.table.model import FigureModel, RecordModel
from carebook.ui.parts.table.view import RecordTable

__all__ = [
    "ALWAYS",
    "Cell",
    "Column",
    "FigureColumn",
    "FigureModel",
    "FigureRow",
    "FigureTable",
    "Group",
    "RecordModel",
    "RecordTable",
]
