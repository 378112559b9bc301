"""A program that is killed while it sends: nothing half bears a real name, and the next one goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from carebook.records.periods import OutboxState
from carebook.records.staff import Actor
from carebook.store import outbox as store
from carebook.store.book import Book, new_id
from tests.conftest import LOGIN, PASSWORD
from tests.exchange import servers
from tests.outbox_samples import SCAN, Putting, attempt_of, item_of, send_due

ROOT = Path(__file__).parents[2]
CHILD = """
import json, sys, time
from datetime import datetime
from pathlib import Path
from carebook.actions import outbox
from carebook.actions.opening import open_book
given = json.loads(sys.argv[1])
now = datetime.fromisoformat(given["now"])
opened = open_book(Path(given["folder"]), given["login"], given["password"], now=now)
outbox.send_due(opened.book, clock=lambda: now, progress=lambda item, done, total: time.sleep(0.05 if done == 0 else 60))
"""

CHILD_THAT_STOPS = """
import json, sys, time
from datetime import datetime
from pathlib import Path
from carebook.actions import outbox
from carebook.actions.opening import open_book
given = json.loads(sys.argv[1])
now = datetime.fromisoformat(given["now"])
opened = open_book(Path(given["folder"]), given["login"], given["password"], now=now)
def told(item, done, total):
    if done >= float(given["part"]) * total:
        Path(given["reached"]).touch()
        time.sleep(60)
outbox.send_due(opened.book, clock=lambda: now, progress=told)
"""


@pytest.fixture
def put(book: Book, director: Actor, now: datetime, tmp_path: Path) -> Putting:
    """Puts October in the outbox for a destination of an address."""
    return Putting(book, director, now, tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is for systems that have it")
def test_a_killed_program_leaves_no_half_file_and_the_next_one_goes_on(
    book: Book, put: Putting, now: datetime, tmp_path: Path
) -> None:
    folder = tmp_path / "so"
    folder.mkdir()
    item = put()
    given = {"folder": str(book.folder), "login": LOGIN, "password": PASSWORD, "now": now.isoformat()}
    child = subprocess.Popen([sys.executable, "-c", CHILD, json.dumps(given)], cwd=ROOT)
    try:
        half = folder / f".{item.file_name}.tam"
        for _ in range(600):
            if half.exists() or child.poll() is not None:
                break
            time.sleep(0.05)
        assert half.exists(), "the child had begun to write"
        assert send_due(book, now) is None, "who is alive carries on"
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert not (folder / item.file_name).exists(), "nothing half bears the real name"
    assert attempt_of(book, item, now).claimed_at is not None
    assert item_of(book, item, now).state is OutboxState.WAITING
    assert send_due(book, now) is not None
    assert item_of(book, item, now).state is OutboxState.SENT
    assert [path.name for path in folder.iterdir()] == [item.file_name]
    assert (folder / item.file_name).read_bytes() == SCAN


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is for systems that have it")
@pytest.mark.parametrize("moment", ["the first half", "the last byte"])
@pytest.mark.parametrize("kind", ["webdav", "sftp", "smb", "s3"])
def test_killed_while_a_server_takes_it_nothing_half_bears_the_real_name(
    book: Book, put: Putting, now: datetime, tmp_path: Path, kind: str, moment: str
) -> None:
    """Also when every byte is there and only the real name is not."""
    reached = tmp_path / "reached"
    with servers.of_kind(kind, tmp_path / "may-chu") as server:
        item = put(server.url, user=server.user, secret=server.secret)
        given = {"folder": str(book.folder), "login": LOGIN, "password": PASSWORD, "now": now.isoformat()}
        given |= {"reached": str(reached), "part": "0.3" if moment == "the first half" else "1"}
        child = subprocess.Popen([sys.executable, "-c", CHILD_THAT_STOPS, json.dumps(given)], cwd=ROOT)
        try:
            for _ in range(600):
                if reached.exists() or child.poll() is not None:
                    break
                time.sleep(0.05)
            assert reached.exists(), "the child had begun to send"
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
        assert item.file_name not in server.names()
        assert item_of(book, item, now).state is OutboxState.WAITING
        for _ in range(40):  # a share keeps the file of a dead program open for a moment
            assert send_due(book, now) is not None
            if item_of(book, item, now).state is OutboxState.SENT:
                break
            with book.changing("", now, new_id(), "send_package", journaled=False) as writer:
                store.drop_attempt(writer, item.id)
            time.sleep(0.1)
        assert server.names() == [item.file_name]
        assert server.content(item.file_name) == SCAN


def test_killed_after_the_last_byte_it_is_not_written_twice(
    book: Book, put: Putting, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "so").mkdir()
    item = put()
    (tmp_path / "so" / item.file_name).write_bytes(SCAN)  # the outcome was never kept
    with book.changing("", now, new_id(), "send_package", journaled=False) as writer:
        store.claim(writer, item.id)
    sent = send_due(book, now)
    assert sent is not None
    assert sent.result.was_there
    assert item_of(book, item, now).state is OutboxState.SENT
    assert len(list((tmp_path / "so").iterdir())) == 1
