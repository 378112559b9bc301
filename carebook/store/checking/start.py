"""The check at each opening: what can be looked at in some milliseconds."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carebook.records.damage import CheckUp, Fault, Finding
from carebook.store import driver, errors, journal
from carebook.store.checking.outside import file_fault
from carebook.store.folders import DATABASE, FILES
from carebook.store.pages.sealed import PAGE, SealedFile

if TYPE_CHECKING:
    from carebook.store.book import Book

_FIRST_PAGES = 8
_LAST_LINES = 60


def check_at_start(book: Book, now: datetime) -> CheckUp:
    """Look at a book that was just opened: its files' lengths, first and last pages, guards, and the journal's last lines."""
    begun = time.perf_counter()
    found: list[Finding] = []
    pages = 0
    for name in (DATABASE, FILES):
        fault = file_fault(book.folder / name)
        if fault is not None:
            found.append(fault)
            continue
        with SealedFile(book.folder / name, book.key_of(name), in_haste=True) as file:
            count = file.pages
            pages += count
            found += _pages_fault(file, name, count)
    try:
        with book.inspecting() as connection:
            found += guards_missing(connection)
            found += _last_lines_fault(connection)
    except errors.DamagedBook:
        found.append(Finding(Fault.STRUCTURE, DATABASE))
    milliseconds = round((time.perf_counter() - begun) * 1000)
    return CheckUp(now, tuple(found), pages=pages, milliseconds=milliseconds)


def _pages_fault(file: SealedFile, name: str, count: int) -> list[Finding]:
    if not file.proves_any:
        return [Finding(Fault.UNPROVED, name, opens=False)]
    if file.size < count * PAGE and not file.is_sound(count):
        return [Finding(Fault.CUT, name, count - file.size // PAGE)]
    looked_at = {*range(1, min(_FIRST_PAGES, count) + 1), count}
    damaged = tuple(sorted(number for number in looked_at if not file.is_sound(number)))
    return [Finding(Fault.PAGES, name, len(damaged), damaged)] if damaged else []


def guards_missing(connection: Any) -> list[Finding]:
    """Whether a table lost the guards that let nothing be written past the journal."""
    made = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    wanted = {
        f"guard_of_{table}_{kind}" for table in journal.journaled_tables(connection) for kind in ("i", "u", "d")
    } | {"journal_is_append_only", "journal_keeps_all"}
    return [Finding(Fault.GUARDS, DATABASE, len(made ^ wanted))] if made != wanted else []


def _last_lines_fault(connection: Any) -> list[Finding]:
    try:
        broken = journal.check_last(connection, _LAST_LINES)
    except Exception as error:
        if driver.is_damage(error):
            return [Finding(Fault.PAGES, DATABASE)]
        raise
    if broken is None:
        return []
    return [Finding(Fault.CHAIN, DATABASE, broken.broken_at or 0, on=_day(broken))]


def _day(chain: journal.ChainCheck) -> Any:
    from carebook.store.connections import in_vietnam

    return in_vietnam(chain.broken_on) if chain.broken_on is not None else None
