"""The rows of a salvaged book: read from pages that open, else put together from a backup and the journal; none is guessed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from carebook.records.damage import LostRow, TableSaved
from carebook.store import driver, journal
from carebook.store.pages.tables import Contents, Shape
from carebook.store.pages.trees import Row
from carebook.store.salvage.lines import Lines
from carebook.store.salvage.sources import Damaged, Spare

MADE_ANEW = frozenset({"book", "followed", "journal", "search_key", "_sqlite_migrations"})


@dataclass
class Count:
    """Where the rows of one table came from, while they are being brought in."""

    read: int = 0
    from_backup: int = 0
    from_journal: int = 0
    unsure: set[str] = field(default_factory=set)
    aside: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    unknown: bool = False

    def told(self, table: str) -> TableSaved:
        """As it is told at the end."""
        sets = (len(self.unsure), len(self.aside), len(self.lost))
        return TableSaved(table, self.read, self.from_backup, self.from_journal, *sets, unknown=self.unknown)


class Saving:
    """The new book while rows are brought in: every table may be written to, nothing refers to anything yet."""

    def __init__(self, connection: sqlite3.Connection, damaged: Damaged, spares: Sequence[Spare]) -> None:
        self.connection = connection
        self.damaged, self.spares = damaged, spares
        self.tables = [t for t in damaged.schema.tables if t not in MADE_ANEW and not t.startswith("search_")]
        self.counts = {table: Count() for table in self.tables}
        self.rest: list[tuple[str, dict[str, Any]]] = []

    # what the pages give

    def read(self, table: str) -> None:
        """Bring in the rows of a table to which its tree leads."""
        main = self.damaged.main
        if main is not None:
            self.counts[table].read += self._put(table, main.rows(table))

    def is_whole(self, table: str) -> bool:
        """Whether every row of the table was read."""
        main = self.damaged.main
        return main is not None and table in main.walks and main.walks[table].is_whole

    def sort_orphans(self, main: Contents) -> list[tuple[Any, ...]]:
        """Bring in rows to which nothing leads any more, where it is certain whose they are; gives lines of the journal."""
        shapes = [self.damaged.schema.tables[t] for t in self.tables if not self.is_whole(t)]
        lines: list[tuple[Any, ...]] = []
        waiting: list[tuple[Row, list[Shape]]] = []
        line_shape = self.damaged.schema.tables["journal"]
        for row in main.orphans():
            if len(row[1]) == len(line_shape.columns) and line_shape.fits(row):
                lines.append(line_shape.values(row))
            elif candidates := [shape for shape in shapes if shape.has_numbers and shape.fits(row)]:
                waiting.append((row, candidates))
        self._waiting = waiting
        return lines

    def place_orphans(self) -> None:
        """The journal and the ids in other trees tell to which table a row belongs; a row of no certain table is left out."""
        known = {table: self._ids_in_indexes(table) for table in self.tables if not self.is_whole(table)}
        for row, candidates in self._waiting:
            row_id = row[1][0]
            told = {
                found[0]
                for found in self.connection.execute("SELECT DISTINCT tbl FROM journal WHERE row_id = ?", (row_id,))
            } or {table for table, ids in known.items() if row_id in ids}
            named = [shape for shape in candidates if shape.name in told] if told else candidates
            if len(named) == 1:
                self.counts[named[0].name].read += self._put(named[0].name, [row])

    def _ids_in_indexes(self, table: str) -> set[Any]:
        """The keys that the table's own first index knows of."""
        main = self.damaged.main
        if main is None:
            return set()
        return {values[0] for _number, values in main.rows(f"sqlite_autoindex_{table}_1") if len(values) == 2}

    def _is_listed(self, table: str) -> bool:
        """Whether the table's own first index tells of every row there was."""
        main = self.damaged.main
        if main is None:
            return False
        self._ids_in_indexes(table)
        return main.walks[f"sqlite_autoindex_{table}_1"].is_whole

    def _put(self, table: str, rows: Iterable[Row]) -> int:
        shape = self.damaged.schema.tables[table]
        columns = ", ".join(f'"{column}"' for column in shape.columns)
        before = self.connection.total_changes
        self.connection.executemany(
            f'INSERT OR IGNORE INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(shape.columns))})',
            (shape.values(row) for row in rows),
        )
        return int(self.connection.total_changes - before)

    # what was not read

    def complete(self, table: str, lines: Lines) -> None:
        """Put together the rows of a table that were not read."""
        whole, count = self.is_whole(table), self.counts[table]
        count.unknown = not (whole or self._is_listed(table) or (journal.is_journaled(table) and lines.is_whole))
        if not journal.is_journaled(table):
            if not whole:
                self._complete_unjournaled(table)
            return
        if whole and not lines.is_whole:
            return  # what is not in a whole table is not there, whatever is left of the journal
        wanted = {
            row[0]
            for row in self.connection.execute(
                f'SELECT row_id FROM journal WHERE tbl = ? EXCEPT SELECT id FROM "{table}"', (table,)
            )
        }
        if not whole:
            there = {row[0] for row in self.connection.execute(f'SELECT id FROM "{table}"')}
            for spare in self.spares:
                wanted |= {row_id for row_id in spare.ids(table) if row_id not in there}
            wanted |= self._ids_in_indexes(table) - there
            wanted |= {row_id for of, row_id in lines.told_of if of == table and row_id not in there}
        for row_id in wanted:
            self._put_together(table, row_id, lines, count)

    def _put_together(self, table: str, row_id: str, lines: Lines, count: Count) -> None:
        told = lines.of_row(table, row_id)
        if told and told[-1][1] == "D":
            return
        spare, state = self._in_a_spare(table, row_id)
        made = max((seq for seq, kind, _changes in told if kind == "I"), default=0)
        if state is not None and spare is not None and made <= spare.newest_line:
            base, from_backup = spare.newest_line, True
        elif made:
            base, from_backup, state = made, False, None
        else:
            count.lost.add(row_id)
            return
        unsure = lines.may_miss(table, row_id, base)
        later = [line for line in told if line[0] > base or (not from_backup and line[0] >= base)]
        for _seq, kind, changes in later:
            if kind == "I":
                state = {"id": row_id, "version": 1, **{name: pair[1] for name, pair in changes.items()}}
            elif state is not None:
                unsure = unsure or any(state.get(name) != pair[0] for name, pair in changes.items() if name in state)
                state = {**state, **{name: pair[1] for name, pair in changes.items()}, "version": state["version"] + 1}
        if state is None or not self._insert(table, state):
            count.lost.add(row_id)
            return
        if from_backup:
            count.from_backup += 1
        else:
            count.from_journal += 1
        if unsure:
            count.unsure.add(row_id)

    def _in_a_spare(self, table: str, row_id: str) -> tuple[Spare | None, dict[str, Any] | None]:
        for spare in self.spares:
            if (row := spare.row(table, row_id)) is not None:
                return spare, row
        return None, None

    def _insert(self, table: str, state: dict[str, Any]) -> bool:
        shape = self.damaged.schema.tables[table]
        kept = [name for name in shape.columns if name in state]
        try:
            self.connection.execute(
                f'INSERT INTO "{table}" ({", ".join(f"{chr(34)}{name}{chr(34)}" for name in kept)})'
                f" VALUES ({', '.join('?' * len(kept))})",
                [state[name] for name in kept],
            )
        except Exception as error:
            if not driver.is_constraint(error):
                raise
            self.rest.append((table, state))
            return False
        return True

    def _complete_unjournaled(self, table: str) -> None:
        """Rows the journal does not follow come from the newest backup that has them."""
        count, shape = self.counts[table], self.damaged.schema.tables[table]
        known = self._ids_in_indexes(table)
        for spare in self.spares:
            before = self.connection.total_changes
            for row in spare.rows(table):
                names = [name for name in row.keys() if name in shape.columns]  # noqa: SIM118 - a Row iterates over values
                self.connection.execute(
                    f'INSERT OR IGNORE INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})',
                    [row[name] for name in names],
                )
            count.from_backup += self.connection.total_changes - before
        there = {row[0] for row in self.connection.execute(f'SELECT "{shape.columns[0]}" FROM "{table}"')}
        count.lost |= {str(one) for one in known - there}

    # what belongs to something that is lost

    def set_aside(self) -> None:
        """Take out the rows that refer to a row that is lost, until everything refers to something; they are kept as text."""
        while found := {(row[0], row[1]) for row in self.connection.execute("PRAGMA foreign_key_check")}:
            for table, number in found:
                row = self.connection.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (number,)).fetchone()
                state = dict(zip(row.keys(), tuple(row), strict=True))
                self.rest.append((table, state))
                self.counts[table].aside.add(str(state.get("id", number)))
                self.connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))

    def rest_as_text(self) -> bytes:
        """The rows that were read and have no place in the new book, one JSON object a line; b"" when there is none."""
        return "\n".join(
            json.dumps({"table": table, "row": state}, ensure_ascii=False, default=str) for table, state in self.rest
        ).encode()

    def lost_rows(self) -> tuple[LostRow, ...]:
        """Every row that is missing or may not be as it was last, and in whose file it stood where that is known."""
        found = []
        for table, count in self.counts.items():
            for how, ids in (("lost", count.lost), ("aside", count.aside), ("unsure", count.unsure)):
                for row_id in sorted(ids):
                    row = self.connection.execute(
                        "SELECT person_id FROM journal WHERE tbl = ? AND row_id = ? AND person_id IS NOT NULL LIMIT 1",
                        (table, row_id),
                    ).fetchone()
                    found.append(LostRow(table, row_id, row[0] if row is not None else "", how))
        return tuple(found)
