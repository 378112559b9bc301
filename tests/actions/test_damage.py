"""The deeds about damage: a damaged book refuses every deed with its sentence, the check is noted, saved data says where it is from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from carebook.actions.change import Refused
from carebook.actions.damage import (
    check_book,
    look_at_start,
    look_through,
    paper_of_salvage,
    print_salvaged,
    rebuild_indexes,
    salvage_book,
)
from carebook.actions.facility import add_ward
from carebook.actions.opening import Opened, open_book
from carebook.records.damage import CheckUp, Fault, LostRow
from carebook.records.staff import Actor, Role
from carebook.store import checking, errors
from carebook.store.book import DATABASE, Book, new_id
from carebook.store.salvage import saved_before, whose
from tests import samples
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.damage_samples import fill, flip, key_of, pages_of


def readings(book: Book, now: datetime) -> list[str]:
    with book.looking(now) as reader:
        return [row["deed"] for row in reader.rows("SELECT deed FROM reading ORDER BY id")]


def test_a_full_check_is_remembered_and_noted(book: Book, director: Actor, now: datetime) -> None:
    found = check_book(book, None, by=director, now=now).result
    assert found.is_sound
    assert checking.last_checks(book.folder)[1] == found
    assert readings(book, now)[-1] == "check_book"


def test_from_the_check_on_a_damaged_book_refuses_every_deed_with_its_sentence(
    opened: Opened, director: Actor, now: datetime
) -> None:
    book = opened.book
    fill(book, director, now, 20)
    book.close()
    _file, key = key_of(book.folder)
    flip(book.folder, [pages_of(book.folder, key, "person")[-1]])
    again = open_book(book.folder, LOGIN, PASSWORD, now=now)
    with again.book as damaged:
        assert look_at_start(damaged, now=now).is_sound  # it is not on the pages that are looked at first
        change = check_book(damaged, None, by=again.actor, now=now)
        assert change.result.stops
        assert damaged.read_only is not None
        with pytest.raises(errors.WritingStopped):
            add_ward(damaged, samples.ward(), by=again.actor, now=now, op=new_id())
        with damaged.reading_for(again.actor, now) as reader:
            assert reader.value("SELECT count(*) FROM facility") == 1
    later = open_book(book.folder, LOGIN, PASSWORD, now=now)
    with later.book as damaged:  # what was found is not forgotten at the next opening
        assert look_at_start(damaged, now=now).stops
        assert damaged.read_only is not None


def test_after_a_damaged_page_was_met_the_rest_can_still_be_asked_for(
    opened: Opened, director: Actor, now: datetime
) -> None:
    """The cipher gives nothing more through a connection that met damage: the next question gets a new one."""
    fill(opened.book, director, now, 20)
    opened.book.close()
    folder = opened.book.folder
    _file, key = key_of(folder)
    flip(folder, [pages_of(folder, key, "person")[-1]])
    again = open_book(folder, LOGIN, PASSWORD, now=now)
    with again.book as book:
        reader = book.reader_for(again.actor, now)
        with pytest.raises(errors.DamagedBook):
            reader.rows("SELECT * FROM found_person")
        assert reader.value("SELECT count(*) FROM facility") == 1
        reader.close()


def test_a_book_opened_to_look_is_not_written_to(opened: Opened, director: Actor, now: datetime) -> None:
    fill(opened.book, director, now, 5)
    opened.book.close()
    folder = opened.book.folder
    before = {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(("-shm", "-wal"))}
    looked = open_book(folder, LOGIN, PASSWORD, now=now, looking_only=True)
    with looked.book as book:
        with book.reading_for(looked.actor, now) as reader:
            assert reader.value("SELECT count(*) FROM found_person") == 5
        with pytest.raises(errors.OnlyToLookAt):
            add_ward(book, samples.ward(), by=looked.actor, now=now, op=new_id())
        assert look_through(book, now=now).is_sound
    (folder / "carebook.checked").unlink()
    assert {
        path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(("-shm", "-wal"))
    } == before


def test_a_folder_on_a_drive_that_can_only_be_read_is_looked_at(
    opened: Opened, director: Actor, now: datetime, drive: Callable[[str], Path]
) -> None:
    import subprocess

    fill(opened.book, director, now, 3)
    opened.book.close()
    place = drive("size=64m")
    folder = shutil.copytree(opened.book.folder, place / "so")
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    with pytest.raises(errors.ReadOnlyFolder):
        open_book(folder, LOGIN, PASSWORD, now=now, exclusive=True)
    looked = open_book(folder, LOGIN, PASSWORD, now=now, exclusive=True, looking_only=True)
    with looked.book as book, book.reading_for(looked.actor, now) as reader:
        assert reader.value("SELECT count(*) FROM found_person") == 3


def test_who_looks_at_a_book_that_is_not_written_to_sees_nobody_restricted(
    book: Book, director: Actor, now: datetime
) -> None:
    """Looking at them is written down, and nothing can be written."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person(full_name="Phạm Thị Kín", alias="Cô Mận"))
        writer.add(samples.episode(person.id, confidential=True))
    with book.reading_for(director, now) as reader:
        assert reader.value("SELECT count(*) FROM found_person") == 1
    book.stop_writing()
    with book.reading_for(director, now) as reader:
        assert reader.value("SELECT count(*) FROM found_person") == 0
        assert reader.value("SELECT full_name FROM listed_person") == "Cô Mận"


