"""Timestamps appended to signed reports by hand and by the program, and reports that wait while the service is down."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from carebook.actions import outbox, signing
from carebook.actions.change import Refused
from carebook.records.periods import OutboxItem, Snapshot
from carebook.records.signing import HEAD, PREPARER
from carebook.records.staff import Actor, Role
from carebook.reports import copies
from carebook.sealing.verdict import Level
from carebook.store import periods as store
from carebook.store.book import Book
from carebook.store.signing import awaiting_stamps, failed_stamping
from tests import period_samples as sample
from tests.conftest import NOW
from tests.period_samples import KEY_PASSWORD, ROOT_PASSWORD
from tests.sealing.services import Services, running


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture(scope="module")
def running_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Started once, as they answer at the moment of the tests."""
    with running(tmp_path_factory.mktemp("ca"), NOW) as found:
        yield found


@pytest.fixture
def services(running_services: Services, book: Book, director: Actor, now: datetime) -> Services:
    """The services, trusted by the book."""
    running_services.down = False
    signing.add_ca_root(book, running_services.root.der, by=director, now=now)
    return running_services


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def snapshot(book: Book, director: Actor, preparer: Actor, now: datetime) -> Snapshot:
    sample.filled(book)
    return sample.signed(book, director, preparer, now)


def waiting(book: Book, now: datetime) -> list[str]:
    with book.looking(now) as reader:
        return [one.id for one in awaiting_stamps(reader, now)]


def test_the_stamped_file_is_kept_beside_the_signed_one_and_goes_out(
    book: Book, director: Actor, now: datetime, snapshot: Snapshot, services: Services
) -> None:
    outbox.put_in_outbox(book, snapshot.id, by=director, now=now)
    with book.looking(now) as reader:
        before = copies.signed_copy(reader, snapshot.id)
    assert before is not None
    assert waiting(book, now) == [snapshot.id]
    assert waiting(book, now + timedelta(days=366)) == []

    change = signing.append_stamps(book, snapshot.id, services.stamping, by=director, now=now)
    assert change.result.level is Level.FACILITY_TRUSTED
    assert not change.undoable
    with book.looking(now) as reader:
        after = copies.signed_copy(reader, snapshot.id)
        files = store.signed_files(reader, snapshot.id)
        (item,) = reader.records(OutboxItem)
    assert after is not None
    assert after.startswith(before)
    assert [(file.made_by, file.roles, file.timestamped_at) for file in files] == [
        ("later", (PREPARER, HEAD), now),
        ("here", (PREPARER, HEAD), None),
        ("here", (PREPARER,), None),
    ]
    assert item.file_hash == hashlib.sha256(after).hexdigest()
    assert waiting(book, now) == []
    with pytest.raises(Refused) as again:
        signing.append_stamps(book, snapshot.id, services.stamping, by=director, now=now)
    assert again.value.message.id == "This report has its timestamp already."


def test_a_report_waits_while_the_service_is_down(
    book: Book, director: Actor, now: datetime, snapshot: Snapshot, services: Services
) -> None:
    services.down = True
    with pytest.raises(Refused) as refused:
        signing.append_stamps(book, snapshot.id, services.stamping, by=director, now=now)
    assert refused.value.message.values == {"host": "127.0.0.1"}
    failed = signing.append_due(book, services.stamping, clock=lambda: now)
    assert failed is not None
    assert isinstance(failed.result, Refused)
    with book.looking(now) as reader:
        told = failed_stamping(reader)
        assert len(store.signed_files(reader, snapshot.id)) == 2
        by_program = reader.value("SELECT count(*) FROM journal WHERE deed = 'append_stamps'")
    assert told is not None
    assert (told.at, told.why) == (now, refused.value.message)
    assert (waiting(book, now), by_program) == ([snapshot.id], 0)

    services.down = False
    done = signing.append_due(book, services.stamping, clock=lambda: now)
    assert done is not None
    assert done.result.level is Level.FACILITY_TRUSTED
    with book.looking(now) as reader:
        assert failed_stamping(reader) is None
        assert reader.value("SELECT actor FROM journal WHERE deed = 'append_stamps' LIMIT 1") == ""
    assert signing.append_due(book, services.stamping, clock=lambda: now) is None


def test_a_service_nobody_vouches_for_and_a_bad_address_are_said(
    book: Book, director: Actor, now: datetime, snapshot: Snapshot, running_services: Services
) -> None:
    running_services.down = False
    for url, said in (
        (running_services.stamping, "The timestamping service {host} is not trusted here"),
        ("ftp://tsa.vn", "The address begins with http"),
        ("http://ai:mat-khau@tsa.vn", "An address bears no user name"),
    ):
        with pytest.raises(Refused) as refused:
            signing.append_stamps(book, snapshot.id, url, by=director, now=now)
        assert refused.value.problems[0].field == "url"
        assert refused.value.message.id.startswith(said)


def test_only_what_is_signed_by_all_is_stamped(
    book: Book, director: Actor, preparer: Actor, now: datetime, services: Services
) -> None:
    sample.with_keys(book, director, preparer, now)
    made = sample.closed(book, director, now, signers=sample.signers(director, preparer), sealed=True)
    signing.make_seal_key(book, KEY_PASSWORD, ROOT_PASSWORD, by=director, now=now)
    steps = (
        lambda: None,
        lambda: signing.sign_as_preparer(book, made.id, KEY_PASSWORD, by=preparer, now=now),
        lambda: signing.sign_as_head(book, made.id, KEY_PASSWORD, by=director, now=now),
    )
    for step in steps:
        step()
        assert waiting(book, now) == []
        with pytest.raises(Refused) as early:
            signing.append_stamps(book, made.id, services.stamping, by=director, now=now)
        assert early.value.message.id == "The timestamp comes after every digital signature."
    signing.sign_with_seal(book, made.id, KEY_PASSWORD, by=director, now=now)
    assert waiting(book, now) == [made.id]
    change = signing.append_stamps(book, made.id, services.stamping, by=director, now=now)
    assert [one.timestamped_at for one in change.result.signers] == [now] * 3
    outbox.put_in_outbox(book, made.id, by=director, now=now)
