"""What a check of a book finds, and what saving its data brought: facts about files, tables and counts, never about people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum


class Fault(Enum):
    """What is wrong with a file of a book."""

    MISSING = "missing"
    EMPTY = "empty"  # 0 bytes
    FOREIGN = "foreign"  # a file of another kind
    UNPROVED = "unproved"  # the key is right, yet it opens no page: another book's file, or its beginning is gone
    FIRST_PAGE = "first_page"
    PAGES = "pages"
    CUT = "cut"  # shorter than it was
    STRUCTURE = "structure"  # pages open, but do not fit together
    KEYS_UNREADABLE = "keys_unreadable"
    KEYS_OF_ANOTHER = "keys_of_another"  # of another book
    NEWER = "newer"  # written by a newer program
    CHAIN = "chain"
    UNTOLD = "untold"  # rows the journal tells otherwise
    REFERENCES = "references"
    SEARCH = "search"
    AIDS = "aids"  # indexes: they hold no fact of their own
    GUARDS = "guards"
    FILES_GONE = "files_gone"  # attached files without their content
    IN_USE = "in_use"


class Step(Enum):
    """What to do about it."""

    NOTHING = "nothing"
    REBUILD = "rebuild"
    TELL = "tell"
    SALVAGE = "salvage"
    RESTORE = "restore"
    UPDATE = "update"
    CLOSE = "close"


@dataclass(frozen=True)
class Touched:
    """How many rows of a table are touched; None when that is not known."""

    table: str
    rows: int | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. ``on``: the day the journal breaks; ``count``: how many of what the fault counts.

    ``stops``: nothing more is written to such a book. ``opens``: SQLite opens it, so that the rest can be looked at.
    """

    fault: Fault
    file: str = ""
    count: int = 0
    pages: tuple[int, ...] = ()
    touched: tuple[Touched, ...] = ()
    on: date | None = None
    opens: bool = True

    @property
    def stops(self) -> bool:
        """Whether writing on could make it worse."""
        return self.fault in _STOPPING

    @property
    def step(self) -> Step:
        """What to do about it."""
        return _STEPS[self.fault]


_STEPS = {
    Fault.MISSING: Step.RESTORE,
    Fault.EMPTY: Step.RESTORE,
    Fault.FOREIGN: Step.RESTORE,
    Fault.UNPROVED: Step.RESTORE,
    Fault.FIRST_PAGE: Step.SALVAGE,
    Fault.PAGES: Step.SALVAGE,
    Fault.CUT: Step.SALVAGE,
    Fault.STRUCTURE: Step.SALVAGE,
    Fault.KEYS_UNREADABLE: Step.RESTORE,
    Fault.KEYS_OF_ANOTHER: Step.RESTORE,
    Fault.NEWER: Step.UPDATE,
    Fault.CHAIN: Step.TELL,
    Fault.UNTOLD: Step.TELL,
    Fault.REFERENCES: Step.SALVAGE,
    Fault.SEARCH: Step.REBUILD,
    Fault.AIDS: Step.REBUILD,
    Fault.GUARDS: Step.REBUILD,
    Fault.FILES_GONE: Step.SALVAGE,
    Fault.IN_USE: Step.CLOSE,
}
_STOPPING = frozenset(
    {
        *(Fault.MISSING, Fault.EMPTY, Fault.FOREIGN, Fault.UNPROVED, Fault.FIRST_PAGE, Fault.PAGES, Fault.CUT),
        *(Fault.STRUCTURE, Fault.KEYS_OF_ANOTHER),
    }
)


@dataclass(frozen=True)
class CheckUp:
    """One check of a book. ``is_full``: every page and row was read; ``lines`` and ``head`` are the journal's, if it was read."""

    at: datetime
    findings: tuple[Finding, ...] = ()
    is_full: bool = False
    pages: int = 0
    lines: int = 0
    head: str = ""
    milliseconds: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def stops(self) -> bool:
        """Whether nothing more may be written."""
        return any(one.stops for one in self.findings)


@dataclass(frozen=True)
class TableSaved:
    """Where the rows of one table came from.

    ``read`` from the damaged book, ``from_backup`` and ``from_journal`` put together; of these ``unsure`` may miss a later
    change. ``aside``: read, but what they belong to is lost; ``lost``: known of, not found anywhere; ``unknown``: there may have
    been more rows of which nothing tells any more.
    """

    table: str
    read: int = 0
    from_backup: int = 0
    from_journal: int = 0
    unsure: int = 0
    aside: int = 0
    lost: int = 0
    unknown: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every row is there as it was last."""
        return not (self.unsure or self.aside or self.lost or self.unknown)


@dataclass(frozen=True)
class LostRow:
    """A row that is not, or not surely, as it was; ``person_id`` is whose file it stood in, where that is known."""

    table: str
    row_id: str
    person_id: str = ""
    how: str = "lost"  # "lost", "unsure" or "aside"


@dataclass(frozen=True)
class Salvaged:
    """What saving the data of a damaged book brought.

    ``backups``: when those that were used were made; ``chain_kept``: the journal is whole as it was, else a new chain begins
    and ``lines_lost`` of its lines are missing. ``files`` attached files were saved, ``files_lost`` not.
    """

    at: datetime
    tables: tuple[TableSaved, ...] = ()
    lost: tuple[LostRow, ...] = ()
    pages_damaged: int = 0
    backups: tuple[datetime, ...] = ()
    chain_kept: bool = True
    lines_lost: int = 0
    files: int = 0
    files_lost: int = 0
    left: CheckUp | None = field(default=None)

    @property
    def rows(self) -> int:
        """How many rows stand in the new book."""
        return sum(one.read + one.from_backup + one.from_journal for one in self.tables)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.files_lost and all(one.is_whole for one in self.tables)
