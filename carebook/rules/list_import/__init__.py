"""Lists of people from spreadsheets: found in a sheet, mapped column by column and word by word, read row by row."""

from carebook.rules.list_import.layout import Column, Layout, find_layout
from carebook.rules.list_import.letters import Decided, OldCell
from carebook.rules.list_import.people import ImportedPerson, ImportedRelative, key_of
from carebook.rules.list_import.reading import ListCounts, ListReading, interpret, read_list, values_of
from carebook.rules.list_import.remarks import Remark, RowRemark, Severity
from carebook.rules.list_import.sheet import Cell, Row, Sheet
from carebook.rules.list_import.values import DistinctValue, chosen, distinct_values, to_remember
from carebook.rules.list_import.vocabulary import (
    CODE_LISTS,
    MEANING_WORDS,
    Meaning,
    Suggestion,
    Vocabulary,
    vocabulary_from,
)

__all__ = [
    "CODE_LISTS",
    "MEANING_WORDS",
    "Cell",
    "Column",
    "Decided",
    "DistinctValue",
    "ImportedPerson",
    "ImportedRelative",
    "Layout",
    "ListCounts",
    "ListReading",
    "Meaning",
    "OldCell",
    "Remark",
    "Row",
    "RowRemark",
    "Severity",
    "Sheet",
    "Suggestion",
    "Vocabulary",
    "chosen",
    "distinct_values",
    "find_layout",
    "interpret",
    "key_of",
    "read_list",
    "to_remember",
    "values_of",
    "vocabulary_from",
]
