"""Two programs at one book: one window, commands beside it, two commands at once, a backup while somebody writes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from carebook.actions.backup import back_up_book, restore_backup
from carebook.actions.opening import make_book, open_book
from carebook.actions.progress import add_note
from carebook.records.progress import ProgressNote
from carebook.store import errors, folders
from carebook.store.book import DATABASE, Book, new_id
from carebook.store.facility import facility
from tests import samples
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.faults.center import Center
from tests.faults.counts import Counts
from tests.faults.killing import Tell, Told, watched
from tests.faults.soundness import begin, is_whole, read_on

NOTES = 25


def writing(center: Center, number: int) -> Callable[[Tell], None]:
    """A program that writes notes one after the other."""

    def run(tell: Tell) -> None:
        with center.opened() as book:
            tell("begin")
            for place in range(NOTES):
                op = new_id()
                note = ProgressNote(episode_id=center.stays[number], happened_at=NOW, text=f"{number} {place}")
                add_note(book, note, by=center.director, now=NOW, op=op)
                tell("done", op=op)

    return run


class Beside:
    """A child that works while its parent does something else."""

    def __init__(self, run: Callable[[Tell], None]) -> None:
        self._reading, writing_ = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            try:
                told = watched(run)
                os.write(writing_, "\n".join(deed["op"] for deed in told.done).encode())
            finally:
                os._exit(0)
        os.close(writing_)

    def ops(self) -> list[str]:
        """What it did, once it has ended."""
        heard = b""
        while piece := os.read(self._reading, 65_536):
            heard += piece
        os.close(self._reading)
        os.waitpid(self._child, 0)
        return heard.decode().split()


def test_one_window_and_commands_beside_it(center: Center, counts: Counts) -> None:
    noted = counts.fault("second program")

    def second_window(tell: Tell) -> None:
        tell("begin")
        try:
            open_book(center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True)
        except errors.BookInUse as error:
            tell("done", said=str(error))

    with open_book(center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True).book as book:
        told: Told = watched(second_window)
        assert told.done, "two windows at one book"
        noted.note("second window refused")
        with book.looking(NOW) as reader:
            seen = begin(reader)
        with book.reading_for(center.director, NOW) as reader:
            version = reader.data_version()
            told = watched(writing(center, 0))
            assert reader.data_version() != version
        with book.looking(NOW) as reader:
            seen = read_on(reader, seen)
        assert all(seen.lines[deed["op"]] == 1 for deed in told.done)
        add_note(
            book,
            ProgressNote(episode_id=center.stays[0], happened_at=NOW, text="x"),
            by=center.director,
            now=NOW,
        )
        is_whole(book)
        noted.note("command beside the window: seen by it, one chain")


def test_several_commands_at_once(center: Center, counts: Counts) -> None:
    with center.opened() as book, book.looking(NOW) as reader:
        seen = begin(reader)
    children = [Beside(writing(center, number)) for number in range(3)]
    ops = [op for child in children for op in child.ops()]
    with center.opened() as book:
        with book.looking(NOW) as reader:
            seen = read_on(reader, seen)
        is_whole(book)
    assert len(ops) == 3 * NOTES
    assert all(seen.lines[op] == 1 for op in ops)
    counts.fault("second program").note("three commands at once: all written, one chain")


def test_a_backup_while_somebody_writes(center: Center, counts: Counts, tmp_path: Path) -> None:
    """It holds the book as it was at one moment, between two deeds."""
    with center.opened() as book, book.looking(NOW) as reader:
        seen = begin(reader)
    child = Beside(writing(center, 1))
    with center.opened() as book:
        file = back_up_book(book, tmp_path, by=center.director, now=NOW).result.path
    ops = child.ops()
    assert len(ops) == NOTES
    with restore_backup(file, tmp_path / "so", name=LOGIN, password=PASSWORD, now=NOW).book as book:
        with book.looking(NOW) as reader:
            there = read_on(reader, seen).lines
        is_whole(book)
    kept = [op for op in ops if op in there]
    assert kept == ops[: len(kept)]
    counts.fault("second program").note("backup while a command writes: a moment between two deeds")


def test_two_backups_at_once(center: Center, counts: Counts, tmp_path: Path) -> None:
    def backing(tell: Tell) -> None:
        tell("begin")
        with center.opened() as book:
            try:
                back_up_book(book, tmp_path, by=center.director, now=NOW)
                tell("done", op="made")
            except errors.BookError:
                tell("done", op="refused")

    children = [Beside(backing) for _ in range(2)]
    ended = [op for child in children for op in child.ops()]
    assert len(ended) == 2
    assert "made" in ended
    assert len(list(tmp_path.glob("*.cbk"))) == ended.count("made")
    assert [path for path in tmp_path.iterdir() if path.suffix != ".cbk"] == []
    counts.fault("second program").note("two backups at once: whole files only")


def test_two_programs_make_a_book_in_one_folder(counts: Counts, tmp_path: Path) -> None:
    """One of them makes it, the other is refused in words; a third one after them finds a book."""
    folder = tmp_path / "so"
    starting, go = os.pipe()

    def making(login: str) -> Callable[[Tell], None]:
        def run(tell: Tell) -> None:
            os.read(starting, 1)  # both at once
            try:
                make_book(
                    folder,
                    facility=samples.facility(name=f"Cơ sở {login}"),
                    manager=samples.staff_member(full_name="Đào Thị Hướng Dương"),
                    login=login,
                    password=PASSWORD,
                    now=NOW,
                    cost=CHEAP,
                ).book.close()
                tell("done", op=login)
            except (errors.BookBeingMade, errors.BookExists) as error:
                tell("done", op=type(error).__name__)

        return run

    for _round in range(3):
        children = [Beside(making(login)) for login in ("mot", "hai")]
        os.write(go, b"..")
        ended = [op for child in children for op in child.ops()]
        made = [op for op in ended if op in ("mot", "hai")]
        assert len(ended) == 2
        assert len(made) == 1, ended
        with open_book(folder, made[0], PASSWORD, now=NOW).book as book:
            is_whole(book)
            with book.looking(NOW) as reader:
                assert facility(reader).name == f"Cơ sở {made[0]}"
        with pytest.raises(errors.BookExists):
            Book.make(folder, account_id="a", password=PASSWORD, names=(), initials="", post="", cost=CHEAP)
        shutil.rmtree(folder)
    counts.fault("second program").note("two programs make a book in one folder: one does, one is refused")


def test_a_folder_where_a_book_is_being_made_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "so"
    with folders.making(folder):
        (folder / DATABASE).write_bytes(b"half")
        with pytest.raises(errors.BookBeingMade):
            Book.make(folder, account_id="a", password=PASSWORD, names=(), initials="", post="", cost=CHEAP)
        assert (folder / DATABASE).read_bytes() == b"half"
    with pytest.raises(ZeroDivisionError), folders.making(tmp_path / "other"):
        raise ZeroDivisionError
    assert list((tmp_path / "other").iterdir()) == []


def test_a_window_that_was_killed_lets_the_next_one_in(center: Center) -> None:
    def window(tell: Tell) -> None:
        open_book(center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True)
        tell("begin")
        os.kill(os.getpid(), 9)

    watched(window)
    with open_book(center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True).book as book:
        is_whole(book)
    with pytest.raises(errors.WrongPassword):
        open_book(center.folder, LOGIN, "nhầm", now=NOW)
