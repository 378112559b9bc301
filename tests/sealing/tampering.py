"""Everything that may happen to a signed file on its way, and the verdict its receiver comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import NamedTuple

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from carebook.records.signing import HEAD
from carebook.sealing.keys import Key
from carebook.sealing.sign import sign
from carebook.sealing.trust import TrustStore, make_revocation_list, read_revocations
from carebook.sealing.verdict import Level
from carebook.sealing.verify import verify

from .conftest import DATA, NOW, Authority, signed_outside, stamped_outside

name = generic.pdf_name


def updated(raw: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an incremental update appended."""
    writer = IncrementalPdfFileWriter(BytesIO(raw))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]


def overlaid(raw: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=b"200 500 200 40 re f")))

    return updated(raw, change)


def annotated(raw: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        box = generic.ArrayObject(map(generic.NumberObject, (100, 100, 200, 200)))
        square = {name("/Type"): name("/Annot"), name("/Subtype"): name("/Square"), name("/Rect"): box}
        page = first_page(writer)
        page["/Annots"] = generic.ArrayObject([writer.add_object(generic.DictionaryObject(square))])
        writer.update_container(page)

    return updated(raw, change)


def data_replaced(raw: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        old = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"].raw_get("/F")
        new = generic.StreamObject({name("/Type"): name("/EmbeddedFile")}, DATA.replace(b"128", b"138"))
        writer.objects[(old.generation, old.idnum)] = new

    return updated(raw, change)


def file_slipped_in(raw: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        file = EmbeddedFileObject.from_file_data(writer, b"x", mime_type="text/plain")
        embed_file(writer, FileSpec("them.txt", file_name="them.txt", embedded_data=file))

    return updated(raw, change)


def boxes_removed(raw: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/AcroForm"]
        writer.update_root()

    return updated(raw, change)


def rewritten(raw: bytes) -> bytes:
    output = BytesIO()
    copy_into_new_writer(PdfFileReader(BytesIO(raw))).write(output)
    return output.getvalue()


def stripped(raw: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(raw)))
    del writer.root["/AcroForm"]
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def byte_changed(raw: bytes) -> bytes:
    at = raw.index(b"tong so 128") + 8
    return raw[:at] + b"9" + raw[at + 1 :]


@dataclass(frozen=True)
class Hands:
    """Everybody's keys and the files they signed."""

    prepared: bytes
    once: bytes
    twice: bytes
    trust: TrustStore
    head: Key
    impostor: Key
    root_p12: bytes
    authority: Authority

    @property
    def both(self) -> TrustStore:
        """Trust in the facility and in the public authority, whose list of revoked certificates is known."""
        known = self.trust.with_ca_root(self.authority.trust.ca_roots[0])
        return known.with_ca_revocations((self.authority.revocation_list(),))

    @property
    def after_revoking(self) -> TrustStore:
        """The facility's newest list, on which the head is since yesterday."""
        listed = {self.head.certificate.serial: NOW + timedelta(days=1)}
        news = make_revocation_list(self.root_p12, "két sắt", listed, now=NOW + timedelta(days=2))
        root = verify(self.twice, self.trust, now=NOW).signers[0].root
        assert root is not None
        return self.trust.with_revocations(read_revocations(news, root))


class Given(NamedTuple):
    """A file as it arrives, what its receiver trusts, and how many days after signing."""

    raw: bytes
    trust: TrustStore
    days: int = 0


def touched(touch: Callable[[bytes], bytes]) -> Callable[[Hands], Given]:
    """The file both signed after something was done to it."""
    return lambda hands: Given(touch(hands.twice), hands.trust)


def by_authority(hands: Hands) -> bytes:
    """The preparer signed in-house, the head with a key of the public authority."""
    return signed_outside(hands.once, hands.authority.person, HEAD)


TAMPER_TABLE: dict[str, tuple[Callable[[Hands], Given], Level, str]] = {
    "untouched": (touched(lambda raw: raw), Level.FACILITY_TRUSTED, "◐ Signed in-house"),
    # bytes
    "a byte changed": (touched(byte_changed), Level.BROKEN, "✖ The file was changed"),
    "written anew": (touched(rewritten), Level.BROKEN, "✖ The file was changed"),
    "the end cut off": (touched(lambda raw: raw[:-2000]), Level.BROKEN, "✖ The file is damaged"),
    "the beginning cut off": (touched(lambda raw: raw[2000:]), Level.BROKEN, "✖ The file"),
    "empty": (touched(lambda _raw: b""), Level.BROKEN, "✖ The file is damaged"),
    "the head of a PDF only": (touched(lambda _raw: b"%PDF-1.7 and nothing"), Level.BROKEN, "✖ The file is damaged"),
    "another kind of file": (touched(lambda _raw: b"PK\x03\x04 a sheet"), Level.BROKEN, "✖ The file is damaged"),
    # appended
    "a page painted over": (touched(overlaid), Level.BROKEN, "✖ The file was changed"),
    "a note added": (touched(annotated), Level.BROKEN, "✖ The file was changed"),
    "other data attached": (touched(data_replaced), Level.BROKEN, "✖ The file was changed"),
    "a file slipped in": (touched(file_slipped_in), Level.BROKEN, "✖ The file was changed"),
    "boxes taken away": (touched(boxes_removed), Level.UNSIGNED, "✖ The file has no signature"),
    "signatures stripped": (touched(stripped), Level.UNSIGNED, "✖ The file has no signature"),
    "never signed": (lambda h: Given(h.prepared, h.trust), Level.UNSIGNED, "✖ The file has no signature"),
    # signers
    "cut back to the first signature": (
        lambda h: Given(h.twice[: len(h.once)], h.trust),
        Level.SIGNER_MISSING,
        "! Signed by {present} only",
    ),
    "the head's place signed by an impostor": (
        lambda h: Given(sign(h.once, HEAD, h.impostor, when=NOW, reason="Ký báo cáo"), h.trust),
        Level.FACILITY_UNKNOWN,
        "? The file has not been changed",
    ),
    "one more signature by an unknown hand": (
        lambda h: Given(signed_outside(h.twice, h.impostor, "Signature1", box=True), h.trust),
        Level.FACILITY_UNKNOWN,
        "? The file has not been changed",
    ),
    "a facility nobody compared": (
        lambda h: Given(h.twice, TrustStore()),
        Level.FACILITY_UNKNOWN,
        "? The file has not been changed",
    ),
    "a clock before the certificate": (
        lambda h: Given(h.twice, h.trust, days=-1),
        Level.FACILITY_UNKNOWN,
        "? The certificate is valid only from",
    ),
    "certificates expired": (
        lambda h: Given(h.twice, h.trust, days=731),
        Level.EXPIRED,
        "! The certificate expired on",
    ),
    "the head revoked by the facility": (
        lambda h: Given(h.twice, h.after_revoking, days=2),
        Level.REVOKED,
        "✖ The signer's certificate was revoked",
    ),
    "the head revoked by the authority": (
        lambda h: Given(
            by_authority(h),
            h.both.with_ca_revocations((h.authority.revocation_list(h.authority.person.certificate.serial),)),
        ),
        Level.REVOKED,
        "✖ The signer's certificate was revoked",
    ),
    # what may be added
    "one more signature by somebody trusted": (
        lambda h: Given(signed_outside(h.twice, h.authority.person, "Signature1", box=True), h.both),
        Level.FACILITY_TRUSTED,
        "◐ Signed in-house",
    ),
    "stamped": (
        lambda h: Given(stamped_outside(h.twice, h.authority.stamper), h.both),
        Level.FACILITY_TRUSTED,
        "◐ Signed in-house",
    ),
    "stamped, looked at a year later": (
        lambda h: Given(stamped_outside(h.twice, h.authority.stamper), h.both, days=365),
        Level.FACILITY_TRUSTED,
        "◐ Signed in-house",
    ),
    "stamped, then painted over": (
        lambda h: Given(overlaid(stamped_outside(h.twice, h.authority.stamper)), h.both),
        Level.BROKEN,
        "✖ The file was changed",
    ),
}
