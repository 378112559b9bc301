"""Keys, authorities and signed files shared by the tests of sealing; made once a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from reportlab.pdfgen.canvas import Canvas

from carebook.records.signing import DATA_FILE, HEAD, PREPARER, SignaturePlace
from carebook.sealing import keys
from carebook.sealing.certificates import read_certificate
from carebook.sealing.codes import facility_code
from carebook.sealing.sign import Attachment, prepare, sign
from carebook.sealing.trust import TrustStore

NOW = datetime(2026, 11, 5, 2, 30, tzinfo=UTC)
FACILITY = "Trung tâm Bảo trợ xã hội Hoa Sen"
PLACES = (SignaturePlace(PREPARER, 1, (60, 100, 220, 170)), SignaturePlace(HEAD, 0, (330, 100, 500, 170)))
REPORT = {"signature_places": [PREPARER, HEAD], "total": 128}
DATA = json.dumps(REPORT).encode()


@pytest.fixture(scope="session", autouse=True)
def quick_key_files() -> Iterator[None]:
    """Key files whose password is cheap to try."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_ROUNDS", 100)
        yield


def staff(root: bytes, person: str, post: str, now: datetime = NOW) -> keys.Key:
    """A new member of staff's key."""
    made = keys.issue_staff(root, "két sắt", person=person, post=post, organisation=FACILITY, password="riêng", now=now)
    return keys.open_p12(made, "riêng")


@pytest.fixture(scope="session")
def root_p12() -> bytes:
    """The facility's root, password "két sắt"."""
    return keys.make_facility_root(FACILITY, "két sắt", NOW)


@pytest.fixture(scope="session")
def preparer(root_p12: bytes) -> keys.Key:
    """Who prepares the tables."""
    return staff(root_p12, "Trần Thị Mỹ Phượng", "Nhân viên công tác xã hội")


@pytest.fixture(scope="session")
def head(root_p12: bytes) -> keys.Key:
    """Who heads the facility."""
    return staff(root_p12, "Nguyễn Hữu Dũng", "Giám đốc")


@pytest.fixture(scope="session")
def impostor() -> keys.Key:
    """Somebody with a root of their own and the head's name."""
    own_root = keys.make_facility_root(FACILITY, "két sắt", NOW)
    return staff(own_root, "Nguyễn Hữu Dũng", "Giám đốc")


@pytest.fixture(scope="session")
def trust(root_p12: bytes) -> TrustStore:
    """A store in which the facility's code was compared with paper."""
    code = facility_code(keys.open_root(root_p12, "két sắt").certificate)
    return TrustStore().pinned(
        code, facility="Hoa Sen", checked_on=date(2026, 11, 1), checked_by="Đàm Thị Trâm Anh", paper="12/BC-TTHS"
    )


@pytest.fixture(scope="session")
def paper() -> bytes:
    """Three pages."""
    return drawn_paper()


def drawn_paper() -> bytes:
    """A plain PDF of three pages."""
    output = BytesIO()
    canvas = Canvas(output, pageCompression=0)
    for page in range(3):
        canvas.drawString(72, 700, f"Bao cao thang 10/2026, trang {page + 1}: tong so 128 nguoi")
        canvas.showPage()
    canvas.save()
    return output.getvalue()


@pytest.fixture(scope="session")
def prepared(paper: bytes) -> bytes:
    """The paper with its data and two empty boxes."""
    return prepare(paper, PLACES, [Attachment(DATA_FILE, DATA)])


@pytest.fixture(scope="session")
def once(prepared: bytes, preparer: keys.Key) -> bytes:
    """Signed by the preparer."""
    return sign(prepared, PREPARER, preparer, when=NOW, reason="Lập biểu")


@pytest.fixture(scope="session")
def twice(once: bytes, head: keys.Key) -> bytes:
    """Signed by the preparer, then by the head."""
    return sign(once, HEAD, head, when=NOW, reason="Ký báo cáo")


@dataclass(frozen=True)
class Authority:
    """A public authority that issues persons, timestamps and revocation lists."""

    root: x509.Certificate
    root_key: ec.EllipticCurvePrivateKey
    stamper: DummyTimeStamper
    person: keys.Key

    @property
    def trust(self) -> TrustStore:
        """A store that trusts it."""
        return TrustStore().with_ca_root(read_certificate(self.root.public_bytes(Encoding.DER)))

    def revocation_list(self, *serials: int, issued_at: datetime = NOW, days: int = 30) -> bytes:
        """A list of its revoked certificates, revoked a day before it was issued."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.subject)
            .last_update(issued_at)
            .next_update(issued_at + timedelta(days=days))
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root_key.public_key()), False)
            .add_extension(x509.CRLNumber(1), False)
        )
        for serial in serials:
            at = issued_at - timedelta(days=1)
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.root_key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(scope="session")
def authority() -> Authority:
    """A public authority with one customer."""
    root_key = ec.generate_private_key(ec.SECP256R1())

    def named(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    def issued(name: str, key: keys.PrivateKey, *extensions: tuple[x509.ExtensionType, bool]):
        start = NOW - timedelta(days=300)
        builder = x509.CertificateBuilder(named("CA thử"), named(name), key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=700))
        keyed = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
        own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        for extension, critical in (*extensions, (keyed, False), (own, False)):
            builder = builder.add_extension(extension, critical)
        return builder.sign(root_key, hashes.SHA256())

    def usage(**chosen: bool) -> x509.KeyUsage:
        names = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign"
        every = dict.fromkeys([*names.split(), "crl_sign", "encipher_only", "decipher_only"], False)
        return x509.KeyUsage(**(every | chosen))

    authority_usage = (usage(key_cert_sign=True, crl_sign=True, digital_signature=True), True)
    root = issued("CA thử", root_key, (x509.BasicConstraints(True, None), True), authority_usage)
    person_key = ec.generate_private_key(ec.SECP256R1())
    stamp_key = rsa.generate_private_key(65537, 2048)
    stamping = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    stamp = issued("TSA thử", stamp_key, (usage(digital_signature=True), True), stamping)
    person = issued("NGUYỄN HỮU DŨNG", person_key, (usage(digital_signature=True, content_commitment=True), True))
    p12 = keys.write_key_file(person_key, person, (root,), "p")
    raw_stamp_key = stamp_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        Asn1Certificate.load(stamp.public_bytes(Encoding.DER)),
        PrivateKeyInfo.load(raw_stamp_key),
        certs_to_embed=[Asn1Certificate.load(root.public_bytes(Encoding.DER))],
        fixed_dt=NOW,
    )
    return Authority(root, root_key, stamper, keys.open_p12(p12, "p"))


def signed_outside(
    pdf: bytes, key: keys.Key, field: str, *, stamper: DummyTimeStamper | None = None, box: bool = False
) -> bytes:
    """The file as another tool signs it: in a new box of its own when ``box``, with a timestamp when there is a stamper."""
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    new = SigFieldSpec(field, on_page=2, box=(100, 100, 200, 150)) if box else None
    signer = PdfSigner(metadata, signer=key.signer, timestamper=stamper, new_field_spec=new)
    return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()


def stamped_outside(pdf: bytes, stamper: DummyTimeStamper) -> bytes:
    """The file with a timestamp over the whole document appended."""
    return PdfTimeStamper(stamper).timestamp_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), "sha256").getvalue()
