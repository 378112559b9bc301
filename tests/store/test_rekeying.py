"""Changing the book's key: killed at any moment the book opens with every password that is left, and with nothing else."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from carebook.actions import accounts
from carebook.actions.change import Change
from carebook.actions.opening import open_book
from carebook.records.staff import Account, AccountState, StaffMember
from carebook.store import driver, errors, journal, keys, rekeying
from carebook.store.book import DATABASE, FILES, KEYS, Book
from tests import samples
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.small_book import begin_small

CODE = keys.new_recovery_code()
BLOBS = [bytes([n]) * 90_000 for n in range(12)]


@dataclass(frozen=True)
class World:
    """A closed book with a nurse who stays and one who leaves, a printed key, some rows and some files."""

    folder: Path
    leaving: str
    leaving_secret: str
    staying_secret: str
    head: str
    old_key: bytes


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("rekeying") / "book"
    begin_small(folder)
    opened = open_book(folder, LOGIN, PASSWORD, now=NOW)
    with opened.book as book:
        given = []
        for n, name in enumerate(("Lê Thị Ở Lại", "Phạm Văn Ra Đi")):
            member = accounts.add_staff_member(book, samples.staff_member(full_name=name), by=opened.actor, now=NOW)
            account = accounts.request_account(book, member.result.id, f"person{n}", by=opened.actor, now=NOW)
            grants = [samples.grant()]
            made = accounts.approve_account(book, account.result.id, grants, by=opened.actor, now=NOW)
            given.append((account.result.id, made.result.one_time_password))
        file = keys.read_keys(folder / KEYS)
        slot = keys.make_slot(book.book_id, book._key, keys.RECOVERY, keys.normal_recovery_code(CODE), cost=CHEAP)
        keys.write_keys(folder / KEYS, file.with_slot(slot))
        for blob in BLOBS:
            book.keep_blob(blob, hashlib.sha256(blob).hexdigest())
        with book.changing(opened.actor.account_id, NOW, "many", "test") as writer:
            writer.add_many([StaffMember(full_name=f"Người {n}", post="x" * 500) for n in range(300)])
        head, key = book.check_chain().head, book._key
    return World(folder, given[1][0], given[1][1], given[0][1], head, key)


@pytest.fixture
def place(world: World, tmp_path: Path) -> Path:
    """A copy of the world's folder."""
    return shutil.copytree(world.folder, tmp_path / "book")


def close_leaving(folder: Path, world: World, progress: Callable[[int, int], object] | None = None) -> Change:
    opened = open_book(folder, LOGIN, PASSWORD, now=NOW)
    try:
        return accounts.close_account(
            opened.book, world.leaving, by=opened.actor, now=NOW, op="closing", progress=progress
        )
    finally:
        opened.book.close()


def killed(child: Callable[[], object], after: float | None = None) -> None:
    """Run ``child`` in a process of its own, which kills itself or is killed after so many seconds."""
    number = os.fork()
    if number == 0:
        try:
            child()
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def whole(folder: Path, world: World) -> bool:
    """Prove the book: everything is there, everybody who is left comes in; whether the account is closed."""
    with open_book(folder, LOGIN, PASSWORD, now=NOW).book as book:
        assert book.check() == []
        assert book.check_chain().broken_at is None
        for blob in BLOBS:
            assert book.blob(hashlib.sha256(blob).hexdigest()) == blob
        with book.looking(NOW) as reader:
            assert reader.value("SELECT count(*) FROM staff_member WHERE full_name LIKE 'Người %'") == 300
            assert reader.value("SELECT 1 FROM journal WHERE hash = ?", (bytes.fromhex(world.head),)) == 1
            account = reader.record(Account, world.leaving)
        key = book._key
    assert account is not None
    file = keys.read_keys(folder / KEYS)
    assert (file.op, file.before, file.is_renewing) == ("", (), False)
    for name, secret in (("person0", world.staying_secret), (LOGIN, PASSWORD)):
        assert keys.unlock(file, file.slot_named(name).account_id, secret) == keys.Unlocked(key)
    assert keys.unlock(file, keys.RECOVERY, keys.normal_recovery_code(CODE)) == keys.Unlocked(key)
    closed = account.state is AccountState.CLOSED
    if closed:
        with pytest.raises(errors.UnknownAccount):
            file.slot_named("person1")
        assert not file.has(world.leaving)
        for name in (DATABASE, FILES):  # what a keys file kept from before opens
            with pytest.raises(errors.DamagedBook):
                driver.connect(folder / name, world.old_key)
    else:
        assert keys.unlock(file, world.leaving, world.leaving_secret).key == key == world.old_key
    return closed


