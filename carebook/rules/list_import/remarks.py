"""What is said about a row: which column, what was done with it, and whether somebody should look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from carebook.words import Message, message


class Severity(Enum):
    """What became of what was written."""

    REPAIRED = "repaired"  # entered, put right without losing anything
    KEPT = "kept"  # entered, but somebody should look; what could not be read stands in the note
    REFUSED = "refused"  # the row is not entered
    SKIPPED = "skipped"  # the row is not a person, or the same person again


class Remark(Enum):
    """What a remark is about; counts and filters go by it."""

    LETTERS = "letters"  # marks apart from the letters
    SPACES = "spaces"
    CAPITALS = "capitals"
    LOST_ZERO = "lost_zero"
    DATE_FORM = "date_form"  # two-digit year, or a date kept as a number
    BAD_DATE = "bad_date"
    DATE_ORDER = "date_order"
    BAD_ID = "bad_id"
    SEX_CONFLICT = "sex_conflict"
    YEAR_CONFLICT = "year_conflict"
    UNKNOWN_PLACE = "unknown_place"
    SAME_NUMBER = "same_number"
    BAD_HEALTH_CARD = "bad_health_card"
    BAD_PHONE = "bad_phone"
    UNKNOWN_WORD = "unknown_word"
    MISSING = "missing"
    CONFIDENTIAL = "confidential"
    DUPLICATE = "duplicate"
    DIFFERENT = "different"  # a second row of the same person says something else
    LEGACY_FONT = "legacy_font"
    NO_NAME = "no_name"
    TOTAL_LINE = "total_line"
    FOOTER = "footer"
    GROUP_LINE = "group_line"


@dataclass(frozen=True)
class RowRemark:
    """One remark about row ``row`` of the file; ``column`` is its heading, "" for the row as a whole.

    ``kept_as`` is what was entered instead; of a row in an old font, what its name would say.
    """

    row: int
    column: str
    kind: Remark
    severity: Severity
    message: Message
    kept_as: str = ""

    @property
    def sentence(self) -> Message:
        """The remark with its row and column: "Dòng 37, cột Ngày sinh: …"; one about the whole row names it itself."""
        if "row" in self.message.values:
            return self.message
        if not self.column:
            return message("Row {row}: {what}", row=self.row, what=self.message)
        return message("Row {row}, column {column}: {what}", row=self.row, column=self.column, what=self.message)
