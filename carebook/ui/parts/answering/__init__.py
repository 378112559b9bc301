"""Items that are answered by one key: an answer and its words, a row, a whole sheet of rows."""

from carebook.ui.parts.answering.item_rows import ChoiceRow, ItemRow, TypedRow
from carebook.ui.parts.answering.items import Items

__all__ = ["ChoiceRow", "ItemRow", "Items", "TypedRow"]