def test_indexes_are_made_anew(book: Book, director: Actor, now: datetime) -> None:
    fill(book, director, now, 6)
    with book.inspecting() as connection:
        connection.execute("DELETE FROM search_key")
        connection.execute("DROP TRIGGER guard_of_ward_i")
        connection.execute("DROP INDEX journal_person")
    found = look_through(book, now=now)
    assert {one.fault for one in found.findings} == {Fault.SEARCH, Fault.GUARDS, Fault.AIDS}
    assert book.read_only is None
    rebuild_indexes(book, found, by=director, now=now)
    assert look_through(book, now=now).is_sound


def test_what_was_saved_says_in_its_journal_where_it_comes_from(opened: Opened, director: Actor, now: datetime) -> None:
    fill(opened.book, director, now, 20)
    opened.book.close()
    folder = opened.book.folder
    _file, key = key_of(folder)
    flip(folder, [1, pages_of(folder, key, "person")[-1]])
    into = folder.parent / "new"
    with pytest.raises(errors.WrongPassword):
        salvage_book(folder, into, name=LOGIN, password="not this one", now=now)
    made = salvage_book(folder, into, name=LOGIN, password=PASSWORD, now=now)
    assert made.saved.is_whole
    again = open_book(into, LOGIN, PASSWORD, now=now)
    with again.book as book:
        with book.reading_for(again.actor, now) as reader:
            assert [one.saved for one in saved_before(reader, now.date())] == [made.saved]
        assert readings(book, now)[-1] == "salvage_book"
        assert paper_of_salvage(made, name=LOGIN, password=PASSWORD, now=now).startswith(b"%PDF")
        assert readings(book, now)[-1] == "print_salvaged"
        with book.looking(now) as reader:
            assert reader.value("SELECT reason FROM reading WHERE deed = 'salvage_book'")


def test_it_is_refused_to_who_may_not_check_a_book(
    opened: Opened, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse = actor_with(Role.NURSE)
    with opened.book.changing(opened.actor.account_id, now, new_id(), "test"):
        opened.book.add_slot(nurse.account_id, PASSWORD, names=("ytá",), initials="YT", post="")
    opened.book.close()
    into = opened.book.folder.parent / "new"
    with pytest.raises(Refused):
        salvage_book(opened.book.folder, into, name="ytá", password=PASSWORD, now=now)
    assert not into.exists()


def test_whose_rows_are_lost_is_told_to_who_may_see_people(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person = fill(book, director, now, 1)[0]
    lost = (LostRow("observation", new_id(), person), LostRow("code", new_id()))
    with book.reading_for(director, now) as reader:
        assert whose(reader, lost, now.date()) == {person: "CB-000000 · Người Thứ 0"}
    officer = actor_with(Role.IT)
    with book.reading_for(officer, now) as reader:
        assert whose(reader, lost, now.date()) == {}


@pytest.mark.parametrize(
    "deed",
    [partial(check_book, watch=None), partial(rebuild_indexes, found=CheckUp(NOW)), partial(print_salvaged, people=0)],
)
def test_only_managers_and_it(
    deed: Callable[..., object], book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with pytest.raises(Refused):
        deed(book, by=actor_with(Role.NURSE), now=now)
    deed(book, by=actor_with(Role.IT), now=now)
    assert (book.folder / DATABASE).exists()
