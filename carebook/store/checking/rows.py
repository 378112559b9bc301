"""What SQLite itself finds in a file whose pages are all sound, and what rows tell of each other."""

from __future__ import annotations

import re
from typing import Any

from carebook.records.damage import Fault, Finding, Touched
from carebook.store import journal
from carebook.store.connections import in_vietnam
from carebook.store.folders import DATABASE, FILES
from carebook.store.pages.tables import schema_of

_OF_AN_INDEX = re.compile(r"(?:row \d+ missing from|wrong # of entries in) index")
_OF_THE_SEARCH = re.compile(r"search_(?:open|restricted)")


def rows_findings(connection: Any, files: Any) -> tuple[list[Finding], journal.ChainCheck]:
    """Everything that is wrong inside a book whose pages all open, and the journal's chain."""
    found = [*_structure(connection, DATABASE), *_structure(files, FILES)]
    found += _references(connection)
    found += _schema(connection)
    found += _search(connection)
    found += _contents_gone(connection, files)
    found += _untold(connection)
    chain = journal.check_chain(connection)
    if chain.broken_on is not None:
        found.append(Finding(Fault.CHAIN, DATABASE, chain.broken_at or 0, on=in_vietnam(chain.broken_on)))
    return found, chain


def _structure(connection: Any, name: str) -> list[Finding]:
    told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1000)") if row[0] != "ok"]
    aids = [line for line in told if _OF_AN_INDEX.search(line)]
    search = [line for line in told if line not in aids and _OF_THE_SEARCH.search(line)]
    rest = len(told) - len(aids) - len(search)
    return [
        *([Finding(Fault.STRUCTURE, name, rest)] if rest else []),
        *([Finding(Fault.AIDS, name, len(aids))] if aids else []),
        *([Finding(Fault.SEARCH, name, len(search))] if search else []),
    ]


def _references(connection: Any) -> list[Finding]:
    counts: dict[str, set[object]] = {}
    for row in connection.execute("PRAGMA foreign_key_check"):
        counts.setdefault(row[0], set()).add(row[1])
    if not counts:
        return []
    touched = tuple(Touched(table, len(rows)) for table, rows in sorted(counts.items()))
    return [Finding(Fault.REFERENCES, DATABASE, sum(len(rows) for rows in counts.values()), touched=touched)]


def _schema(connection: Any) -> list[Finding]:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    wanted = schema_of(version).statements
    there = {
        (row[0], row[1]): row[2] or ""
        for row in connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            " AND tbl_name <> '_sqlite_migrations'"
        )
    }
    differing = [key for key in wanted.keys() | there.keys() if wanted.get(key) != there.get(key)]
    faults = {"trigger": Fault.GUARDS, "view": Fault.GUARDS, "index": Fault.AIDS}
    counts: dict[Fault, int] = {}
    for kind, _name in differing:
        fault = faults.get(kind, Fault.STRUCTURE)
        counts[fault] = counts.get(fault, 0) + 1
    return [Finding(fault, DATABASE, count) for fault, count in counts.items()]


def _search(connection: Any) -> list[Finding]:
    """Who should be found and is not, and what is found though it should not be."""
    wanted = "SELECT id FROM person WHERE withdrawn_at IS NULL AND merged_into IS NULL"
    out_of_step = connection.execute(
        f"""SELECT (SELECT count(*) FROM ({wanted} EXCEPT SELECT person_id FROM search_key))
            + (SELECT count(*) FROM (SELECT person_id FROM search_key EXCEPT {wanted}))
            + (SELECT count(*) FROM search_key k WHERE restricted = 0 AND row NOT IN (SELECT id FROM search_open_docsize))
            + (SELECT count(*) FROM search_key k WHERE restricted = 1 AND row NOT IN (SELECT id FROM search_restricted_docsize))"""
    ).fetchone()[0]
    return [Finding(Fault.SEARCH, DATABASE, out_of_step)] if out_of_step else []


def _contents_gone(connection: Any, files: Any) -> list[Finding]:
    wanted = {
        row[0] for row in connection.execute("SELECT DISTINCT content_hash FROM attachment WHERE content_hash <> ''")
    }
    there = {row[0] for row in files.execute("SELECT content_hash FROM blob")}
    gone = len(wanted - there)
    return [Finding(Fault.FILES_GONE, FILES, gone)] if gone else []


def _untold(connection: Any) -> list[Finding]:
    """Tables whose rows are more or fewer than the journal tells."""
    lives = {
        row[0]: row[1]
        for row in connection.execute(
            "SELECT tbl, sum(CASE kind WHEN 'I' THEN 1 WHEN 'D' THEN -1 ELSE 0 END) FROM journal GROUP BY tbl"
        )
    }
    touched = []
    for table in journal.journaled_tables(connection):
        count = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        if count != lives.get(table, 0):
            touched.append(Touched(table, abs(count - lives.get(table, 0))))
    return [Finding(Fault.UNTOLD, DATABASE, len(touched), touched=tuple(touched))] if touched else []


def lay_out_indexes(connection: Any) -> None:
    """Make every index of the tables anew, and those again that were lost or changed."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    there = dict(
        connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    )
    for (kind, name), sql in schema_of(version).statements.items():
        if kind == "index" and there.get(name) != sql:
            connection.execute(f"DROP INDEX IF EXISTS {name}")
            connection.execute(sql)
    connection.execute("REINDEX")
