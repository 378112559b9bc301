"""Books made for one trial: a new one, and one of an earlier version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carebook.actions.opening import make_book
from carebook.rules import code_files
from carebook.store import driver, journal, keys, migrations
from carebook.store.book import DATABASE, FILES, KEYS, new_id
from tests import samples
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.faults.center import PLANTED


def new_book(folder: Path) -> None:
    """A book of this folder, without the communes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(code_files, "communes_from_lines", lambda _lines: [])
        make_book(
            folder,
            facility=samples.facility(),
            manager=samples.staff_member(full_name=f"Đào Thị {PLANTED}", post="Giám đốc"),
            login=LOGIN,
            password=PASSWORD,
            now=NOW,
            cost=CHEAP,
        ).book.close()


OLDER = 10
"""The version of the earlier book."""


def older_book(folder: Path) -> bytes:
    """A book of an earlier version, with wards in it; gives its key."""
    key = keys.new_book_key()
    book_id = new_id()
    connection = driver.connect(folder / DATABASE, key, create=True)
    migrations.apply(connection, upto=OLDER)
    connection.execute("INSERT INTO book VALUES (1, ?, ?, '0.0.1')", (book_id, new_id()))
    connection.execute("BEGIN")
    journal.begin(connection, op=new_id(), device="d", actor="a", deed="add_ward", at=NOW, reason="")
    journal.follow(connection, "ward")
    names = [row[1] for row in connection.execute("PRAGMA table_info(ward)")]
    for number in range(300):
        values = dict.fromkeys(names, 0) | {"id": new_id(), "version": 1, "name": f"{PLANTED} {number}"}
        values |= {name: None for name in names if name.startswith("withdrawn")}
        values |= {"withdrawn_because": ""} if not _optional(connection, "withdrawn_because") else {}
        marks = ", ".join("?" * len(names))
        connection.execute(f"INSERT INTO ward VALUES ({marks})", [values[name] for name in names])
    journal.seal(connection)
    connection.execute("COMMIT")
    connection.close()
    files = driver.connect(folder / FILES, key, create=True)
    files.execute(
        "CREATE TABLE blob (content_hash TEXT PRIMARY KEY NOT NULL, content BLOB NOT NULL) STRICT, WITHOUT ROWID"
    )
    files.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
    files.close()
    slot = keys.make_slot(book_id, key, "a1", PASSWORD, names=(LOGIN,), cost=CHEAP)
    keys.write_keys(folder / KEYS, keys.KeysFile(book_id, (slot,), CHEAP))
    return key


def _optional(connection: Any, column: str) -> bool:
    rows = connection.execute("PRAGMA table_info(ward)").fetchall()
    return not next(row[3] for row in rows if row[1] == column)
