"""Lists of people from spreadsheets: found in a sheet, mapped column by column and word by word, read row by row."""

from carebook.rules.list_import.layout import Column, Layout, find_layout
from carebook.rules.list_import.people import ImportedPerson, ImportedRelative, key_of
from carebook.rules.list_import.reading import ListCounts, ListReading, interpret, read_list
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
    "DistinctValue",
    "ImportedPerson",
    "ImportedRelative",
    "Layout",
    "ListCounts",
    "ListReading",
    "Meaning",
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
    "vocabulary_from",
]
