"""The full check: every page proved, every tree followed, every reference, the journal's whole chain, and what rows are touched."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carebook.records.damage import CheckUp, Fault, Finding
from carebook.store import driver, errors, journal, keys
from carebook.store.checking.outside import check_outside, file_fault
from carebook.store.checking.rows import rows_findings
from carebook.store.checking.touched import damage_in
from carebook.store.folders import DATABASE, FILES
from carebook.store.pages.sealed import PAGE, sealed_file

if TYPE_CHECKING:
    from carebook.store.book import Book

Watch = Callable[[int, int], bool]
"""Called with what is done and of how much, in thousandths; True ends the check there."""
_PAGES_SHARE = 400


def check_whole(book: Book, now: datetime, *, watch: Watch | None = None) -> CheckUp:
    """Check an open book while it goes on being used; nothing is written to it. Raises `CheckStopped` when ``watch`` says so."""
    begun = time.perf_counter()
    found: list[Finding] = []
    pages = 0
    try:
        with book.inspecting() as held, book.inspecting(name=FILES) as held_files:
            for connection in (held, held_files):  # the log is not begun anew while somebody reads
                connection.execute("BEGIN")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for name, start in ((DATABASE, 0), (FILES, _PAGES_SHARE)):
                damage, count = _file_findings(book.folder, name, (book.key_of(name),), (), _Share(watch, start))
                found += damage
                pages += count
            chain = None
            if not any(one.stops for one in found):
                held.set_progress_handler(_Share(watch, 2 * _PAGES_SHARE).still, 100_000)
                more, chain = rows_findings(held, held_files)
                found += more
    except errors.DamagedBook:
        found.append(Finding(Fault.STRUCTURE, DATABASE, opens=False))
        chain = None
    except Exception as error:
        if driver.is_interrupted(error):
            raise errors.CheckStopped from error
        raise
    return _told(now, found, pages, chain, begun)


def check_closed(
    folder: Path,
    unlocked: keys.Unlocked,
    now: datetime,
    *,
    salts: Mapping[str, tuple[bytes, ...]],
    watch: Watch | None = None,
) -> CheckUp:
    """Check the files of a book that may not open at all, with what its keys file gave; only the pages are looked at."""
    begun = time.perf_counter()
    found = [one for one in check_outside(folder) if one.fault is not Fault.IN_USE]
    pages = 0
    for name, start in ((DATABASE, 0), (FILES, _PAGES_SHARE)):
        if any(one.file == name and one.fault is not Fault.CUT for one in found):
            continue
        damage, count = _file_findings(folder, name, unlocked.every, salts.get(name, ()), _Share(watch, start))
        found = [one for one in found if one.file != name] + damage
        pages += count
    return _told(now, found, pages, None, begun)


class _Share:
    """One part of the work in the count of the whole."""

    def __init__(self, watch: Watch | None, start: int) -> None:
        self._watch, self._start = watch, start

    def pages(self, done: int, total: int) -> bool:
        """So many pages of so many."""
        return self._watch is not None and self._watch(self._start + _PAGES_SHARE * done // max(total, 1), 1000)

    def still(self) -> bool:
        """The work goes on, nobody knows how far it is."""
        return self._watch is not None and self._watch(self._start, 1000)


def _file_findings(
    folder: Path, name: str, found: Sequence[bytes], salts: tuple[bytes, ...], share: _Share
) -> tuple[list[Finding], int]:
    fault = file_fault(folder / name)
    if fault is not None and fault.fault is not Fault.CUT:
        return [fault], 0
    with sealed_file(folder / name, found, salts=salts) as file:
        if not file.proves_any:
            return [Finding(Fault.UNPROVED, name, opens=False)], file.pages
        stopped = False

        def watch(done: int, total: int) -> bool:
            nonlocal stopped
            stopped = share.pages(done, total)
            return stopped

        damaged = file.damaged(watch)
        if stopped:
            raise errors.CheckStopped
        count = file.pages
        whole_head = file.has_whole_head
        if not damaged and whole_head:
            return [], count
        touched, opens = damage_in(file, name)
        missing = any(number > file.size // PAGE for number in damaged)
        first = 1 in damaged or not whole_head
        fault_kind = Fault.CUT if missing else Fault.FIRST_PAGE if first and len(damaged) <= 1 else Fault.PAGES
        return [Finding(fault_kind, name, len(damaged), tuple(damaged), touched, opens=opens and not first)], count


def _told(now: datetime, found: list[Finding], pages: int, chain: journal.ChainCheck | None, begun: float) -> CheckUp:
    return CheckUp(
        now,
        tuple(found),
        is_full=True,
        pages=pages,
        lines=chain.lines if chain else 0,
        head=chain.head if chain else "",
        milliseconds=round((time.perf_counter() - begun) * 1000),
    )