def test_who_leaves_opens_nothing_and_everybody_else_everything(place: Path, world: World) -> None:
    seen: list[tuple[int, int]] = []
    change = close_leaving(place, world, lambda done, total: seen.append((done, total)))
    assert change.said is not None
    assert change.said.id == "Closed: the account of {name}. The book has a new key."
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    assert whole(place, world)
    for name, secret in ((LOGIN, PASSWORD), ("person0", world.staying_secret)):
        open_book(place, name, secret, now=NOW).book.close()
    Book.open_by_recovery(place, CODE).close()
    assert not list(place.glob("*-journal"))


def close_and_die(folder: Path, world: World, last: int, ended: Path) -> None:
    """Close the account step by step and die at step number ``last``; ``ended`` is made when there were fewer."""
    at = 0

    def step(*_told: object) -> None:
        nonlocal at
        if at == last:
            die()
        at += 1

    def around(module: object, name: str) -> None:
        real = getattr(module, name)

        def run(*given: object, **named: object) -> object:
            step()
            answer = real(*given, **named)
            step()
            return answer

        setattr(module, name, run)

    opened = open_book(folder, LOGIN, PASSWORD, now=NOW)
    for module, name in (
        (keys, "write_keys"),
        *((rekeying, name) for name in ("_turn", "_prove", "_hold", "_let_go")),
        (journal, "seal"),
    ):
        around(module, name)
    accounts.close_account(opened.book, world.leaving, by=opened.actor, now=NOW, op="closing", progress=step)
    ended.touch()


def test_the_old_keys_file_beside_the_new_databases(place: Path, world: World) -> None:
    close_leaving(place, world)
    shutil.copyfile(world.folder / KEYS, place / KEYS)
    with pytest.raises(errors.DamagedBook):
        open_book(place, "person1", world.leaving_secret, now=NOW)


def test_killed_at_every_step(world: World, tmp_path: Path) -> None:
    """Before and after each writing of the keys file, each turning of a database, each reading back, and the commit."""
    ended, outcomes = tmp_path / "ended", []
    while not ended.exists():
        assert len(outcomes) < 60
        place = shutil.copytree(world.folder, tmp_path / f"book-{len(outcomes)}")
        killed(partial(close_and_die, place, world, len(outcomes), ended))
        outcomes.append(whole(place, world))
        shutil.rmtree(place)
    assert len(outcomes) > 20
    assert outcomes == sorted(outcomes)  # from one step on it is done, before it is not
    assert not outcomes[0]
    assert outcomes[-1]


def test_killed_at_forty_moments(world: World, tmp_path: Path) -> None:
    by_chance = random.Random(8)
    place = shutil.copytree(world.folder, tmp_path / "timed")
    began = time.perf_counter()
    close_leaving(place, world)
    long = (time.perf_counter() - began) * 1.1
    shutil.rmtree(place)
    for n in range(40):
        place = shutil.copytree(world.folder, tmp_path / f"book-{n}")
        killed(lambda place=place: close_leaving(place, world), by_chance.uniform(0.25, 1.0) * long)
        whole(place, world)
        shutil.rmtree(place)


def test_killed_again_while_finishing(world: World, tmp_path: Path) -> None:
    place = shutil.copytree(world.folder, tmp_path / "book")
    total = sum((place / name).stat().st_size for name in (DATABASE, FILES)) * 2

    def at_half(done: int, _total: int) -> None:
        if done > total // 8:
            die()

    killed(lambda: close_leaving(place, world, at_half))
    assert keys.read_keys(place / KEYS).is_renewing
    for _ in range(3):
        killed(lambda: Book.open(place, LOGIN, PASSWORD), 0.02)
    assert whole(place, world)


NEW = "mèo mun nhảy rào cao 9"


def change_and_die(folder: Path, *, committed: bool) -> None:
    """Change the own password and die just before, or just after, the commit."""
    opened = open_book(folder, LOGIN, PASSWORD, now=NOW)
    real, times = keys.write_keys, 0

    def second_dies(path: Path, file: keys.KeysFile) -> None:
        nonlocal times
        times += 1
        if times == 2:
            die()
        real(path, file)

    if committed:
        keys.write_keys = second_dies
    else:
        journal.seal = lambda _connection: die()  # type: ignore[assignment, return-value]
    accounts.change_own_password(opened.book, PASSWORD, NEW, by=opened.actor, now=NOW, op="new")


