"""A change of the book's key that stands half-way: looked at, told as what it is, and never begun on a damaged book."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from carebook.actions.damage import salvage_book
from carebook.actions.opening import open_book
from carebook.records.damage import Fault
from carebook.records.staff import Account, AccountState
from carebook.store import checking, driver, errors, keys, rekeying
from carebook.store.book import DATABASE, FILES, KEYS
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.damage_samples import flip, pages_of
from tests.store.test_rekeying import BLOBS, World, close_leaving, killed, place, whole, world

__all__ = ["place", "world"]

BLOB = hashlib.sha256(BLOBS[0]).hexdigest()


@pytest.fixture(params=["_turn", "_prove"])
def half_way(place: Path, world: World, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files are under the new key, the database under the old one; or both are turned and the keys file is not."""
    real = getattr(rekeying, request.param)

    def fail(one: rekeying.Held, *given: bytes) -> None:
        if one.path.name == DATABASE:
            raise errors.DiskFull
        real(one, *given)

    with monkeypatch.context() as patched:
        patched.setattr(rekeying, request.param, fail)
        close_leaving(place, world)
    assert keys.read_keys(place / KEYS).is_renewing
    return place


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(("-shm", "-wal"))}


def seen(folder: Path) -> int:
    """What somebody who only looks finds; the attached files open too."""
    with open_book(folder, LOGIN, PASSWORD, now=NOW, looking_only=True).book as book:
        assert book.blob(BLOB) == BLOBS[0]
        with book.looking(NOW) as reader:
            return int(reader.value("SELECT count(*) FROM staff_member"))


def test_it_is_looked_at_with_the_key_each_file_has(half_way: Path, world: World) -> None:
    before = contents(half_way)
    assert seen(half_way) > 300
    assert contents(half_way) == before
    assert whole(half_way, world)


def test_on_a_drive_that_is_only_read_it_is_no_damage(
    half_way: Path, drive: Callable[[str], Path], world: World
) -> None:
    there = drive("size=64m")
    folder = shutil.copytree(half_way, there / "so")
    subprocess.run(["mount", "-o", "remount,ro", str(there)], check=True)
    with pytest.raises(errors.ReadOnlyFolder):
        open_book(folder, LOGIN, PASSWORD, now=NOW)
    assert seen(folder) > 300
    subprocess.run(["mount", "-o", "remount,rw", str(there)], check=True)
    assert whole(folder, world)


def test_a_file_that_was_being_rewritten_is_told_as_that(half_way: Path, world: World) -> None:
    """Killed within the transaction that rewrites a file: it is taken back by whoever may write, and by nobody else."""
    file = keys.read_keys(half_way / KEYS)
    unlocked = keys.unlock(file, file.slot_named(LOGIN).account_id, PASSWORD)
    key = rekeying.keys_to_look(half_way, *unlocked.every)[DATABASE]

    def rewrite_and_die() -> None:
        connection = driver.connect(half_way / DATABASE, key)
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=DELETE", "cache_size=10"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE staff_member SET post = post || 'z'")
        os._exit(0)

    killed(rewrite_and_die)
    assert (half_way / f"{DATABASE}-journal").stat().st_size
    before = contents(half_way)
    with pytest.raises(errors.KeyHalfChanged) as caught:
        open_book(half_way, LOGIN, PASSWORD, now=NOW, looking_only=True)
    assert not isinstance(caught.value, errors.DamagedBook)
    assert contents(half_way) == before
    assert whole(half_way, world)


def test_damage_in_it_is_told_where_it_is_and_its_data_is_saved(half_way: Path, tmp_path: Path) -> None:
    """One key alone would take every page of the other file for damaged."""
    flip(half_way, [3], name=FILES)
    with pytest.raises(errors.DamagedBook):
        open_book(half_way, LOGIN, PASSWORD, now=NOW)
    file = keys.read_keys(half_way / KEYS)
    unlocked = keys.unlock(file, file.slot_named(LOGIN).account_id, PASSWORD)
    found = checking.check_closed(half_way, unlocked, NOW, salts={})
    assert [(one.fault, one.file, one.pages) for one in found.findings] == [(Fault.PAGES, FILES, (3,))]
    saved = salvage_book(half_way, tmp_path / "new", name=LOGIN, password=PASSWORD, now=NOW).saved
    assert (saved.lost, saved.files_lost) == ((), 0)
    with open_book(tmp_path / "new", LOGIN, PASSWORD, now=NOW).book as book, book.looking(NOW) as reader:
        assert reader.value("SELECT count(*) FROM staff_member WHERE full_name LIKE 'Người %'") == 300
    assert not keys.read_keys(tmp_path / "new" / KEYS).is_renewing


@pytest.mark.parametrize("name", [DATABASE, FILES])
def test_a_damaged_book_keeps_its_key(place: Path, world: World, name: str) -> None:
    journal_pages = pages_of(place, world.old_key, "journal")
    page = 3 if name == FILES else journal_pages[len(journal_pages) // 2]
    flip(place, [page], name=name)
    before = (place / KEYS).read_bytes()
    with pytest.raises(errors.KeyNotChanged):
        close_leaving(place, world)
    assert (place / KEYS).read_bytes() == before
    with open_book(place, LOGIN, PASSWORD, now=NOW).book as book, book.looking(NOW) as reader:
        account = reader.record(Account, world.leaving)
    assert account is not None
    assert account.state is AccountState.ACTIVE
    for one in (DATABASE, FILES):
        driver.connect(place / one, world.old_key).close()
