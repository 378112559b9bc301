"""Signing a PDF: the data it prints is attached and every signature box made before the first signature is."""

from __future__ import annotations

import asyncio
import binascii
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp.base import BaseStampStyle
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko.stamp.static import StaticStampStyle

from carebook import dates
from carebook.records.signing import SignaturePlace
from carebook.sealing import errors
from carebook.sealing.keys import Key, problems_with
from carebook.sealing.trust import TrustStore
from carebook.sealing.verdict import Level, Verdict, role_words
from carebook.sealing.verify import verify

BYTES_RESERVED = 24 * 1024
"""Hexadecimal digits kept free for one signature: room for a timestamp put in later."""

_SOUND = {
    Level.CA_TIMESTAMPED,
    Level.CA,
    Level.FACILITY_TRUSTED,
    Level.FACILITY_UNKNOWN,
    Level.SIGNER_MISSING,
}


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF; ``description`` is what readers show beside its name."""

    name: str
    content: bytes
    mime_type: str = "application/json"
    description: str = "Số liệu của báo cáo"


def prepare(pdf: bytes, places: Sequence[SignaturePlace], attachments: Sequence[Attachment]) -> bytes:
    """The PDF with its data attached (PDF/A-3 way: /AF, relationship Data) and every signature box still empty.

    All boxes are made here, before the first signature, because a box made later counts as a change. The bytes of
    ``pdf`` stay as they are, the rest is appended. `UnreadablePdf` when it is no PDF; ValueError when two places
    have the same role.
    """
    if len({place.role for place in places}) != len(places):
        raise ValueError(places)
    output = BytesIO()
    with _reading():
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        for attachment in attachments:
            _attach(writer, attachment)
        for place in places:
            left, bottom, right, top = (round(edge) for edge in place.rect)
            spec = SigFieldSpec(place.role, on_page=place.page, box=(left, bottom, right, top))
            append_signature_field(writer, spec)
        writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def sign(pdf: bytes, role: str, key: Key, *, when: datetime, reason: str, appearance: bytes | None = None) -> bytes:
    """The PDF with the box of ``role`` signed: PAdES B-B, an approval signature, no certification, bytes appended only.

    ``when`` is the moment the signature claims; ``reason`` is read by every PDF program; ``appearance`` is a one-page
    PDF drawn into the box, without it the box stays as it is. Refuses with the first error of `problems_with`, with
    `NoSuchPlace`, `PlaceTaken` or `UnreadablePdf`.
    """
    for error in problems_with(key, now=when).errors:
        raise error
    with _reading():
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        filled = {name: value is not None for name, value, _field in enumerate_sig_fields(writer.prev)}
    if role not in filled:
        raise errors.NoSuchPlace(role=role_words(role))
    if filled[role]:
        raise errors.PlaceTaken(role=role_words(role))
    metadata = PdfSignatureMetadata(
        field_name=role,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=key.name,
        reason=reason,
        signer_key_usage=set(),  # problems_with has looked at the key usage
    )
    signer = PdfSigner(metadata, signer=key.signer, stamp_style=_style(appearance))
    return asyncio.run(_signed(signer, writer, when))


def sign_and_check(
    pdf: bytes,
    role: str,
    key: Key,
    *,
    when: datetime,
    reason: str,
    appearance: bytes | None = None,
    trust: TrustStore,
) -> tuple[bytes, Verdict]:
    """`sign`, then the same check the receiver makes; `DoubtfulSignature` when it does not hold.

    Missing signatures of others and a root nobody pinned yet are no reason to refuse.
    """
    signed = sign(pdf, role, key, when=when, reason=reason, appearance=appearance)
    verdict = verify(signed, trust, now=when)
    own = [signer for signer in verdict.signers if signer.field == role]
    if (
        verdict.level not in _SOUND
        or not signed.startswith(pdf)
        or [signer.certificate for signer in own] != [key.certificate]
    ):
        raise errors.DoubtfulSignature
    return signed, verdict


def _attach(writer: IncrementalPdfFileWriter, attachment: Attachment) -> None:
    embedded = EmbeddedFileObject.from_file_data(
        writer, attachment.content, mime_type=attachment.mime_type, params=EmbeddedFileParams()
    )
    spec = FileSpec(
        file_spec_string=attachment.name,
        file_name=attachment.name,
        embedded_data=embedded,
        description=attachment.description,
        af_relationship=generic.pdf_name("/Data"),
    )
    embed_file(writer, spec)


async def _signed(signer: PdfSigner, writer: IncrementalPdfFileWriter, when: datetime) -> bytes:
    """Sign in the library's single steps, because its one-step call takes the time from this PC's clock."""
    with _reading():
        session = signer.init_signing_session(writer, existing_fields_only=True)
        session.system_time = dates.local(when)
        document = session.prepare_tbs_document(validation_info=None, bytes_reserved=BYTES_RESERVED)
        digest, output = document.digest_tbs_document()
    done = await document.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
    await done.post_signature_processing(output)
    output.seek(0)
    return bytes(output.read())


@contextmanager
def _reading() -> Iterator[None]:
    """Everything a damaged PDF does to the library inside the block is `UnreadablePdf`."""
    try:
        yield
    except Exception as error:
        raise errors.UnreadablePdf from error


def _style(appearance: bytes | None) -> BaseStampStyle:
    """The caller's drawing filling the box as it was drawn: no border, no margin, not paled."""
    if appearance is None:
        return NoOpStampStyle()
    whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(0, 0, 0, 0))
    return StaticStampStyle(
        border_width=0, background=_Drawing(appearance), background_layout=whole, background_opacity=1.0
    )


class _Drawing(PdfContent):
    """The first page of a PDF held in memory, as the drawing of a box."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """Import the page and say how it is painted."""
        drawing = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        name = "/Import" + binascii.hexlify(uuid.uuid4().bytes).decode()
        self.resources.xobject[name] = drawing
        left, bottom, right, top = drawing.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return name.encode() + b" Do"
