"""The whole of saving a damaged book's data, from its pages to a new book that passes the full check."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from carebook import __version__
from carebook.records.damage import CheckUp, Salvaged
from carebook.records.people import Person
from carebook.records.record import table_of
from carebook.store import driver, errors, journal, keys, migrations, search
from carebook.store.book import Book, Writer, new_id
from carebook.store.checking import check_whole, known_salts
from carebook.store.folders import DATABASE, FILES, KEYS
from carebook.store.rows import moment_text
from carebook.store.salvage.kept import REST
from carebook.store.salvage.lines import Lines, add_lines, begin_new_chain, gather_lines, tell_what_was_put_right
from carebook.store.salvage.rows import Saving
from carebook.store.salvage.sources import Damaged, Spare, spares_of

Watch = Callable[[int, int], bool]


def salvage(
    folder: Path,
    unlocked: keys.Unlocked,
    file: keys.KeysFile,
    into: Path,
    *,
    backups: Sequence[Path] = (),
    by: str,
    now: datetime,
    reason: str,
    watch: Watch | None = None,
) -> Salvaged:
    """Make a new book at ``into`` of what is left of the book in ``folder``, which is only read, and of its backups.

    ``unlocked`` opens the damaged book, its first key the new one. ``by`` and ``reason`` stand in the lines of the journal that
    tell what was put right. ``watch(done, total)`` is called now and then; True ends it with `SalvageStopped`, nothing is left
    then. Raises `BookExists`, `NothingToSalvage`, and the failures of writing into ``into``.
    """
    if into.exists() and any(into.iterdir()):
        raise errors.BookExists(folder=str(into))
    workshop = into.with_name(f".{into.name}.salvaging")
    shutil.rmtree(workshop, ignore_errors=True)  # what a power cut left of an earlier try
    try:
        (workshop / "book").mkdir(parents=True)
        saved = _Work(folder, unlocked, file, workshop, watch).done(backups, by, now, reason)
        if into.exists():
            into.rmdir()
        (workshop / "book").replace(into)
    except OSError as error:
        raise keys.world_error(error, into.parent) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return saved


class _Work:
    def __init__(
        self, folder: Path, unlocked: keys.Unlocked, file: keys.KeysFile, workshop: Path, watch: Watch | None
    ) -> None:
        self._folder, self._unlocked, self._key, self._file = folder, unlocked, unlocked.key, file
        self._workshop, self._new = workshop, workshop / "book"
        self._watch = watch

    def done(self, backups: Sequence[Path], by: str, now: datetime, reason: str) -> Salvaged:
        damaged = Damaged.at(self._folder, self._unlocked.every, known_salts(self._folder))
        spares: list[Spare] = []
        try:
            spares = spares_of(backups, self._key, self._file.book_id, self._workshop)
            if damaged.main is None and not spares:
                raise errors.NothingToSalvage
            with (
                driver.translated(self._new),
                closing(driver.connect(self._new / DATABASE, self._key, create=True)) as connection,
            ):
                saved = self._main(connection, damaged, spares, by, now, reason)
                wanted = {
                    row[0]
                    for row in connection.execute(
                        "SELECT DISTINCT content_hash FROM attachment WHERE content_hash <> ''"
                    )
                }
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            there = self._contents(damaged, spares, wanted)
            bad = sum(len(one.file.damaged()) for one in (damaged.main, damaged.files) if one is not None)
        finally:
            damaged.close()
            for spare in spares:
                spare.close()
        keys.write_keys(self._new / KEYS, self._file)
        return replace(
            saved,
            pages_damaged=bad,
            files=len(there),
            files_lost=len(wanted - there),
            left=self._checked(now),
        )

    def _at(self, thousandths: int) -> None:
        if self._watch is not None and self._watch(thousandths, 1000):
            raise errors.SalvageStopped

    def _main(
        self,
        connection: sqlite3.Connection,
        damaged: Damaged,
        spares: Sequence[Spare],
        by: str,
        now: datetime,
        reason: str,
    ) -> Salvaged:
        migrations.apply(connection, upto=damaged.schema.version)
        for pragma in ("foreign_keys=OFF", "synchronous=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        for table in journal.journaled_tables(connection):
            connection.execute("INSERT INTO followed VALUES (?)", (table,))
        self._at(20)
        lines = gather_lines(connection, damaged, spares)
        saving = Saving(connection, damaged, spares)
        for number, table in enumerate(saving.tables):
            saving.read(table)
            self._at(100 + 400 * number // len(saving.tables))
        lines = self._with_orphans(saving, lines)
        for number, table in enumerate(saving.tables):
            saving.complete(table, lines)
            self._at(550 + 200 * number // len(saving.tables))
        saving.set_aside()
        device = new_id()
        connection.execute("INSERT INTO book VALUES (1, ?, ?, ?)", (self._file.book_id, device, __version__))
        if rest := saving.rest_as_text():
            digest = hashlib.sha256(rest).hexdigest()
            connection.execute("INSERT OR IGNORE INTO file VALUES (?, ?, ?, ?)", (digest, REST, moment_text(now), rest))
        kept = lines.chain_holds
        if not kept:
            begin_new_chain(connection)
        tell_what_was_put_right(connection, lines, by=by, op=new_id(), device=device, now=now, reason=reason)
        journal.chain(connection)
        connection.execute("DELETE FROM followed")
        lost = saving.lost_rows()
        self._at(800)
        self._index(connection, by, now)
        connection.execute("COMMIT")
        connection.execute("PRAGMA synchronous=FULL")
        return Salvaged(
            now,
            tuple(count.told(table) for table, count in saving.counts.items()),
            lost,
            backups=tuple(spare.made_at for spare in spares),
            chain_kept=kept,
            lines_lost=len(lines.missing),
        )

    def _with_orphans(self, saving: Saving, lines: Lines) -> Lines:
        """Look for rows to which nothing leads only where something was not whole."""
        main = saving.damaged.main
        if main is None or (main.is_whole and all(map(saving.is_whole, saving.tables)) and lines.is_whole):
            return lines
        main.follow_rest()
        lines = add_lines(lines, saving.sort_orphans(main))
        saving.place_orphans()
        return lines

    def _index(self, connection: sqlite3.Connection, by: str, now: datetime) -> None:
        """The search index holds nothing of its own: it is made from the people there are."""
        writer = Writer(connection, self._new, by, now)
        for row in writer.rows(f"SELECT id FROM {table_of(Person)} WHERE withdrawn_at IS NULL AND merged_into IS NULL"):
            search.index_person(writer, row["id"])

    def _contents(self, damaged: Damaged, spares: Sequence[Spare], wanted: set[str]) -> set[str]:
        """The attached files, each proved by its hash; from a backup what the damaged file does not give."""
        there: set[str] = set()
        with closing(driver.connect(self._new / FILES, self._key, create=True)) as files:
            files.execute(
                "CREATE TABLE blob (content_hash TEXT PRIMARY KEY NOT NULL, content BLOB NOT NULL) STRICT, WITHOUT ROWID"
            )
            files.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")

            def put(digest: str, content: bytes) -> None:
                if hashlib.sha256(content).hexdigest() == digest:
                    files.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (digest, content))
                    there.add(digest)

            if damaged.files is not None:
                for _number, values in damaged.files.rows("blob"):
                    if len(values) == 2:
                        put(*values)
            for spare in spares:
                for digest in wanted - there:
                    row = spare.files.execute("SELECT content FROM blob WHERE content_hash = ?", (digest,)).fetchone()
                    if row is not None:
                        put(digest, bytes(row[0]))
            files.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return there

    def _checked(self, now: datetime) -> CheckUp:
        self._at(900)
        with Book.open_with_key(self._new, self._key, self._file) as book:
            return check_whole(book, now, watch=self._watch_check)

    def _watch_check(self, done: int, total: int) -> bool:
        return self._watch is not None and self._watch(900 + 100 * done // total, 1000)
