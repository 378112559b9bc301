"""The journal: every change of every record table, named, chained, append-only; an edit from outside is found and dated."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from carebook.records.facility import Ward
from carebook.records.record import table_of
from carebook.records.staff import Actor
from carebook.store import history, journal
from carebook.store.book import AlreadyDone, Book, Writer, new_id
from tests import samples
from tests.every_record import every_record


def record_tables() -> list[str]:
    return sorted(map(table_of, every_record()))


def lines(book: Book, now: datetime, op: str) -> list[Any]:
    with book.looking(now) as reader:
        return reader.rows("SELECT * FROM journal WHERE op = ? ORDER BY seq", (op,))


@pytest.fixture
def kept(book: Book, director: Actor, now: datetime) -> Ward:
    """A ward in the book."""
    with book.changing(director.account_id, now, "op-1", "add_ward", reason="xây mới") as writer:
        return writer.add(samples.ward())


def test_a_change_is_told_with_who_what_when_why(book: Book, director: Actor, kept: Ward, now: datetime) -> None:
    (line,) = lines(book, now, "op-1")
    entry = journal.entry_of(line)
    assert (entry.actor, entry.deed, entry.reason, entry.table, entry.row_id, entry.kind, entry.at) == (
        director.account_id,
        "add_ward",
        "xây mới",
        "ward",
        kept.id,
        "I",
        now,
    )
    assert entry.changes["name"] == (None, "Khu A")
    with book.changing(director.account_id, now, "op-2", "amend_ward") as writer:
        writer.amend(replace(kept, name="Khu B", hidden=True))
    entry = journal.entry_of(lines(book, now, "op-2")[0])
    assert entry.changes == {"name": ("Khu A", "Khu B"), "hidden": (0, 1)}


def test_nothing_changed_is_no_line(book: Book, director: Actor, kept: Ward, now: datetime) -> None:
    with book.changing(director.account_id, now, "op-2", "amend_ward") as writer:
        assert writer.amend(kept).version == kept.version
    assert lines(book, now, "op-2") == []


def test_every_record_table_is_guarded(book: Book, now: datetime) -> None:
    with book.looking(now) as reader:
        found = {r[0] for r in reader.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert found >= {f"guard_of_{table}_{kind}" for table in record_tables() for kind in "iud"}


@pytest.mark.parametrize(
    ("sql", "kinds"),
    [
        ("UPDATE ward SET name = name || '!'", ["U"]),
        ("DELETE FROM ward", ["D"]),
        ("INSERT OR REPLACE INTO ward SELECT id, 9, NULL, NULL, '', 'Khu R', 1, 0 FROM ward", ["D", "I"]),
        (
            "INSERT INTO ward SELECT id, 9, NULL, NULL, '', 'Khu U', 1, 0 FROM ward WHERE 1"
            " ON CONFLICT DO UPDATE SET name = excluded.name",
            ["U"],
        ),
    ],
)
@pytest.mark.usefixtures("kept")
def test_no_way_of_writing_passes_by(book: Book, director: Actor, now: datetime, sql: str, kinds: list[str]) -> None:
    with book.changing(director.account_id, now, "op-2", "test") as writer:
        writer.run(sql)
    assert [line["kind"] for line in lines(book, now, "op-2")] == kinds


def test_a_write_without_an_actor_is_refused(book: Book, now: datetime) -> None:
    with pytest.raises(Exception, match="no actor"), book.changing("", now, "", "test", journaled=False) as writer:
        writer.add(samples.ward())
    with book.looking(now) as reader:
        assert reader.value("SELECT count(*) FROM ward") == 0


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("sql", ["UPDATE journal SET reason = 'khác'", "DELETE FROM journal"])
def test_the_journal_is_append_only(book: Book, director: Actor, now: datetime, sql: str) -> None:
    with (
        pytest.raises(Exception, match="append-only"),
        book.changing(director.account_id, now, "op-2", "test") as writer,
    ):
        writer.run(sql)
    assert book.check_chain().broken_at is None


@pytest.mark.usefixtures("kept")
def test_an_operation_is_done_once(book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(AlreadyDone), book.changing(director.account_id, now, "op-1", "add_ward") as writer:
        writer.add(samples.ward(name="Khu B"))
    with book.looking(now) as reader:
        assert reader.value("SELECT count(*) FROM ward") == 1


def test_a_refused_deed_leaves_no_line(book: Book, director: Actor, now: datetime) -> None:
    def fail(writer: Writer) -> None:
        writer.add(samples.ward())
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), book.changing(director.account_id, now, "op-1", "add_ward") as writer:
        fail(writer)
    assert lines(book, now, "op-1") == []
    with book.looking(now) as reader:
        assert reader.value("SELECT count(*) FROM ward") == 0
        assert reader.value("SELECT count(*) FROM followed") == 0


def test_who_is_writing_never_reaches_the_file(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, "op-1", "add_ward") as writer:
        writer.add(samples.ward())
        assert writer.value("SELECT deed FROM temp.context") == writer.deed == "add_ward"
    with book.inspecting() as other:
        assert not other.execute("SELECT 1 FROM sqlite_master WHERE name = 'context'").fetchone()


def test_a_line_slipped_in_unsealed_is_not_sealed_with_the_next_deed(
    book: Book, director: Actor, now: datetime
) -> None:
    for op in ("op-1", "op-2"):
        with book.changing(director.account_id, now, op, "add_ward") as writer:
            writer.add(samples.ward(name=op))
    with book.inspecting() as other:
        other.execute(
            "INSERT INTO journal SELECT min(seq) - 1, 'x', clock, device, actor, deed, at, reason, tbl, 'x', NULL, 'I', '{}',"
            " NULL, NULL FROM journal"
        )
    with book.changing(director.account_id, now, "op-3", "add_ward") as writer:
        writer.add(samples.ward(name="op-3"))
    with book.looking(now) as reader:
        slipped = reader.row("SELECT seq, hash FROM journal WHERE op = 'x'")
    assert slipped is not None
    assert slipped["hash"] is None
    assert book.check_chain().broken_at == slipped["seq"]


def test_the_chain_is_whole_and_its_head_moves(book: Book, director: Actor, now: datetime) -> None:
    heads = [book.check_chain()]
    for number in range(3):
        with book.changing(director.account_id, now, new_id(), "add_ward") as writer:
            writer.add(samples.ward(name=f"Khu {number}"))
        heads.append(book.check_chain())
    assert all(h.broken_at is None for h in heads)
    assert [h.lines - heads[0].lines for h in heads] == [0, 1, 2, 3]
    assert len({h.head for h in heads}) == 4


EDITS = {
    "a changed word": "UPDATE journal SET changes = replace(changes, 'Khu A', 'Khu Z') WHERE seq = :seq",
    "another actor": "UPDATE journal SET actor = 'somebody' WHERE seq = :seq",
    "another day": "UPDATE journal SET at = '2026-10-14T01:00:00.000Z' WHERE seq = :seq",
    "a removed line": "DELETE FROM journal WHERE seq = :seq",
    "an inserted line": "INSERT INTO journal SELECT seq - 1000000, op || 'x', clock, device, actor, deed, at, reason, tbl,"
    " row_id, person_id, kind, changes, prev, hash FROM journal WHERE seq = :seq",
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_from_outside_is_found_and_named(
    book: Book, director: Actor, kept: Ward, now: datetime, edit: str
) -> None:
    with book.changing(director.account_id, now, "op-2", "amend_ward") as writer:
        writer.amend(replace(kept, name="Khu B"))
    seq = lines(book, now, "op-1")[0]["seq"]
    with book.inspecting() as connection:
        connection.execute("DROP TRIGGER journal_is_append_only")
        connection.execute("DROP TRIGGER journal_keeps_all")
        connection.execute(EDITS[edit], {"seq": seq})
    found = book.check_chain()
    assert found.broken_at in {seq, seq + 1, seq - 1_000_000}
    assert found.broken_on is not None


def test_the_clock_never_goes_back(book: Book, director: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = []
    for seconds in (2_000_000_000, 1_000_000_000):
        monkeypatch.setattr(journal.time, "time", lambda seconds=seconds: seconds)
        op = new_id()
        with book.changing(director.account_id, now, op, "add_ward") as writer:
            writer.add(samples.ward(name=op))
        clocks.append(lines(book, now, op)[0]["clock"])
    assert clocks[0] < clocks[1]


def test_the_history_tells_who(book: Book, director: Actor, kept: Ward, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        (told,) = history.changes_of_record(reader, "ward", kept.id)
    assert (told.actor, told.entry.deed) == ("Đào Thị Hướng Dương", "add_ward")


def test_the_changes_are_json_whatever_is_typed(book: Book, director: Actor, now: datetime) -> None:
    odd = 'Khu "A" \\ \n\t 😀 \u0000ệ' + "x" * 10_000
    with book.changing(director.account_id, now, "op-1", "add_ward") as writer:
        kept = writer.add(samples.ward(name=odd))
        writer.amend(replace(kept, name="Khu A"))
    first, second = (json.loads(line["changes"]) for line in lines(book, now, "op-1"))
    assert first["name"] == [None, odd]
    assert second == {"name": [odd, "Khu A"]}
    assert book.check_chain().broken_at is None


@pytest.mark.usefixtures("kept")
def test_what_the_running_deed_does_not_follow_is_not_written(book: Book, director: Actor, now: datetime) -> None:
    by = director.account_id
    for sql in (
        "WITH x AS (SELECT 1) UPDATE ward SET name = 'X'",
        "REPLACE INTO ward SELECT id, 9, NULL, NULL, '', 'X', 1, 0 FROM ward",
        "UPDATE OR IGNORE ward SET name = 'X'",
        "UPDATE main.ward SET name = 'X'",
        "UPDATE WARD SET name = 'X'",
        "INSERT OR IGNORE INTO [ward] SELECT 'x', 9, NULL, NULL, '', 'X', 1, 0",
    ):
        with (
            pytest.raises(Exception, match=r"no actor|no such table|already exists"),
            book.changing(by, now, new_id(), "test") as writer,
        ):
            writer.run(sql)
    with pytest.raises(Exception, match="no actor"), book.changing(by, now, new_id(), "test") as writer:
        writer.rows("UPDATE ward SET name = 'X' RETURNING id")
    with book.changing(by, now, "op-2", "test") as writer:  # a deed follows the table; others see nothing of that
        writer.run("UPDATE ward SET name = 'Khu B'")
        writer.rows("UPDATE ward SET name = 'Khu C' RETURNING id")
        with book.inspecting() as other:
            other.execute("PRAGMA busy_timeout=0")
            with pytest.raises(Exception, match=r"no actor|locked"):
                other.execute("UPDATE ward SET name = 'X'")
    with book.inspecting() as other:
        for sql in ("UPDATE ward SET name = 'X'", "INSERT OR IGNORE INTO ward SELECT * FROM ward", "DELETE FROM ward"):
            with pytest.raises(Exception, match="no actor"):
                other.execute(sql)
    assert [line["kind"] for line in lines(book, now, "op-2")] == ["U", "U"]
    with book.looking(now) as reader:
        assert reader.value("SELECT group_concat(name) FROM ward") == "Khu C"


@pytest.mark.usefixtures("kept")
def test_what_was_rolled_back_is_followed_again_by_the_next_deed(book: Book, director: Actor, now: datetime) -> None:
    def fail(writer: Writer) -> None:
        writer.run("UPDATE ward SET name = 'X'")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), book.changing(director.account_id, now, "op-2", "test") as writer:
        fail(writer)
    with pytest.raises(Exception, match="no actor"), book.changing("", now, "", "test", journaled=False) as writer:
        writer.run("UPDATE ward SET name = 'X'")
    with book.changing(director.account_id, now, "op-3", "test") as writer:
        writer.run("UPDATE ward SET name = 'Khu B'")
    assert [line["kind"] for line in lines(book, now, "op-3")] == ["U"]
    assert book.check_chain().broken_at is None


def test_the_chain_is_read_on_from_a_head_that_was_read_before(book: Book, director: Actor, now: datetime) -> None:
    whole = book.check_chain()
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.ward(name="Khu sau"))
    after = book.check_chain()
    with book.inspecting() as connection:
        rest = journal.check_chain(connection, after=whole.head)
        assert (rest.lines, rest.head, rest.broken_at) == (after.lines - whole.lines, after.head, None)
        assert journal.check_chain(connection, after="00") == after
        assert journal.line_of(connection, "00") is None
