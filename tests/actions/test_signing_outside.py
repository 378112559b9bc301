"""A report signed by an office's own tool: what is given out, what comes back, and everything that is not taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from carebook.actions import periods, signing
from carebook.actions.change import Refused
from carebook.records.periods import ReportState, Snapshot
from carebook.records.signing import HEAD, PREPARER
from carebook.records.staff import Actor, Role
from carebook.sealing import keys
from carebook.sealing.verdict import Level
from carebook.store import periods as store
from carebook.store.book import Book
from tests import period_samples as sample
from tests.period_samples import KEY_PASSWORD, ROOT_PASSWORD
from tests.token_samples import PIN, needs_softhsm, plugged_in

Signing = Callable[..., bytes]


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def snapshot(book: Book, director: Actor, preparer: Actor, now: datetime) -> Snapshot:
    """October, closed and numbered; both have keys of the facility."""
    sample.filled(book)
    sample.with_keys(book, director, preparer, now)
    made = sample.closed(book, director, now, signers=sample.signers(director, preparer))
    periods.number_report(book, made.id, "128", date(2026, 11, 4), by=director, now=now)
    return sample.kept(book, made.id, now)


@pytest.fixture
def elsewhere(book: Book, now: datetime) -> Signing:
    """Signs as another tool does, with the key of somebody of the facility: in our box, or in one of its own."""

    def sign(pdf: bytes, actor: Actor, field: str, *, own_box: bool = False) -> bytes:
        import base64

        with book.looking(now) as reader:
            kept = store.signing_key(reader, actor.staff_member_id)
        assert kept is not None
        key = keys.open_p12(base64.b64decode(kept.p12), KEY_PASSWORD)
        metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        box = SigFieldSpec(field, on_page=0, box=(20, 20, 60, 40)) if own_box else None
        signer = PdfSigner(metadata, signer=key.signer, new_field_spec=box)
        return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()

    return sign


def given_out(book: Book, snapshot: Snapshot, by: Actor, now: datetime) -> bytes:
    pdf: bytes = signing.export_for_signing(book, snapshot.id, by=by, now=now).result.pdf
    return pdf


def rewritten(raw: bytes) -> bytes:
    output = BytesIO()
    copy_into_new_writer(PdfFileReader(BytesIO(raw))).write(output)
    return output.getvalue()


def overlaid(raw: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(raw))
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=b"200 500 200 40 re f")))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("tool", "own_box"),
    [(bytes, False), (rewritten, True)],
    ids=["appends, our boxes", "writes anew, boxes of its own"],
)
def test_both_sign_elsewhere(
    tool: Callable[[bytes], bytes],
    own_box: bool,
    book: Book,
    director: Actor,
    preparer: Actor,
    now: datetime,
    snapshot: Snapshot,
    elsewhere: Signing,
) -> None:
    names = ("Signature1", "Signature2") if own_box else (PREPARER, HEAD)
    first = elsewhere(tool(given_out(book, snapshot, preparer, now)), preparer, names[0], own_box=own_box)
    both = elsewhere(first, director, names[1], own_box=own_box)
    change = signing.take_back_signed(book, snapshot.id, both, by=director, now=now)
    assert change.result.level is Level.FACILITY_TRUSTED
    assert sample.kept(book, snapshot.id, now).state is ReportState.SIGNED
    with book.looking(now) as reader:
        (kept,) = store.signed_files(reader, snapshot.id)
        assert store.kept_file(reader, kept.file_hash) == both
    assert (kept.roles, kept.made_by, kept.level) == ((PREPARER, HEAD), "outside", "facility_trusted")


def test_one_signs_here_the_other_elsewhere_and_the_other_way_round(
    book: Book, director: Actor, preparer: Actor, now: datetime, snapshot: Snapshot, elsewhere: Signing
) -> None:
    once = elsewhere(given_out(book, snapshot, preparer, now), preparer, PREPARER)
    taken = signing.take_back_signed(book, snapshot.id, once, by=director, now=now)
    assert taken.result.level is Level.SIGNER_MISSING
    assert sample.kept(book, snapshot.id, now).state is ReportState.PREPARER_SIGNED
    with pytest.raises(Refused) as twice:
        signing.take_back_signed(book, snapshot.id, once, by=director, now=now)
    assert twice.value.message.id.startswith("Nobody has signed")
    assert given_out(book, snapshot, director, now) == once
    signed = signing.sign_as_head(book, snapshot.id, KEY_PASSWORD, by=director, now=now)
    assert signed.result.level is Level.FACILITY_TRUSTED
    with pytest.raises(Refused):
        given_out(book, snapshot, director, now)


def test_what_is_signed_here_first_goes_out_with_its_signature(
    book: Book, director: Actor, preparer: Actor, now: datetime, snapshot: Snapshot, elsewhere: Signing
) -> None:
    blank = given_out(book, snapshot, preparer, now)
    signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=now)
    lost = elsewhere(elsewhere(blank, preparer, PREPARER), director, HEAD)
    both = elsewhere(given_out(book, snapshot, director, now), director, HEAD)
    change = signing.take_back_signed(book, snapshot.id, both, by=director, now=now)
    assert change.result.level is Level.FACILITY_TRUSTED
    assert lost != both


def test_what_is_not_taken_back_leaves_no_trace(
    book: Book,
    director: Actor,
    preparer: Actor,
    actor_with: Callable[..., Actor],
    now: datetime,
    snapshot: Snapshot,
    elsewhere: Signing,
) -> None:
    stranger = actor_with(Role.DEPUTY, name="Tô Văn Bách Tùng")
    signing.make_signing_key(book, stranger.staff_member_id, KEY_PASSWORD, ROOT_PASSWORD, by=stranger, now=now)
    with pytest.raises(Refused) as early:
        signing.take_back_signed(book, snapshot.id, b"%PDF", by=director, now=now)
    assert early.value.message.id.startswith("This report was not given out")
    blank = given_out(book, snapshot, preparer, now)
    once = elsewhere(blank, preparer, PREPARER)
    both = elsewhere(once, director, HEAD)
    broken = bytearray(both)
    broken[len(blank) // 2] ^= 1
    cases = {
        "✖ The file has no signature": blank,
        "✖": bytes(broken),
        "✖ The file was changed": overlaid(both),
        "This is not the paper": elsewhere(elsewhere(overlaid(blank), preparer, PREPARER), director, HEAD),
        "{signer} signed where": elsewhere(once, stranger, HEAD),
        "The preparer signs": elsewhere(blank, director, HEAD),
    }
    for said, raw in cases.items():
        with pytest.raises(Refused) as refused:
            signing.take_back_signed(book, snapshot.id, raw, by=director, now=now)
        assert refused.value.message.id.startswith(said), said
    periods.number_report(book, snapshot.id, "129", date(2026, 11, 4), by=director, now=now)
    with pytest.raises(Refused) as renumbered:
        signing.take_back_signed(book, snapshot.id, both, by=director, now=now)
    assert renumbered.value.message.id.startswith("Number or date were changed")
    with book.looking(now) as reader:
        assert store.signed_files(reader, snapshot.id) == []
    assert sample.kept(book, snapshot.id, now).state is ReportState.NUMBERED


def test_an_authority_nobody_added_is_said_with_the_way_out(
    book: Book, director: Actor, preparer: Actor, now: datetime, snapshot: Snapshot
) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    from carebook.sealing.certificates import distinguished_name, issue_person

    key, person = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA công cộng thử")])
    builder = x509.CertificateBuilder(named, named, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=9)).not_valid_after(now + timedelta(days=900))
    builder = builder.add_extension(x509.BasicConstraints(True, None), True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    root = builder.sign(key, hashes.SHA256())
    own = issue_person(
        distinguished_name(preparer.name.upper(), "Trung tâm"), person.public_key(), root, key, now=now, years=1
    )
    opened = keys.open_p12(keys.write_key_file(person, own, (root,), "p"), "p")
    metadata = PdfSignatureMetadata(field_name=PREPARER, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    blank = given_out(book, snapshot, preparer, now)
    raw = PdfSigner(metadata, signer=opened.signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(blank))).getvalue()
    with pytest.raises(Refused) as unknown:
        signing.take_back_signed(book, snapshot.id, raw, by=director, now=now)
    assert "Settings" in unknown.value.problems[1].message.id
    added = signing.add_ca_root(book, root.public_bytes(Encoding.PEM), why="VNPT-CA", by=director, now=now)
    taken = signing.take_back_signed(book, snapshot.id, raw, by=director, now=now)
    assert [s.level for s in taken.result.signers] == [Level.CA]
    signing.strike_ca_root(book, added.ids[0], reason="thôi dùng", by=director, now=now)
    with book.looking(now) as reader:
        assert signing.trust_of(reader).ca_roots == ()
    for raw_certificate in (b"khong phai", own.public_bytes(Encoding.DER)):
        with pytest.raises(Refused):
            signing.add_ca_root(book, raw_certificate, by=director, now=now)


@needs_softhsm
def test_the_head_signs_with_a_token(
    book: Book, director: Actor, preparer: Actor, now: datetime, snapshot: Snapshot, tmp_path: Path
) -> None:
    from carebook.sealing import tokens

    signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=now)
    with plugged_in(tmp_path, director.name.upper(), now) as plugged:
        signing.add_ca_root(book, plugged.authority, by=director, now=now)
        (token,) = tokens.keys_on_tokens(plugged.driver)
        with pytest.raises(Refused) as wrong:
            signing.sign_as_head(book, snapshot.id, "00000000", token=token, by=director, now=now)
        assert wrong.value.problems[0].field == "password"
        late = now + timedelta(days=500)
        with pytest.raises(Refused) as expired:
            signing.sign_as_head(book, snapshot.id, PIN, token=token, by=director, now=late)
        assert expired.value.message.id.startswith("The certificate expired")
        change = signing.sign_as_head(book, snapshot.id, PIN, token=token, by=director, now=now)
    assert [s.level for s in change.result.signers] == [Level.FACILITY_TRUSTED, Level.CA]
    assert sample.kept(book, snapshot.id, now).state is ReportState.SIGNED
    with book.looking(now) as reader:
        told = reader.rows("SELECT * FROM journal")
    assert not any(PIN in str(tuple(line)) for line in told)


def test_nothing_is_given_out_of_a_replaced_version(
    book: Book, preparer: Actor, now: datetime, snapshot: Snapshot
) -> None:
    with book.changing("", now, "x", "test") as writer:
        writer.amend(replace(snapshot, state=ReportState.SUPERSEDED))
    with pytest.raises(Refused):
        given_out(book, snapshot, preparer, now)
