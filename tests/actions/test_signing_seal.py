"""The facility's seal as the last signature of a report, and the pictures of signatures and seal."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from carebook.actions import outbox, signing
from carebook.actions.change import Refused
from carebook.actions.undo import undo_deed
from carebook.records.facility import Facility
from carebook.records.periods import ReportState, SigningKey, Snapshot
from carebook.records.signing import HEAD, PREPARER, SEAL
from carebook.records.staff import Actor, Role
from carebook.reports import copies
from carebook.sealing import keys
from carebook.sealing.verdict import Level
from carebook.store import periods as store
from carebook.store.book import Book
from carebook.store.signing import picture_of, png_of, seal_key, sealed_last
from carebook.store.trust import staff_keys
from tests import period_samples as sample
from tests.period_samples import KEY_PASSWORD, ROOT_PASSWORD
from tests.picture_samples import blue_signature, red_seal

SEAL_PASSWORD = "khoa dau cua co so 3"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def clerk(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.CLERK, name="Đàm Thị Trâm Anh")


@pytest.fixture
def snapshot(book: Book, director: Actor, preparer: Actor, now: datetime) -> Snapshot:
    """October, signed by both and waiting for the seal, whose key is there."""
    sample.filled(book)
    made = sample.signed(book, director, preparer, now, sealed=True)
    signing.make_seal_key(book, SEAL_PASSWORD, ROOT_PASSWORD, by=director, now=now)
    return made


def pdf_of(book: Book, snapshot: Snapshot, now: datetime) -> bytes:
    with book.looking(now) as reader:
        pdf = copies.signed_copy(reader, snapshot.id)
    assert pdf is not None
    return pdf


def test_the_seal_is_the_last_signature(
    book: Book, director: Actor, clerk: Actor, now: datetime, snapshot: Snapshot
) -> None:
    assert snapshot.state is ReportState.SIGNED
    before = pdf_of(book, snapshot, now)
    with book.looking(now) as reader:
        verdict = signing.check_file(before, reader, now)
    assert (verdict.level, verdict.missing) == (Level.SIGNER_MISSING, (SEAL,))
    with pytest.raises(Refused):
        outbox.put_in_outbox(book, snapshot.id, by=director, now=now)

    change = signing.sign_with_seal(book, snapshot.id, SEAL_PASSWORD, by=clerk, now=now)
    assert change.result.level is Level.FACILITY_TRUSTED
    assert [one.field for one in change.result.signers] == [PREPARER, HEAD, SEAL]
    with book.looking(now) as reader:
        facility = reader.records(Facility)[0]
        newest = store.signed_files(reader, snapshot.id)[0]
    assert change.result.signers[2].name == facility.name
    assert (newest.roles, newest.made_by) == ((PREPARER, HEAD, SEAL), "here")
    assert pdf_of(book, snapshot, now).startswith(before)
    outbox.put_in_outbox(book, snapshot.id, by=director, now=now)
    with pytest.raises(Refused) as again:
        signing.sign_with_seal(book, snapshot.id, SEAL_PASSWORD, by=clerk, now=now)
    assert again.value.message.id == "This report is past that step."


def test_the_seal_waits_for_the_head_and_for_being_asked_for(
    book: Book, director: Actor, preparer: Actor, now: datetime
) -> None:
    sample.with_keys(book, director, preparer, now)
    signing.make_seal_key(book, SEAL_PASSWORD, ROOT_PASSWORD, by=director, now=now)
    who = sample.signers(director, preparer)
    first = sample.closed(book, director, now, signers=who, sealed=True)
    for _step in range(2):
        with pytest.raises(Refused) as early:
            signing.sign_with_seal(book, first.id, SEAL_PASSWORD, by=director, now=now)
        assert early.value.message.id == "The head signs first, then the seal is set."
        if _step == 0:
            signing.sign_as_preparer(book, first.id, KEY_PASSWORD, by=preparer, now=now)
    with book.looking(now) as reader:
        assert sealed_last(reader)
    second = sample.closed(book, director, now, signers=who, reason="không đóng dấu")
    with book.looking(now) as reader:
        assert not sealed_last(reader)
    with pytest.raises(Refused) as unasked:
        signing.sign_with_seal(book, second.id, SEAL_PASSWORD, by=director, now=now)
    assert unasked.value.message.id == "No seal was asked for when this report was closed."


def test_a_persons_key_sets_no_seal(book: Book, director: Actor, now: datetime, snapshot: Snapshot) -> None:
    with book.looking(now) as reader:
        own, seal = store.signing_key(reader, director.staff_member_id), seal_key(reader)
    assert own is not None
    assert seal is not None
    p12 = base64.b64decode(own.p12)
    with pytest.raises(Refused) as anothers:
        signing.sign_with_seal(book, snapshot.id, KEY_PASSWORD, by=director, now=now, p12=p12)
    assert anothers.value.problems[0].field == "p12"
    with pytest.raises(Refused) as wrong:
        signing.sign_with_seal(book, snapshot.id, "sai mat khau", by=director, now=now)
    assert wrong.value.problems[0].field == "password"
    signing.revoke_signing_key(book, seal.id, ROOT_PASSWORD, reason="mất tệp khóa", by=director, now=now)
    with pytest.raises(Refused) as gone:
        signing.sign_with_seal(book, snapshot.id, SEAL_PASSWORD, by=director, now=now)
    assert gone.value.message.id.startswith("The facility has no key")


def test_a_long_name_of_a_facility_is_known_by_its_beginning(now: datetime) -> None:
    name = "Trung tâm Bảo trợ xã hội và Phục hồi chức năng cho người tâm thần tỉnh Quảng Ninh"
    root = keys.make_facility_root(name, ROOT_PASSWORD, now)

    def named(person: str) -> str:
        made = keys.issue_staff(
            root, ROOT_PASSWORD, person=person, post="", organisation=name, password=KEY_PASSWORD, now=now
        )
        return keys.open_p12(made, KEY_PASSWORD).name

    assert keys.is_same_name(named(name), name, shortened=True)
    assert not keys.is_same_name(named(name), name)
    assert not keys.is_same_name(named("Trung tâm"), name, shortened=True)
    assert not keys.is_same_name(named("Nguyễn Hữu Dũng"), name, shortened=True)


def test_a_new_key_of_the_seal_ends_the_old_one(book: Book, director: Actor, now: datetime, snapshot: Snapshot) -> None:
    signing.sign_with_seal(book, snapshot.id, SEAL_PASSWORD, by=director, now=now)
    signing.make_seal_key(book, SEAL_PASSWORD, ROOT_PASSWORD, by=director, now=now)
    with book.looking(now) as reader:
        kept = reader.records(SigningKey, "purpose = 'seal'", order="id")
        level = signing.check_file(pdf_of(book, snapshot, now), reader, now).level
        listed = staff_keys(reader)
    assert [key.revoked_on is None for key in kept] == [False, True]
    assert {key.id for key in kept} < {key.id for key in listed}
    assert level is Level.FACILITY_TRUSTED


def signed_elsewhere(pdf: bytes, key: SigningKey | None, password: str, field: str) -> bytes:
    assert key is not None
    signer = keys.open_p12(base64.b64decode(key.p12), password).signer
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    return PdfSigner(metadata, signer=signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()


def test_the_seal_is_set_elsewhere(book: Book, director: Actor, now: datetime, snapshot: Snapshot) -> None:
    given = signing.export_for_signing(book, snapshot.id, by=director, now=now).result.pdf
    with book.looking(now) as reader:
        key = seal_key(reader)
    sealed = signed_elsewhere(given, key, SEAL_PASSWORD, SEAL)
    with pytest.raises(Refused):
        signing.take_back_signed(book, snapshot.id, given, by=director, now=now)
    change = signing.take_back_signed(book, snapshot.id, sealed, by=director, now=now)
    assert change.result.level is Level.FACILITY_TRUSTED
    with book.looking(now) as reader:
        assert store.signed_files(reader, snapshot.id)[0].roles == (PREPARER, HEAD, SEAL)
    outbox.put_in_outbox(book, snapshot.id, by=director, now=now)
    with pytest.raises(Refused):
        signing.export_for_signing(book, snapshot.id, by=director, now=now)


def test_a_seal_before_the_head_is_not_taken_back(book: Book, director: Actor, preparer: Actor, now: datetime) -> None:
    sample.with_keys(book, director, preparer, now)
    signing.make_seal_key(book, SEAL_PASSWORD, ROOT_PASSWORD, by=director, now=now)
    made = sample.closed(book, director, now, signers=sample.signers(director, preparer), sealed=True)
    signing.sign_as_preparer(book, made.id, KEY_PASSWORD, by=preparer, now=now)
    given = signing.export_for_signing(book, made.id, by=director, now=now).result.pdf
    with book.looking(now) as reader:
        seal, head = seal_key(reader), store.signing_key(reader, director.staff_member_id)
    early = signed_elsewhere(given, seal, SEAL_PASSWORD, SEAL)
    with pytest.raises(Refused) as refused:
        signing.take_back_signed(book, made.id, early, by=director, now=now)
    assert refused.value.message.id == "The head signs first, then the seal is set."
    both = signed_elsewhere(signed_elsewhere(given, head, KEY_PASSWORD, HEAD), seal, SEAL_PASSWORD, SEAL)
    signing.take_back_signed(book, made.id, both, by=director, now=now)
    assert sample.kept(book, made.id, now).state is ReportState.SIGNED
    outbox.put_in_outbox(book, made.id, by=director, now=now)


# pictures


def test_pictures_stand_on_what_is_signed_from_then_on(
    book: Book, director: Actor, preparer: Actor, now: datetime
) -> None:
    sample.filled(book)
    signing.keep_picture(book, blue_signature(), width_mm=40, by=director, now=now)
    signing.keep_picture(book, red_seal(), width_mm=36, by=director, now=now, seal=True)
    made = sample.signed(book, director, preparer, now, sealed=True)
    signing.make_seal_key(book, SEAL_PASSWORD, ROOT_PASSWORD, by=director, now=now)
    change = signing.sign_with_seal(book, made.id, SEAL_PASSWORD, by=director, now=now)
    assert change.result.level is Level.FACILITY_TRUSTED

    import pypdfium2

    document = pypdfium2.PdfDocument(pdf_of(book, made, now))
    document.init_forms()
    colours = set()
    for page in document:
        seen = page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 20)
        colours |= {rgb for count, rgb in seen if count > 5}
    assert any(red > 150 and green < 80 and blue < 80 for red, green, blue in colours)
    assert any(red < 80 and green < 90 and blue > 120 for red, green, blue in colours)


def test_a_picture_is_kept_replaced_undone_and_removed(book: Book, director: Actor, now: datetime) -> None:
    first = signing.keep_picture(book, blue_signature(), width_mm=35, by=director, now=now)
    second = signing.keep_picture(book, red_seal(), width_mm=30, by=director, now=now)
    assert first.ids == second.ids
    with book.looking(now) as reader:
        kept = picture_of(reader, director.staff_member_id)
        assert kept is not None
        assert (png_of(reader, kept), kept.width_mm) == (red_seal(), 30)
        assert picture_of(reader, None) is None
    undo_deed(book, second.op, by=director, now=now)
    with book.looking(now) as reader:
        kept = picture_of(reader, director.staff_member_id)
        assert kept is not None
        assert png_of(reader, kept) == blue_signature()
    struck = signing.strike_picture(book, kept.id, by=director, now=now)
    with pytest.raises(Refused):
        signing.strike_picture(book, kept.id, by=director, now=now)
    with book.looking(now) as reader:
        assert picture_of(reader, director.staff_member_id) is None
    undo_deed(book, struck.op, by=director, now=now)
    with book.looking(now) as reader:
        assert picture_of(reader, director.staff_member_id) is not None


@pytest.mark.parametrize(("png", "width", "field"), [(b"GIF89a", 35.0, "file"), (blue_signature(), 5.0, "width_mm")])
def test_a_picture_that_does_not_fit_is_refused(
    book: Book, director: Actor, now: datetime, png: bytes, width: float, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        signing.keep_picture(book, png, width_mm=width, by=director, now=now)
    assert refused.value.problems[0].field == field


def test_nobody_keeps_anothers_signature_and_few_the_seal(
    book: Book, director: Actor, clerk: Actor, preparer: Actor, now: datetime
) -> None:
    own = signing.keep_picture(book, blue_signature(), width_mm=35, by=director, now=now)
    with pytest.raises(Refused):
        signing.strike_picture(book, own.ids[0], by=clerk, now=now)
    with pytest.raises(Refused) as refused:
        signing.keep_picture(book, red_seal(), width_mm=36, by=preparer, now=now, seal=True)
    assert refused.value.message.id.startswith("The right")
    seal = signing.keep_picture(book, red_seal(), width_mm=36, by=clerk, now=now, seal=True)
    with pytest.raises(Refused):
        signing.strike_picture(book, seal.ids[0], by=preparer, now=now)
    signing.strike_picture(book, seal.ids[0], by=director, now=now)
