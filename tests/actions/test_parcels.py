"""What travels encrypted: only for compared receivers, only what may go, and back comes the receiver's signed answer."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carebook.actions import outbox, parcels, signing, undo
from carebook.actions.change import Refused
from carebook.actions.parcels import Wanted
from carebook.records.parcels import Receiver
from carebook.records.periods import Destination, InkSignature, OutboxItem, OutboxState, ReportState, Snapshot
from carebook.records.referrals import Consent
from carebook.records.staff import Actor, Reading
from carebook.reports import copies, month
from carebook.reports.data import attachment, figures_hash
from carebook.rules.parcels import (
    Basis,
    DataPackage,
    data_package_of,
    parcel_of,
)
from carebook.sealing import keys
from carebook.sealing.certificates import read_certificate
from carebook.sealing.envelopes import ReceiverKey, make_receiver_key, open_envelope, open_receiver_key
from carebook.store import parcels as store
from carebook.store import periods
from carebook.store.book import Book, new_id
from tests import period_samples as sample
from tests import samples
from tests.receipt_samples import office_key, receipt_for, trust

MADE = datetime(2026, 10, 1, tzinfo=UTC)
NEEDED = "Sở yêu cầu danh sách"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture(scope="module")
def department() -> ReceiverKey:
    """The key of the office that receives."""
    return open_receiver_key(make_receiver_key("Phòng Bảo trợ", "Sở Y tế", "nhận", MADE), "nhận")


@pytest.fixture
def living(book: Book) -> dict[str, sample.Living]:
    return sample.filled(book)


@pytest.fixture
def signed(book: Book, director: Actor, now: datetime, living: dict[str, sample.Living]) -> Snapshot:
    """October, signed in ink; the director has a key."""
    with book.changing("", now, new_id(), "test") as writer:
        writer.add(samples.identity_paper(living["an"].person_id, number="022045999101"))
        writer.add(samples.identity_paper(living["kin"].person_id, number="022090999102"))
    with_key(book, director, now)
    snapshot = sample.closed(book, director, now)
    ink = InkSignature(snapshot_id=snapshot.id, number="128", dated_on=date(2026, 11, 4), signer_name=director.name)
    signing.sign_in_ink(book, ink, b"%PDF-1.7 scan", by=director, now=now)
    return sample.kept(book, snapshot.id, now)


@pytest.fixture
def receiver(book: Book, director: Actor, now: datetime, department: ReceiverKey) -> Receiver:
    """The department, its code compared with paper."""
    added = parcels.add_receiver(book, "Sở Y tế", department.certificate.der, by=director, now=now).result
    code = parcels.code_of(added.fingerprint)
    kept: Receiver = parcels.trust_receiver(book, added.id, code, paper="Công văn 12", by=director, now=now).result
    return kept


def with_key(book: Book, actor: Actor, now: datetime) -> None:
    password, safe = sample.KEY_PASSWORD, sample.ROOT_PASSWORD
    signing.make_signing_key(book, actor.staff_member_id, password, safe, by=actor, now=now)


def item_of(book: Book, item_id: str, now: datetime) -> OutboxItem:
    with book.looking(now) as reader:
        found = reader.record(OutboxItem, item_id)
    assert found is not None
    return found


def made(book: Book, wanted: Wanted, by: Actor, now: datetime, **given: Any) -> OutboxItem:
    item: OutboxItem = parcels.make_data_parcel(
        book, wanted, sample.KEY_PASSWORD, reason=NEEDED, by=by, now=now, **given
    ).result
    return item


def opened(book: Book, item: OutboxItem, key: ReceiverKey, now: datetime) -> DataPackage:
    """What the receiver reads, after the check of the signature."""
    with book.looking(now) as reader:
        envelope = periods.kept_file(reader, item.file_hash)
        assert envelope is not None
        verdict = signing.check_file(open_envelope(envelope, key), reader, now)
    assert verdict.is_accepted
    assert verdict.report is not None
    return data_package_of(verdict.report)


# receivers


def test_a_receiver_is_known_by_its_certificate_and_trusted_by_its_code(
    book: Book, director: Actor, now: datetime, department: ReceiverKey
) -> None:
    pem = (
        b"-----BEGIN CERTIFICATE-----\n"
        + base64.encodebytes(department.certificate.der)
        + b"-----END CERTIFICATE-----\n"
    )
    added = parcels.add_receiver(book, "", pem, by=director, now=now).result
    assert (added.name, added.checked_on) == ("Phòng Bảo trợ", None)
    assert added.fingerprint == hashlib.sha256(department.certificate.der).hexdigest()
    with pytest.raises(Refused) as twice:
        parcels.add_receiver(book, "Sở", department.certificate.der, by=director, now=now)
    assert twice.value.problems[0].field == "certificate"
    for code, paper, field in (
        ("WJAT ENHI 4O7V XOSI", "CV 12", "code"),
        (parcels.code_of(added.fingerprint), " ", "paper"),
    ):
        with pytest.raises(Refused) as refused:
            parcels.trust_receiver(book, added.id, code, paper=paper, by=director, now=now)
        assert refused.value.problems[0].field == field
    typed = parcels.code_of(added.fingerprint).lower().replace(" ", "-")
    kept = parcels.trust_receiver(book, added.id, typed, paper="Công văn 12", by=director, now=now).result
    assert (kept.checked_on, kept.paper) == (now.date(), "Công văn 12")


def test_only_certificates_for_receiving_are_taken(
    book: Book, director: Actor, now: datetime, department: ReceiverKey
) -> None:
    root = keys.make_facility_root("Cơ sở B", "mk", now)
    own = keys.open_root(root, "mk").certificate
    later = department.certificate.not_after + timedelta(days=1)
    for raw, at in ((own.der, now), (b"no certificate", now), (department.certificate.der, later)):
        with pytest.raises(Refused) as refused:
            parcels.add_receiver(book, "Sở", raw, by=director, now=at)
        assert refused.value.problems[0].field == "certificate"


def test_adding_is_undone_until_something_rests_on_it(
    book: Book, director: Actor, now: datetime, signed: Snapshot, department: ReceiverKey
) -> None:
    change = parcels.add_receiver(book, "Sở", department.certificate.der, by=director, now=now, op=new_id())
    undo.undo_deed(book, change.op, by=director, now=now)
    with book.looking(now) as reader:
        assert store.receivers(reader) == []
    again = parcels.add_receiver(book, "Sở", department.certificate.der, by=director, now=now, op=new_id())
    parcels.trust_receiver(
        book, again.ids[0], parcels.code_of(again.result.fingerprint), paper="CV", by=director, now=now
    )
    made(book, Wanted(signed.id, again.ids[0]), director, now)
    with pytest.raises(Refused):
        undo.undo_deed(book, again.op, by=director, now=now)


def test_the_key_for_receiving_opens_what_was_closed_for_it(book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(Refused):
        parcels.make_receiving_key(book, "ngắn", by=director, now=now)
    kept = parcels.make_receiving_key(book, "trong két sắt 3", by=director, now=now).result
    with book.looking(now) as reader:
        assert store.receiving_keys(reader) == [kept]
    key = open_receiver_key(base64.b64decode(kept.p12), "trong két sắt 3")
    assert key.certificate.fingerprint == kept.fingerprint
    assert read_certificate(base64.b64decode(kept.certificate)) == key.certificate


# data packages


def test_the_rows_of_a_report_reach_their_receiver_alone(
    book: Book,
    director: Actor,
    now: datetime,
    signed: Snapshot,
    receiver: Receiver,
    department: ReceiverKey,
    tmp_path: Path,
) -> None:
    item = made(book, Wanted(signed.id, receiver.id, frozenset({"full_name", "born", "national_id"})), director, now)
    assert item.file_name == "bao-cao-2026-10-b1_ttbtxh_dong-bo.p7m"
    assert (item.kind, item.receiver_id, item.state) == ("data", receiver.id, OutboxState.WAITING)
    outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path)
    envelope = (tmp_path / item.file_name).read_bytes()
    assert "Trần Thị An".encode() not in envelope
    assert b"%PDF" not in envelope
    package = opened(book, item, department, now)
    with book.reading_masked(now) as reader:
        made_of = copies.report_of(copies.gather(reader, sample.MONTH, now, snapshot_id=signed.id))
    report = parcel_of(json.loads(attachment(made_of, ())))
    assert report.facility_id
    for name in ("facility_id", "root", "period", "version", "data_hash"):
        assert getattr(package, name) == getattr(report, name)
    names = {person.full_name: person for person in package.people}
    assert set(names) == {
        "Trần Thị An",
        "Cao Văn Bến",
        "Nguyễn Văn Xuyến",
        "Trần Văn Lộc",
        "Bé An Nhiên",
        "Hoa Mười",
    }
    assert names["Trần Thị An"].national_id == "022045999101"
    assert (names["Hoa Mười"].alias, names["Hoa Mười"].born, names["Hoa Mười"].national_id) == (True, "", "")
    with book.looking(now) as reader:
        (reading,) = reader.records(Reading, "deed = 'make_data_parcel'")
        assert (reading.people, reading.reason) == (5, NEEDED)
    assert sample.kept(book, signed.id, now).state is ReportState.SIGNED_IN_INK  # the report itself was not sent


def test_on_the_basis_of_consent_only_who_agreed_is_named(
    book: Book,
    director: Actor,
    now: datetime,
    signed: Snapshot,
    receiver: Receiver,
    department: ReceiverKey,
    living: dict[str, sample.Living],
) -> None:
    given: dict[str, Any] = {
        "purpose": "theo dõi",
        "shared": "họ tên",
        "given_by": "Bà An",
        "given_on": date(2026, 10, 2),
    }
    with book.changing("", now, new_id(), "test") as writer:
        for who, to, approved, revoked in (
            ("an", "sở  y tế", date(2026, 10, 3), None),
            ("ben", "Sở Y tế", date(2026, 10, 3), date(2026, 10, 20)),
            ("xuyen", "Sở Y tế", None, None),
            ("loc", "Bệnh viện", date(2026, 10, 3), None),
            ("kin", "Sở Y tế", date(2026, 10, 3), None),
        ):
            consent = Consent(
                episode_id=living[who].episode_id, shared_with=to, approved_on=approved, revoked_on=revoked, **given
            )
            writer.add(consent)
    item = made(book, Wanted(signed.id, receiver.id, basis=Basis.CONSENT), director, now)
    package = opened(book, item, department, now)
    assert [person.full_name for person in package.people if not person.alias] == ["Trần Thị An"]
    assert all(person.code for person in package.people)


def test_nothing_leaves_without_receiver_reason_basis_and_signature(
    book: Book, director: Actor, now: datetime, signed: Snapshot, receiver: Receiver
) -> None:
    other = open_receiver_key(make_receiver_key("Người ký đề nghị", "UBND", "nhận", MADE), "nhận").certificate
    added = parcels.add_receiver(book, "UBND xã", other.der, by=director, now=now, role="request_authority").result
    wanted = Wanted(signed.id, receiver.id)

    def refused(wanted: Wanted, password: str = sample.KEY_PASSWORD, reason: str = NEEDED) -> str:
        with pytest.raises(Refused) as error:
            parcels.make_data_parcel(book, wanted, password, reason=reason, by=director, now=now)
        return error.value.problems[0].field

    assert refused(Wanted(signed.id, added.id)) == "receiver"
    parcels.trust_receiver(book, added.id, parcels.code_of(added.fingerprint), paper="CV", by=director, now=now)
    assert refused(Wanted(signed.id, added.id)) == "basis"
    assert refused(wanted, reason="  ") == "reason"
    assert refused(wanted, password="sai") == "password"
    assert refused(Wanted("nobody", receiver.id)) == ""
    with book.looking(now) as reader:
        assert reader.records(OutboxItem) == []
        assert reader.records(Reading, "deed = 'make_data_parcel'") == []
    made(book, wanted, director, now)
    assert refused(wanted) == ""  # it waits already
    parcels.strike_receiver(book, receiver.id, reason="đổi đầu mối", by=director, now=now)
    assert refused(wanted) == "receiver"


def test_an_unsigned_report_has_no_data_package(book: Book, director: Actor, now: datetime, receiver: Receiver) -> None:
    with_key(book, director, now)
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    with pytest.raises(Refused):
        made(book, Wanted(snapshot.id, receiver.id), director, now)


@pytest.mark.parametrize("how", ["struck", "replaced"])
def test_what_waits_is_not_sent_any_more_when_its_receiver_or_its_report_is_gone(
    how: str, book: Book, director: Actor, now: datetime, signed: Snapshot, receiver: Receiver, tmp_path: Path
) -> None:
    item = made(book, Wanted(signed.id, receiver.id), director, now)
    if how == "struck":
        parcels.strike_receiver(book, receiver.id, reason="đổi đầu mối", by=director, now=now)
    else:
        sample.closed(book, director, now, reason="bổ sung")
    with pytest.raises(Refused):
        outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


# what was closed before ids were written down


def test_a_version_closed_before_ids_were_written_down_keeps_its_hash(
    book: Book, now: datetime, signed: Snapshot
) -> None:
    with book.reading_masked(now) as reader:
        source = copies.gather(reader, sample.MONTH, now, snapshot_id=signed.id)
    new = copies.report_of(source)
    assert (new.facility_id, new.root) == (source.facility.id, source.root)
    content = json.loads(signed.content)
    del content["facility"]["id"], content["facility"]["root"]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    old = replace(signed, content=text, content_hash=month.hash_of(text))
    drawn = copies.report_of(replace(source, snapshot=old))
    assert (drawn.facility_id, drawn.root) == ("", "")
    assert figures_hash(drawn) == figures_hash(replace(new, facility_id="", root=""))
    assert figures_hash(drawn) != figures_hash(new)


def test_a_data_package_is_answered_too(
    book: Book,
    director: Actor,
    now: datetime,
    signed: Snapshot,
    receiver: Receiver,
    tmp_path: Path,
) -> None:
    office = office_key(now)
    trust(book, office, director, now)
    place = outbox.add_destination(book, Destination(name="Sở Y tế", url=str(tmp_path)), by=director, now=now).result
    item = made(book, Wanted(signed.id, receiver.id), director, now, destination_id=place.id)
    outbox.send_due(book, clock=lambda: now)
    raw = receipt_for((tmp_path / item.file_name).read_bytes(), office, now)
    parcels.take_receipt(book, raw, by=director, now=now)
    assert item_of(book, item.id, now).state is OutboxState.RECEIVED
    assert sample.kept(book, signed.id, now).state is ReportState.SIGNED_IN_INK


def test_putting_a_report_in_the_outbox_is_undone_until_it_was_sent(
    book: Book, director: Actor, now: datetime, signed: Snapshot, tmp_path: Path
) -> None:
    put = outbox.put_in_outbox(book, signed.id, by=director, now=now, op=new_id())
    undo.undo_deed(book, put.op, by=director, now=now)
    with book.looking(now) as reader:
        assert periods.outbox(reader) == []
    again = outbox.put_in_outbox(book, signed.id, by=director, now=now, op=new_id())
    outbox.send_package(book, again.result.id, by=director, now=now, folder=tmp_path)
    with pytest.raises(Refused):
        undo.undo_deed(book, again.op, by=director, now=now)
    assert item_of(book, again.result.id, now).state is OutboxState.SENT
