"""Questions to the journal: the changes of a person or a record, the newest operations, and what an operation did."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from carebook.store.book import Reader, Writer
from carebook.store.journal import Entry, entry_of


@dataclass(frozen=True)
class Told:
    """A line of the journal with the name of who did it."""

    entry: Entry
    actor: str


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


def _told(reader: Reader, sql: str, values: tuple[object, ...]) -> list[Told]:
    return [Told(entry_of(row), row["who"]) for row in reader.rows(sql, values)]


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
