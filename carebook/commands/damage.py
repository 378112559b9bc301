"""Commands for a book that is or may be damaged: check it, save its data into a new book, a bundle for whoever helps."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carebook import places
from carebook.actions.damage import check_book, paper_of_salvage, salvage_book
from carebook.actions.opening import open_book
from carebook.commands.opening import opened, password
from carebook.records.damage import CheckUp, Fault, Finding
from carebook.rules import damage as rules
from carebook.store import checking, errors, keys
from carebook.store.book import KEYS, now_utc
from carebook.words import _, message


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add these commands to the command line."""
    one = commands.add_parser(
        "check",
        parents=[shared, opening],
        help=_("say what is broken in a book; without a password what can be told from outside"),
    )
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--outside", action="store_true", help=_("ask for no password"))
    one.set_defaults(run=check)

    one = commands.add_parser(
        "salvage",
        parents=[shared, opening],
        help=_("save the data of a damaged book into a new one; the damaged one is only read"),
    )
    one.add_argument("folder", metavar="DIR")
    one.add_argument("into", metavar="NEW")
    one.add_argument(
        "--backup", action="append", default=[], metavar="FILE", help=_("a backup of the same book; may be said again")
    )
    one.add_argument(
        "--report", default="", metavar="PDF", help=_("write what was saved and what is lost, with names, as a paper")
    )
    one.set_defaults(run=salvage)

    one = commands.add_parser(
        "support", parents=[shared, opening], help=_("write a bundle about program and book that holds nobody's data")
    )
    one.add_argument("folder", metavar="DIR")
    one.add_argument("file", metavar="OUT.zip")
    one.set_defaults(run=support)


def check(given: argparse.Namespace) -> Mapping[str, Any]:
    """What is broken: files, pages, tables and how many rows, the journal; exit code 0 when nothing is."""
    folder = Path(given.folder)
    if not folder.is_dir():
        raise errors.NoBook(folder=given.folder)
    outside = checking.check_outside(folder)
    if given.outside or _asks_in_vain():
        return _told(CheckUp(now_utc(), outside), all_looked_at=False)
    try:
        found = _check_open(given, folder)
    except (errors.DamagedBook, errors.EmptyBookFile, errors.ForeignFile):
        found = _check_closed(given, folder)
    except errors.NoBook:
        return _told(CheckUp(now_utc(), outside), all_looked_at=False)
    return _told(found, all_looked_at=True)


def _asks_in_vain() -> bool:
    """Nobody can be asked for a password: what can be told without one is told."""
    return "CAREBOOK_PASSWORD" not in os.environ and not sys.stdin.isatty()


def _check_open(given: argparse.Namespace, folder: Path) -> CheckUp:
    try:
        with opened(given) as found:
            answer: CheckUp = check_book(found.book, None, by=found.actor, now=now_utc()).result
            return answer
    except errors.ReadOnlyFolder:
        looked = open_book(folder, given.name, password(), now=now_utc(), looking_only=True)
        with looked.book as book:
            return checking.check_whole(book, now_utc())


def _check_closed(given: argparse.Namespace, folder: Path) -> CheckUp:
    """A book that SQLite does not open is looked at page by page, with the key its keys file gives."""
    try:
        file = keys.read_keys(folder / KEYS)
    except errors.DamagedBook:
        return CheckUp(now_utc(), checking.check_outside(folder))
    unlocked = keys.unlock(file, file.slot_named(given.name).account_id, password())
    return checking.check_closed(folder, unlocked, now_utc(), salts=checking.known_salts(folder))


def _told(found: CheckUp, *, all_looked_at: bool) -> Mapping[str, Any]:
    faults = [one for one in found.findings if one.fault is not Fault.IN_USE]
    said = [str(rules.said(one)) for one in found.findings]
    if not faults:
        sound = (
            rules.sound_said(found)
            if all_looked_at
            else message("From outside nothing is wrong; a password shows the rest.")
        )
        said.append(str(sound))
    else:
        safe, step = rules.what_is_safe(found), rules.step_said(rules.next_step(found))
        said += [str(line) for line in (safe, step) if line is not None]
    broken = next((one for one in faults if one.fault is Fault.CHAIN), None)
    return {
        "sound": not faults,
        "checked": "whole" if all_looked_at else "outside",
        "damage": [_as_json(one) for one in found.findings],
        "lines": found.lines,
        "head": found.head,
        "pages": found.pages,
        "broken_at": broken.count if broken else None,
        "next": rules.next_step(found).value,
        "milliseconds": found.milliseconds,
        "_exit": 1 if faults else 0,
        "_said": said,
    }


def _as_json(finding: Finding) -> dict[str, Any]:
    return {**checking.told(finding), "said": str(rules.said(finding))}


def salvage(given: argparse.Namespace) -> Mapping[str, Any]:
    """Everything that can be read into a new book, and a list of what is missing; exit code 0 when nothing is."""
    folder = Path(given.folder)
    made = salvage_book(
        folder,
        Path(given.into),
        name=given.name,
        password=password(),
        backups=[Path(file) for file in given.backup],
        now=now_utc(),
    )
    if given.report:
        paper = paper_of_salvage(made, name=given.name, password=password(), now=now_utc())
        places.write_whole(Path(given.report), paper)
    saved = made.saved
    tables = [one for one in saved.tables if one.read or one.from_backup or one.from_journal or not one.is_whole]
    lost = [f"  {rules.table_words(one.table)} {one.row_id}: {rules.how_said(one)}" for one in saved.lost]
    left = saved.left
    return {
        "book": str(made.folder),
        "whole": saved.is_whole,
        "sound": left is not None and left.is_sound,
        "rows": saved.rows,
        "chain_kept": saved.chain_kept,
        "lines_lost": saved.lines_lost,
        "pages_damaged": saved.pages_damaged,
        "files": saved.files,
        "files_lost": saved.files_lost,
        "tables": [
            {
                "table": one.table,
                "read": one.read,
                "backup": one.from_backup,
                "journal": one.from_journal,
                "unsure": one.unsure,
                "aside": one.aside,
                "lost": one.lost,
                "unknown": one.unknown,
            }
            for one in tables
        ],
        "lost": [{"table": one.table, "row": one.row_id, "how": one.how} for one in saved.lost],
        "_exit": 0 if saved.is_whole else 1,
        "_said": [
            str(rules.salvaged_said(saved)),
            str(rules.chain_said(saved)),
            *(
                str(rules.table_saved_said(one))
                for one in tables
                if one.from_backup or one.from_journal or not one.is_whole
            ),
            *lost,
            str(message("The new book is in {folder}; the damaged one is as it was.", folder=made.folder)),
        ],
    }


def support(given: argparse.Namespace) -> Mapping[str, Any]:
    """A bundle without anybody's data."""
    from carebook.actions.support import save_support_bundle

    with opened(given) as found:
        change = save_support_bundle(found.book, Path(given.file), by=found.actor, now=now_utc())
    return {"file": str(given.file), "parts": list(change.result), "_said": str(change.said)}
