"""Questions to the journal: the changes of a person or a record, the newest operations, and what an operation did."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from carebook.store.book import Reader, Writer
from carebook.store.journal import Entry, entry_of
from carebook.store.rows import moment_from


@dataclass(frozen=True)
class Told:
    """A line of the journal with the name of who did it."""

    entry: Entry
    actor: str


@dataclass(frozen=True)
class Entered:
    """Who typed something into the book, and when; not necessarily who did it."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Written:
    """What some operations together made of one row: each column as it was before them and as they left it, as stored.

    ``is_new`` tells that the row did not stand before.
    """

    table: str
    row_id: str
    is_new: bool
    was: Mapping[str, Any]
    left: Mapping[str, Any]


_LOOKED = frozenset({"reading"})
"""Tables whose rows only tell that somebody looked: they rest on nothing that could be taken away."""

# What was written about somebody before their file was joined to another is as protected as that file is now.
_WHO = """SELECT j.*, coalesce(s.full_name, 'CareBook') AS who FROM found_journal j
    LEFT JOIN account a ON a.id = j.actor LEFT JOIN staff_member s ON s.id = a.staff_member_id
    WHERE NOT EXISTS (SELECT 1 FROM person m WHERE m.id = j.person_id AND m.merged_into IS NOT NULL
        AND m.merged_into NOT IN (SELECT id FROM found_person))"""


def changes_of_person(reader: Reader, person_id: str, *, most: int = 500) -> list[Told]:
    """The changes of everything about one person, those of files joined to theirs included, the newest first.

    None when the asker may not see the person.
    """
    reader.asks("history")
    files = [
        person_id,
        *(row["id"] for row in reader.rows("SELECT id FROM person WHERE merged_into = ?", (person_id,))),
    ]
    marks = ", ".join("?" * len(files))
    return _told(reader, f"{_WHO} AND j.person_id IN ({marks}) ORDER BY j.seq DESC LIMIT ?", (*files, most))


def changes_of_record(reader: Reader, table: str, row_id: str) -> list[Told]:
    """The changes of one record, the newest first."""
    reader.asks("history")
    return _told(reader, f"{_WHO} AND j.tbl = ? AND j.row_id = ? ORDER BY j.seq DESC", (table, row_id))


def newest_changes(reader: Reader, *, most: int = 200) -> list[Told]:
    """The newest changes of the whole book."""
    reader.asks("history")
    return _told(reader, f"{_WHO} ORDER BY j.seq DESC LIMIT ?", (most,))


def first_entered(reader: Reader, table: str, ids: Collection[str]) -> Entered | None:
    """Who typed the first of these rows in, and when; None when there is none whose person the asker may see."""
    reader.asks("staff")
    row = reader.row(
        """SELECT j.at, coalesce(s.full_name, 'CareBook') AS who FROM found_journal j
        LEFT JOIN account a ON a.id = j.actor LEFT JOIN staff_member s ON s.id = a.staff_member_id
        WHERE j.tbl = ? AND j.row_id IN (SELECT value FROM json_each(?)) AND j.kind = 'I' ORDER BY j.seq LIMIT 1""",
        (table, json.dumps(list(ids))),
    )
    return None if row is None else Entered(row["who"], moment_from(row["at"]))


def _told(reader: Reader, sql: str, values: tuple[object, ...]) -> list[Told]:
    return [Told(entry_of(row), row["who"]) for row in reader.rows(sql, values)]


def written_with_the_end(writer: Writer, episode_id: str) -> list[Written]:
    """What was written together with the end of a stay that has ended, its corrections included, and stands as it was left;
    the newest row first. Empty for a stay that is open.
    """
    ops: list[str] = []
    for line in writer.rows(
        "SELECT op, changes FROM journal WHERE tbl = 'episode' AND row_id = ? ORDER BY seq", (episode_id,)
    ):
        changes = json.loads(line["changes"])
        if changes.get("end_on", ("",))[0] is None:
            ops = [line["op"]]
        elif "end_on" in changes or "end_at" in changes:
            ops.append(line["op"])
    of: dict[tuple[str, str], tuple[bool, dict[str, Any], dict[str, Any]]] = {}
    for line in writer.rows(
        "SELECT tbl, row_id, kind, changes FROM journal WHERE op IN (SELECT value FROM json_each(?)) ORDER BY seq",
        (json.dumps(ops),),
    ):
        _is_new, was, left = of.setdefault((line["tbl"], line["row_id"]), (line["kind"] == "I", {}, {}))
        for name, (old, new) in json.loads(line["changes"]).items():
            was.setdefault(name, old)
            left[name] = new
    found = [
        Written(table, row_id, is_new, {name: was[name] for name in left if was[name] != left[name]}, left)
        for (table, row_id), (is_new, was, left) in reversed(of.items())
    ]
    return [one for one in found if one.was and _stands_as_left(writer, one)]


def _stands_as_left(writer: Writer, one: Written) -> bool:
    row = writer.row(f'SELECT * FROM "{one.table}" WHERE id = ?', (one.row_id,))
    return row is not None and all(row[name] == one.left[name] for name in one.was)


def put_back(writer: Writer, table: str, row_id: str, was: Mapping[str, Any]) -> None:
    """Write the stored values a row had before into it again."""
    columns = ", ".join(f'"{name}" = ?' for name in was)
    writer.run(f'UPDATE "{table}" SET {columns}, version = version + 1 WHERE id = ?', (*was.values(), row_id))


def resting_on(writer: Writer, rows: Collection[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The rows that stand and name one of ``rows`` by a link they cannot be without, themselves left out: what would hang in
    the air. Rows are (table, id).
    """
    by_table: dict[str, list[str]] = {}
    for table, row_id in rows:
        by_table.setdefault(table, []).append(row_id)
    links = writer.rows(
        """SELECT m.name, k."from" AS col, k."table" AS owner FROM sqlite_master m, pragma_foreign_key_list(m.name) k
        WHERE m.type = 'table' AND k."table" IN (SELECT value FROM json_each(?))
            AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = k."from" AND c."notnull")
            AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'withdrawn_at') ORDER BY m.name""",
        (json.dumps(list(by_table)),),
    )
    found = [
        (str(link["name"]), str(row["id"]))
        for link in links
        if link["name"] not in _LOOKED
        for row in writer.rows(
            f"""SELECT id FROM "{link["name"]}" WHERE withdrawn_at IS NULL
            AND "{link["col"]}" IN (SELECT value FROM json_each(?)) ORDER BY id""",
            (json.dumps(by_table[link["owner"]]),),
        )
    ]
    own = set(rows)
    return tuple(one for one in found if one not in own)
