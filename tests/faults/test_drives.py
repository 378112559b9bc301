"""Drives that turn read-only, vanish and come back, while a book is open and before it is opened."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from carebook.actions.backup import back_up_book, restore_backup
from carebook.actions.drafts import keep_draft
from carebook.actions.opening import open_book
from carebook.actions.people import attach_file
from carebook.actions.progress import add_note
from carebook.records.people import Attachment, Person
from carebook.records.progress import ProgressNote
from carebook.store import errors
from carebook.store.book import DATABASE, KEYS, Book
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.faults.books import new_book, older_book
from tests.faults.center import Center
from tests.faults.counts import Counts
from tests.faults.soundness import all_rows, is_whole

Drive = Callable[[str], Path]
NAMED = (errors.ReadOnlyFolder, errors.FolderGone, errors.NoBook, errors.BackupFolderReadOnly, errors.DiskFull)


def mount(folder: Path, how: str) -> None:
    """Mount a drive again in another way."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def note(center: Center, book: Book) -> None:
    """Write one note."""
    one = ProgressNote(episode_id=center.stays[0], happened_at=NOW, text="đi dạo")
    add_note(book, one, by=center.director, now=NOW)


def deeds(center: Center, book: Book, target: Path) -> dict[str, Callable[[], object]]:
    """What writes to a book or beside it."""

    def attach() -> object:
        with book.looking(NOW) as reader:
            person = reader.records(Person)[0]
        row = Attachment(person_id=person.id, title="Giấy")
        return attach_file(book, row, b"x" * 100_000, by=center.director, now=NOW)

    return {
        "saving": lambda: note(center, book),
        "draft": lambda: keep_draft(book, "note", "", {"text": "x"}, by=center.director, now=NOW),
        "attachment": attach,
        "backup beside it": lambda: back_up_book(book, target, by=center.director, now=NOW),
    }


@pytest.fixture
def there(drive: Drive, center: Center) -> tuple[Path, Center]:
    """A drive with the book and a folder for backups on it."""
    root = drive("size=60m")
    (root / "backups").mkdir()
    shutil.copytree(center.folder, root / "book")
    return root, center.at(root / "book")


def test_a_drive_that_turns_read_only_while_the_book_is_open(there: tuple[Path, Center], counts: Counts) -> None:
    root, center = there
    noted = counts.fault("drive remounted read-only while open")
    with center.opened() as book:
        note(center, book)
        right = all_rows(book)
        with book.looking(NOW) as reader:
            people = len(reader.records(Person))
            subprocess.run(["mount", "--bind", str(root), str(root)], check=True)
            subprocess.run(["mount", "-o", "remount,bind,ro", str(root)], check=True)
            assert len(reader.records(Person)) == people
        for name, do in deeds(center, book, root / "backups").items():
            try:
                do()
            except NAMED as error:
                noted.note(f"{name}: {type(error).__name__}")
            else:
                noted.note(f"{name}: through a file opened before")
        subprocess.run(["umount", "-l", str(root)], check=True)
        for do in deeds(center, book, root / "backups").values():
            do()
        after = all_rows(book)
        assert after["person"] == right["person"]
        is_whole(book)


def test_a_drive_that_is_read_only_from_the_beginning(
    there: tuple[Path, Center], counts: Counts, tmp_path: Path
) -> None:
    root, center = there
    noted = counts.fault("drive read-only before opening")
    with center.opened() as book:
        file = back_up_book(book, tmp_path, by=center.director, now=NOW).result.path
    (root / "old").mkdir()
    key = older_book(root / "old")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    mount(root, "ro")
    tries: dict[str, Callable[[], object]] = {
        "opening": lambda: open_book(center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True),
        "opening beside a window": lambda: center.opened().__enter__(),
        "new book": lambda: new_book(root / "new"),
        "restore": lambda: restore_backup(file, root / "restored", name=LOGIN, password=PASSWORD, now=NOW),
        "upgrade": lambda: Book.open_with_key(root / "old", key, keys_of(root / "old")),
    }
    for name, attempt in tries.items():
        with pytest.raises(NAMED) as caught:
            attempt()
        noted.note(f"{name}: {type(caught.value).__name__}")
    opened, _account = Book.open(center.folder, LOGIN, PASSWORD, looking_only=True)
    with opened as book, book.looking(NOW) as reader:
        assert len(reader.records(Person)) > 12
    noted.note("looked at: readable")
    mount(root, "rw")
    assert {path: path.read_bytes() for path in before} == before
    with open_book(center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True).book as book:
        is_whole(book)


