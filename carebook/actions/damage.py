"""Checking a book, making its indexes anew, and saving the data of a damaged one into a new book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carebook.actions.change import Change, deed, refuse
from carebook.actions.opening import open_book
from carebook.records.damage import CheckUp, Fault, Salvaged
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules import damage as rules
from carebook.rules import permissions
from carebook.store import attempts, checking, errors, journal, keys, search, staff
from carebook.store.book import KEYS, Book, in_vietnam, new_id
from carebook.words import N_, message

Watch = Callable[[int, int], bool]


@dataclass(frozen=True)
class SavedBook:
    """A new book with what was saved, and who may open it now."""

    folder: Path
    saved: Salvaged


@deed(N_("Check the book"), "backup")
def check_book(book: Book, watch: Watch | None, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Check every page and row; ``Change.result`` is the `CheckUp`, which is remembered beside the book.

    A damaged book is not written to any more. Raises `CheckStopped` when ``watch(done, total)`` says so.
    """
    found = look_through(book, now=now, watch=watch)
    if book.read_only is None:
        with book.changing(by.account_id, now, op, "check_book") as writer:
            staff.note_reading(writer, "check_book")
    said = rules.sound_said(found) if found.is_sound else rules.said(found.findings[0])
    return Change(frozenset({"backup"}), (), op, said, undoable=False, result=found)


def look_through(book: Book, *, now: datetime, watch: Watch | None = None) -> CheckUp:
    """The full check as it is made in the background: it is nobody's deed, and nobody's name is in what is remembered."""
    found = checking.check_whole(book, now, watch=watch)
    if found.stops:
        book.stop_writing()
    checking.remember(book.folder, found)
    return found


def look_at_start(book: Book, *, now: datetime) -> CheckUp:
    """The quick check at an opening, with what the last full one found and nothing since has mended."""
    found = checking.check_at_start(book, now)
    _start, full = checking.last_checks(book.folder)
    if full is not None and full.stops and not found.stops:
        found = CheckUp(now, full.findings, pages=found.pages, milliseconds=found.milliseconds)
    elif not (book.read_only or found == _start):
        checking.remember(book.folder, found)
    if found.stops:
        book.stop_writing()
    return found


@deed(N_("Make the indexes anew"), "people", "backup")
def rebuild_indexes(book: Book, found: CheckUp, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Make anew what a check found out of step: the search index, the indexes of tables, the journal's guards.

    All of them stand for facts that are kept elsewhere; no fact is touched.
    """
    faults = {one.fault for one in found.findings}
    with book.changing(by.account_id, now, op, "rebuild_indexes") as writer:
        if Fault.SEARCH in faults:
            for name in ("search_open", "search_restricted", "search_key"):
                writer.run(f"DELETE FROM {name}")
            for person in writer.records(Person):
                search.index_person(writer, person.id)
        staff.note_reading(writer, "rebuild_indexes")
    with book.inspecting() as connection:
        if Fault.AIDS in faults:
            checking.lay_out_indexes(connection)
        journal.ensure_guards(connection)
    return Change(frozenset({"people", "backup"}), (), op, message("The indexes were made anew."), undoable=False)


def salvage_book(
    folder: Path,
    into: Path,
    *,
    name: str,
    password: str,
    backups: Sequence[Path] = (),
    now: datetime,
    watch: Watch | None = None,
) -> SavedBook:
    """Save the data of the damaged book in ``folder`` into a new one at ``into``; the damaged one is only read.

    ``name`` and ``password`` are an account's. As far as the damaged book still tells its roles, they must hold the right to
    check a book. Raises `DamagedBook` when the keys file cannot be read (a backup is restored then), `WrongPassword`,
    `UnknownAccount`, `SlowDown`, and the failures of `carebook.store.salvage.salvage`.
    """
    from carebook.store.salvage import keep_report, salvage

    file = keys.read_keys(folder / KEYS)
    slot = file.slot_named(name)
    attempts.refuse_hasty(folder, slot.account_id)
    try:
        unlocked = keys.unlock(file, slot.account_id, password)
    except errors.WrongPassword:
        attempts.note_wrong(folder, slot.account_id)
        raise
    _refuse_without_right(folder, unlocked, file, slot.account_id, now)
    saved = salvage(
        folder,
        unlocked,
        file,
        into,
        backups=backups,
        by=slot.account_id,
        now=now,
        reason=str(rules.reason_in_journal()),
        watch=watch,
    )
    with Book.open_with_key(into, unlocked.key, file) as book:
        with book.changing(slot.account_id, now, new_id(), "salvage_book", journaled=False) as writer:
            keep_report(writer, saved)
        _note(book, slot.account_id, saved, now)
    return SavedBook(into, saved)


def _refuse_without_right(
    folder: Path, unlocked: keys.Unlocked, file: keys.KeysFile, account_id: str, now: datetime
) -> None:
    """Refuse whoever has no right to it, as far as the damaged book still tells who has which."""
    try:
        with (
            Book.open_with_key(folder, unlocked.key, file, next_key=unlocked.next_key, looking_only=True) as book,
            book.looking(now) as reader,
        ):
            actor = staff.actor_of(reader, account_id)
    except errors.BookError:
        return
    if actor is not None and not permissions.may(actor, "check_book", in_vietnam(now)):
        raise refuse(permissions.missing_right(N_("Save the data…"), permissions.DEEDS["check_book"]))


def _note(book: Book, account_id: str, saved: Salvaged, now: datetime) -> None:
    """The new book's journal says where it comes from; where the account itself is lost, nobody can be named."""
    with book.looking(now) as reader:
        if staff.actor_of(reader, account_id) is None:
            return
    reason = f"{rules.salvaged_said(saved)} {rules.chain_said(saved)}"
    with book.changing(account_id, now, new_id(), "salvage_book", reason=reason) as writer:
        staff.note_reading(writer, "salvage_book", reason=reason)


@deed(N_("Print what was saved"), "readings")
def print_salvaged(book: Book, people: int, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Note that the paper which tells what was saved of a damaged book is shown or saved, with so many people's names."""
    with book.changing(by.account_id, now, op, "print_salvaged") as writer:
        reading = staff.note_reading(writer, "print_salvaged", people=people)
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)


def paper_of_salvage(made: SavedBook, *, name: str, password: str, now: datetime) -> bytes:
    """The paper that tells what was saved into the new book, with the names that who did it may see; the access log tells of it.

    Where the account itself is lost it names nobody. Raises as `open_book` otherwise.
    """
    from carebook.reports import damage as papers

    try:
        opened = open_book(made.folder, name, password, now=now)
    except errors.UnknownAccount:
        return papers.draw(papers.without_names(made.saved)).pdf
    with opened.book as book:
        with book.reading_for(opened.actor, now) as reader:
            report = papers.gather(reader, in_vietnam(now))
        print_salvaged(book, len(report.whose), by=opened.actor, now=now, op=new_id())
        return papers.draw(report).pdf
