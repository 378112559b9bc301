"""Opening the book from lists: compare a read list with the book, then write everybody new in one transaction."""

from carebook.actions.lists.comparing import CellDifference, Comparison, Known, compare
from carebook.actions.lists.entering import Imported, import_list
from carebook.actions.lists.loading import LoadedList, load_list, read_file, remembered_choices, reread

__all__ = [
    "CellDifference",
    "Comparison",
    "Imported",
    "Known",
    "LoadedList",
    "compare",
    "import_list",
    "load_list",
    "read_file",
    "remembered_choices",
    "reread",
]
