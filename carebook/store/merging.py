"""Files joined to others: where a file went, which ones were joined to one, and the rows that move from file to file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from carebook.store.book import Reader, Writer
from carebook.store.people import PersonFile, person_file
from carebook.store.rows import moment_from

_OF_NOBODY_ELSE = frozenset({"reading"})
"""Who opened which file is no fact about the person: it stays with the file that was opened."""
_BOOKKEEPING = frozenset({"id", "version", "person_id", "withdrawn_at", "withdrawn_by", "withdrawn_because"})


@dataclass(frozen=True)
class JoinedFile:
    """A file that was joined to another: whose it was, when, by whom and why; ``op`` is the operation that can be undone."""

    person_id: str
    code: str
    name: str
    at: datetime
    who: str
    reason: str
    op: str


def file_that_stays(reader: Reader, person_id: str) -> str:
    """The id of the file in which that person is now; the same id when it was never joined to another."""
    found = reader.value("SELECT merged_into FROM person WHERE id = ?", (person_id,))
    return str(found) if found else person_id


def compared_files(
    reader: Reader, person_ids: tuple[str, str], today: date
) -> tuple[PersonFile | None, PersonFile | None]:
    """Both files as they are now; None for one that is not there or that the asker may not see."""
    one, other = (person_file(reader, file_that_stays(reader, found), today) for found in person_ids)
    return one, other


def joined_files(reader: Reader, person_id: str) -> list[JoinedFile]:
    """The files joined to this one, the newest first; none when the asker may not see the person."""
    reader.asks("history")
    rows = reader.rows(
        """SELECT p.id, p.code, p.full_name, j.at, j.op, j.reason, coalesce(s.full_name, 'CareBook') AS who
        FROM found_person p
        JOIN found_journal j ON j.seq = (SELECT max(x.seq) FROM found_journal x WHERE x.tbl = 'person' AND x.row_id = p.id
            AND x.kind = 'U' AND json_type(x.changes, '$.merged_into') IS NOT NULL)
        LEFT JOIN account a ON a.id = j.actor LEFT JOIN staff_member s ON s.id = a.staff_member_id
        WHERE p.merged_into = ? AND p.merged_into IN (SELECT id FROM found_person)
        ORDER BY j.seq DESC""",
        (person_id,),
    )
    return [
        JoinedFile(r["id"], r["code"], r["full_name"], moment_from(r["at"]), r["who"], r["reason"], r["op"])
        for r in rows
    ]


def move_rows(writer: Writer, goes_id: str, stays_id: str, *, once: Collection[str] = ()) -> None:
    """Give everything the book says about one person to another, files joined to the first included.

    In the tables named in ``once``, a row that the other file has word for word is left where it is.
    """
    for table in _tables_about_people(writer):
        where = ""
        if table in once:
            same = " AND ".join(f's."{name}" IS "{table}"."{name}"' for name in _said_in(writer, table))
            where = (
                f' AND NOT (withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM "{table}" s WHERE s.person_id = ?1'
                f" AND s.withdrawn_at IS NULL AND {same}))"
            )
        writer.run(
            f'UPDATE "{table}" SET person_id = ?1, version = version + 1 WHERE person_id = ?2{where}',
            (stays_id, goes_id),
        )
    writer.run("UPDATE person SET merged_into = ?, version = version + 1 WHERE merged_into = ?", (stays_id, goes_id))


def _tables_about_people(writer: Writer) -> list[str]:
    rows = writer.rows(
        """SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'person_id'
        JOIN pragma_table_info(m.name) v ON v.name = 'version'
        WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY m.name"""
    )
    return [row["name"] for row in rows if row["name"] not in _OF_NOBODY_ELSE]


def _said_in(writer: Writer, table: str) -> list[str]:
    rows = writer.rows("SELECT name FROM pragma_table_info(?)", (table,))
    return [row["name"] for row in rows if row["name"] not in _BOOKKEEPING]