@pytest.mark.parametrize("committed", [False, True])
def test_a_password_that_was_being_changed(place: Path, committed: bool) -> None:
    """The keys file is written before the commit: a kill between leaves the old password, a kill after it the new one."""
    killed(partial(change_and_die, place, committed=committed))
    assert keys.read_keys(place / KEYS).op == "new"
    right, wrong = (NEW, PASSWORD) if committed else (PASSWORD, NEW)
    with pytest.raises(errors.WrongPassword):
        Book.open(place, LOGIN, wrong)
    Book.open(place, LOGIN, right)[0].close()
    assert not keys.read_keys(place / KEYS).op


def test_another_program_has_the_book_open(place: Path, world: World) -> None:
    """Refused in words before anything changes; the other goes on reading and writing."""
    other = open_book(place, "person0", world.staying_secret, now=NOW)
    before = (place / KEYS).read_bytes()
    with pytest.raises(errors.NotAlone):
        close_leaving(place, world)
    assert (place / KEYS).read_bytes() == before
    with other.book.looking(NOW) as reader:
        assert reader.value("SELECT count(*) FROM account") == 3
    other.book.close()
    close_leaving(place, world)
    assert whole(place, world)


def test_readers_of_this_program_are_waited_for_and_renewed(place: Path, world: World, now: datetime) -> None:
    opened = open_book(place, LOGIN, PASSWORD, now=now)
    book = opened.book
    kept = book.reader_for(opened.actor, now)
    assert kept.value("SELECT count(*) FROM account") == 3
    asked, answered, stop = threading.Event(), [], threading.Event()

    def ask() -> None:
        while not stop.is_set():
            with book.reading_for(opened.actor, now) as reader:
                answered.append(reader.value("SELECT count(*) FROM account"))
            answered.append(kept.value("SELECT count(*) FROM account"))
            asked.set()

    asking = threading.Thread(target=ask)
    asking.start()
    asked.wait()
    accounts.close_account(book, world.leaving, by=opened.actor, now=now)
    before = len(answered)
    time.sleep(0.2)
    stop.set()
    asking.join()
    assert len(answered) > before
    assert set(answered) == {3}
    kept.close()
    book.close()
    assert whole(place, world)


def test_somebody_reads_for_too_long(place: Path, world: World, now: datetime) -> None:
    opened = open_book(place, LOGIN, PASSWORD, now=now)
    reads, enough = threading.Event(), threading.Event()

    def read() -> None:
        with opened.book.looking(now):
            reads.set()
            enough.wait()

    reading = threading.Thread(target=read)
    reading.start()
    reads.wait()
    with pytest.raises(errors.NotAlone), opened.book.alone(0.1):
        raise AssertionError
    enough.set()
    reading.join()
    opened.book.close()
    assert not whole(place, world)


def test_no_room_changes_nothing(place: Path, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(100, 99, 1))  # type: ignore[attr-defined]
    before = (place / KEYS).read_bytes()
    with pytest.raises(errors.NoRoomForNewKey):
        close_leaving(place, world)
    assert (place / KEYS).read_bytes() == before


def test_a_failure_half_way_leaves_the_account_closed_and_goes_on_at_the_next_opening(
    place: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rekeying._turn

    def fail(one: rekeying.Held, new: bytes) -> None:
        if one.path.name == DATABASE:
            raise errors.DiskFull
        real(one, new)

    with monkeypatch.context() as patched:
        patched.setattr(rekeying, "_turn", fail)
        opened = open_book(place, LOGIN, PASSWORD, now=NOW)
        with opened.book as book:
            change = accounts.close_account(book, world.leaving, by=opened.actor, now=NOW)
            assert change.said is not None
            assert "broken off" in change.said.id
            assert book.blob(hashlib.sha256(BLOBS[0]).hexdigest()) == BLOBS[0]
            member = accounts.add_staff_member(book, samples.staff_member(), by=opened.actor, now=NOW).result
            account = accounts.request_account(book, member.id, "between", by=opened.actor, now=NOW).result
            made = accounts.approve_account(book, account.id, [samples.grant()], by=opened.actor, now=NOW).result
        again = open_book(place, LOGIN, PASSWORD, now=NOW)  # the drive is still full: it opens all the same
        again.book.close()
        assert keys.read_keys(place / KEYS).is_renewing
    assert whole(place, world)
    open_book(place, "between", made.one_time_password, now=NOW).book.close()
