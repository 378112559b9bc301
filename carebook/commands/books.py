"""Commands about a whole book: the self-test, the demo book, a new book, backup and restore."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from carebook import places
from carebook.actions.backup import back_up_book, drill_restore, newest_backup, restore_backup
from carebook.actions.change import refuse
from carebook.actions.opening import begin_book
from carebook.commands.opening import folder_for, opened, password
from carebook.records.facility import Facility
from carebook.records.staff import StaffMember
from carebook.store import backup as store
from carebook.store.book import in_vietnam, new_id, now_utc
from carebook.words import _, message


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add these commands to the command line."""
    one = commands.add_parser("self-test", parents=[shared], help=_("make a book, record, sign, back up, restore"))
    one.set_defaults(run=self_test)

    one = commands.add_parser("demo", parents=[shared], help=_("make the demo book"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--residents", type=int, default=150)
    one.add_argument("--months", type=int, default=12)
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--department", action="store_true", help=_("the book of a department with four centers instead"))
    one.set_defaults(run=demo)

    one = commands.add_parser("new", parents=[shared], help=_("make a new book"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--facility", required=True, metavar="NAME")
    one.add_argument("--manager", required=True, metavar="NAME")
    one.set_defaults(run=new)

    one = commands.add_parser("backup", parents=[shared, opening], help=_("make a checked copy of the book"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--to", required=True, action="append", metavar="FOLDER", help=_("may be given several times"))
    one.set_defaults(run=backup)

    one = commands.add_parser("restore", parents=[shared, opening], help=_("put a copy into a new folder"))
    one.add_argument("file", metavar="FILE")
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--in-place", action="store_true", help=_("put the book that lies there aside under a dated name"))
    one.set_defaults(run=restore)

    one = commands.add_parser("drill", parents=[shared, opening], help=_("try restoring the newest backup, aside"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument(
        "--from", dest="source", default="", metavar="FILE|FOLDER", help=_("another backup than the newest known")
    )
    one.add_argument("--certificate", default="", metavar="PDF", help=_("write the record of the trial as a paper"))
    one.set_defaults(run=drill)


def self_test(given: argparse.Namespace) -> Mapping[str, Any]:
    """Everything once, in a folder that is thrown away; each step is printed as it passes."""
    steps = given.test(None if given.json else print)
    return {"steps": list(steps)}


def demo(given: argparse.Namespace) -> Mapping[str, Any]:
    """The demo book of a center, or of a department, with its accounts and their one password."""
    from carebook.stories.demo import FEWEST, MOST, make_demo
    from carebook.stories.department import make_department

    if not (FEWEST <= given.residents <= MOST and 2 <= given.months <= 36):
        raise refuse(message("A demo book has {fewest} to {most} people and 2 to 36 months.", fewest=FEWEST, most=MOST))
    folder, today = Path(given.folder), in_vietnam(now_utc())
    if given.department:
        made = make_department(folder, seed=given.seed, today=today)
    else:
        made = make_demo(folder, residents=given.residents, months=given.months, seed=given.seed, today=today)
    accounts = [{"name": a.name, "role": a.role} for a in made.accounts]
    return {
        "book": str(made.folder),
        "accounts": accounts,
        "password": made.password,
        "_said": [
            str(
                message(
                    "The demo book is in {folder}. Password of every account: {password}",
                    folder=made.folder,
                    password=made.password,
                )
            ),
            *(f"  {a.name} · {a.role}" for a in made.accounts),
        ],
    }


def new(given: argparse.Namespace) -> Mapping[str, Any]:
    """A new book with its first manager and the recovery code, which is shown this once."""
    made = open_new(Path(given.folder), given.facility, given.manager, password(), now_utc())
    return {
        "book": str(Path(given.folder)),
        "account": made[0],
        "recovery_key": made[1],
        "_said": [
            str(message("The book is in {folder}.", folder=given.folder)),
            str(message("Recovery code, shown only now: {code}", code=made[1])),
        ],
    }


def open_new(folder: Path, facility: str, manager: str, secret: str, now: datetime) -> tuple[str, str]:
    """Make a book and the manager's signing key; gives the account's sign-in name and the recovery code."""
    made = begin_book(
        folder,
        facility=Facility(name=facility, head_name=manager),
        manager=StaffMember(full_name=manager, post="Giám đốc"),
        login=manager,
        password=secret,
        now=now,
    )
    made.book.close()
    return manager, made.recovery_code


def backup(given: argparse.Namespace) -> Mapping[str, Any]:
    """A checked copy into every folder named; one that fails does not stop the others, and the answer then is 1."""
    folders = tuple(folder_for(Path(to)) for to in given.to)
    with opened(given) as found:
        change = back_up_book(found.book, *folders, by=found.actor, now=now_utc(), op=new_id())
        there = [store.place(found.book.folder, found.book.book_id, folder) for folder in folders]
    made = change.result
    return {
        "file": str(made.path),
        "people": made.people,
        "present": made.present,
        "entries": made.entries,
        "head": made.head,
        "failed": [{"folder": str(one.folder), "why": str(one.failure.why)} for one in there if one.failure],
        "_said": str(change.said),
        "_exit": int(any(one.failure for one in there)),
    }


def restore(given: argparse.Namespace) -> Mapping[str, Any]:
    """A copy into a new folder, by a password, the recovery code (``CAREBOOK_RECOVERY_KEY``) or the papers of two custodians
    (``CAREBOOK_PAPERS``, a semicolon between them); with a code or papers the password is a new one.

    An existing book is never overwritten: ``--in-place`` puts it aside.
    """
    made = restore_backup(
        Path(given.file),
        Path(given.folder),
        name=given.name,
        password=password(),
        recovery_code=os.environ.get("CAREBOOK_RECOVERY_KEY", ""),
        papers=_papers(),
        in_place=given.in_place,
        now=now_utc(),
    )
    with made.book as book, book.looking(now_utc()) as reader:
        people = int(reader.value("SELECT count(*) FROM person WHERE withdrawn_at IS NULL"))
    said = [str(message("Restored {people} people into {folder}.", people=people, folder=given.folder))]
    if made.aside is not None:
        said.append(str(message("The book before it lies in “{folder}”.", folder=str(made.aside))))
    return {
        "book": str(Path(given.folder)),
        "people": people,
        "aside": str(made.aside) if made.aside else None,
        "_said": said,
    }


def _papers() -> tuple[str, str] | None:
    """The papers of two custodians as they were typed; None when there are none."""
    typed = os.environ.get("CAREBOOK_PAPERS", "")
    first, _between, second = typed.partition(";")
    return (first, second) if typed else None


def drill(given: argparse.Namespace) -> Mapping[str, Any]:
    """The newest backup opened aside and compared with the book; the answer is 1 when it could not be restored."""
    code = os.environ.get("CAREBOOK_RECOVERY_KEY", "")
    with opened(given) as found:
        change = drill_restore(
            found.book,
            _source_of(given, found.book.folder),
            code or password(),
            with_recovery_code=bool(code),
            by=found.actor,
            now=now_utc(),
            op=new_id(),
        )
        if given.certificate:
            with found.book.reading_for(found.actor, now_utc()) as reader:
                from carebook.reports import backup as papers

                paper = papers.gather(reader, change.result.id)
            places.write_whole(Path(given.certificate), papers.draw(paper).pdf)
    made = change.result
    return {
        "file": made.file,
        "passed": made.passed,
        "fault": made.fault,
        "people": made.people,
        "present": made.present,
        "entries": made.entries,
        "later_entries": made.later_entries,
        "seconds": made.seconds,
        "_said": str(change.said),
        "_exit": int(not made.passed),
    }


def _source_of(given: argparse.Namespace, folder: Path) -> Path:
    """The backup to try: what is named (of a folder the newest), else the newest known."""
    named = Path(given.source) if given.source else None
    if named is not None and named.is_file():
        return named
    newest = newest_backup(folder, (named,) if named else ())
    if newest is None:
        raise refuse(message("No backup of this book was found. Name the file or its folder with --from."))
    return newest.path
