"""Results of scales (thang đo): which instrument in which version, on which day, and the answer to every item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class InstrumentFile(Record):
    """An instrument as it was used in this book: its whole file, kept for ever so that old sheets stay readable.

    ``own`` files were added by the center. One row per code and version.
    """

    code: str = fact(N_("Code"), context="of an instrument", required=True)
    file_version: int = fact(N_("Version of the instrument"), required=True)
    title: str = fact(N_("Instrument"), required=True)
    content: str = fact(N_("File of the instrument"), Kind.DATA, shown=False, required=True)
    own: bool = fact(N_("Added by the center"), default=False)
    retired_on: date | None = fact(N_("Not used since"), default=None)


@dataclass(frozen=True)
class InstrumentScore(Record):
    """One filled sheet. Total and band follow from the answers and are never kept; a finished sheet is frozen."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    instrument: str = fact(N_("Instrument"), required=True)
    file_version: int = fact(N_("Version of the instrument"), required=True)
    state: FormState = fact(N_("State"), default=FormState.IN_PROGRESS)
    scored_on: date | None = fact(N_("Measured on"), required=True, default=None)
    done_by_id: str | None = fact(N_("Done by"), Kind.LINK, default=None)
    reason: str = fact(N_("Reason for measuring"), default="")
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")
    replaces_id: str | None = fact(N_("Replaces"), Kind.LINK, default=None)
    replaced_because: str = fact(N_("Why a new one"), default="")


@dataclass(frozen=True)
class ItemAnswer(Record):
    """The answer to one item: a number, or words where the item asks for words; ``weight`` only for goal attainment.

    For goal attainment scaling ``item`` is the thread of the plan goal.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    score_id: str = fact(N_("Sheet"), Kind.LINK, required=True)
    item: str = fact(N_("Item"), required=True)
    value: float | None = fact(N_("Value"), default=None)
    words: str = fact(N_("Words"), default="")
    weight: float | None = fact(N_("Weight"), default=None)