def keys_of(folder: Path) -> object:
    from carebook.store import keys

    return keys.read_keys(folder / KEYS)


def test_a_folder_that_is_renamed_away_while_the_book_is_open(center: Center, counts: Counts, tmp_path: Path) -> None:
    """Nothing of another book is touched, every failure is named, and the folder that comes back goes on."""
    noted = counts.fault("folder renamed away while open")
    away = center.folder.with_name("away")
    with center.opened() as book:
        note(center, book)
        center.folder.rename(away)
        kept = 0
        for name, do in deeds(center, book, tmp_path).items():
            try:
                do()
                kept += name == "saving"
                noted.note(f"{name}: written where the folder is now")
            except NAMED as error:
                noted.note(f"{name}: {type(error).__name__}")
        assert not center.folder.exists(), "a second book was begun in its place"
        away.rename(center.folder)
        note(center, book)
    with center.opened() as book, book.looking(NOW) as reader:
        assert len(reader.records(ProgressNote)) == 2 + kept
        is_whole(book)


def test_a_drive_that_is_pulled_while_the_book_is_open(there: tuple[Path, Center], counts: Counts) -> None:
    root, center = there
    noted = counts.fault("drive pulled while open")
    keep = root.with_name("keep")
    keep.mkdir()
    subprocess.run(["mount", "--bind", str(root), str(keep)], check=True)
    try:
        with center.opened() as book:
            note(center, book)
            subprocess.run(["umount", "-l", str(root)], check=True)
            kept = 0
            for name, do in deeds(center, book, root / "backups").items():
                try:
                    do()
                    kept += name == "saving"
                    noted.note(f"{name}: written to the drive through a file opened before")
                except NAMED as error:
                    noted.note(f"{name}: {type(error).__name__}")
            assert not list(root.iterdir()), "something was written where the drive had been"
        with pytest.raises(errors.NoBook):
            open_book(center.folder, LOGIN, PASSWORD, now=NOW)
        back = center.at(keep / "book")
        with back.opened() as book, book.looking(NOW) as reader:
            assert len(reader.records(ProgressNote)) == 1 + kept
            is_whole(book)
    finally:
        subprocess.run(["umount", "-l", str(keep)], check=False)


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.8, 1.0])
def test_a_backup_drive_that_is_pulled_midway(
    drive: Drive, center: Center, counts: Counts, part: float, tmp_path: Path
) -> None:
    """A named failure, nothing under a backup's name that is none, the book unharmed."""
    root = drive("size=60m")
    keep = tmp_path / "keep"
    keep.mkdir()
    subprocess.run(["mount", "--bind", str(root), str(keep)], check=True)
    pulled = False

    def pull(done: int, total: int) -> None:
        nonlocal pulled
        if not pulled and done >= part * total:
            pulled = True
            subprocess.run(["umount", "-l", str(root)], check=True)

    noted = counts.fault("backup drive pulled midway")
    try:
        with center.opened() as book:
            try:
                back_up_book(book, root, by=center.director, now=NOW, progress=pull)
                noted.note("it was whole already")
            except NAMED as error:
                noted.note(type(error).__name__)
                assert not list(root.iterdir()), "something was written where the drive had been"
            for file in keep.glob("*.cbk"):
                restore_backup(file, tmp_path / "so", name=LOGIN, password=PASSWORD, now=NOW).book.close()
            is_whole(book)
    finally:
        subprocess.run(["umount", "-l", str(keep)], check=False)


def test_a_book_whose_database_alone_is_gone(center: Center) -> None:
    """A keys file without its database is no invitation to begin a new book."""
    (center.folder / DATABASE).rename(center.folder / "elsewhere")
    with pytest.raises(errors.NoBook):
        open_book(center.folder, LOGIN, PASSWORD, now=NOW)
    with pytest.raises(errors.BookExists):
        new_book(center.folder)
    (center.folder / "elsewhere").rename(center.folder / DATABASE)
    with center.opened() as book:
        is_whole(book)
