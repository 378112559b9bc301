"""Commands about people: bringing a list in, and finding somebody."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carebook.commands.opening import opened
from carebook.dates import written
from carebook.rules import permissions
from carebook.rules.list_import import ListReading
from carebook.store.book import in_vietnam, new_id, now_utc
from carebook.words import _, message


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add these commands to the command line."""
    one = commands.add_parser("import", parents=[shared, opening], help=_("bring in a list of people"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--check", action="store_true", help=_("say what would be done, write nothing"))
    one.set_defaults(run=bring_in)

    one = commands.add_parser("find", parents=[shared, opening], help=_("find people by name, code or number"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("text", metavar="TEXT")
    one.set_defaults(run=find)


def bring_in(given: argparse.Namespace) -> Mapping[str, Any]:
    """Read a list, say what is wrong with its rows, and write everybody new."""
    from carebook.actions.lists import compare, import_list, read_file

    now = now_utc()
    with opened(given) as found:
        reading = read_file(found.book, Path(given.file), now=now)
        if given.check:
            plan = compare(found.book, reading, by=found.actor, now=now)
            imported, known = 0, plan.known
            said = message("{n} people can be entered. Nothing was written.", n=len(plan.new))
        else:
            change = import_list(
                found.book, reading, source=Path(given.file).name, by=found.actor, now=now, op=new_id()
            )
            imported, known = change.result.imported, change.result.known
            said = change.said or message("Saved.")
    problems = [
        {"row": r.row, "column": r.column, "message": str(r.sentence), "kept_as": r.kept_as} for r in reading.remarks
    ]
    repeated = [
        {"row": row, "name": p.full_name, "same_as": p.rows[0], "found_in": "list"}
        for p in reading.people
        for row in p.rows[1:]
    ]
    there = [
        {
            "row": k.person.rows[0],
            "name": "" if k.confidential else k.person.full_name,
            "same_as": None,
            "found_in": "book",
        }
        for k in known
    ]
    return {
        "rows": reading.counts.rows,
        "people": reading.counts.people,
        "imported": imported,
        "duplicates": [*repeated, *there],
        "problems": problems,
        "_said": [str(said), *(p["message"] for p in problems), *_about_old_fonts(reading)],
    }


def _about_old_fonts(reading: ListReading) -> list[str]:
    """What to do about rows in an old font: letters are only turned before somebody's eyes."""
    if not reading.old_cells:
        return []
    return [
        _(
            "Rows in an old font: bring the list in with the window (Import from Excel), where the letters are looked at and"
            " turned; or turn the file into Unicode and bring it in again."
        )
    ]


def find(given: argparse.Namespace) -> Mapping[str, Any]:
    """People found, as the account may see them."""
    from carebook.store.search import find_people

    now = now_utc()
    with opened(given) as found, found.book.reading_for(found.actor, now) as reader:
        sees = permissions.may_open_restricted(found.actor, in_vietnam(now))
        findings = find_people(reader, given.text, restricted=sees, most=50)
    matches = [
        {
            "code": p.code,
            "name": p.full_name,
            "birth": written(p.born) if p.born else "",
            "present": p.present,
        }
        for p in findings.people
    ]
    said = [f"{p.code}  {p.full_name}  {written(p.born) if p.born else ''}".rstrip() for p in findings.people]
    if findings.nearest:
        said.insert(0, str(message("“{typed}” was not found. Near:", typed=given.text)))
    if findings.more:
        said.append(_("There are more; type a letter more."))
    return {
        "matches": matches,
        "more": findings.more,
        "nearest": findings.nearest,
        "_said": said or [str(message("“{typed}” was not found.", typed=given.text))],
    }
