"""Preparing and signing append only, fill the right box with the caller's drawing, and refuse with a sentence."""

from __future__ import annotations

import contextlib
import math
import random
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.pdfgen.canvas import Canvas

from carebook.records.signing import DATA_FILE, HEAD, PREPARER, SignaturePlace
from carebook.sealing import errors
from carebook.sealing import sign as signing
from carebook.sealing.keys import Key
from carebook.sealing.sign import BYTES_RESERVED, Attachment, prepare, sign, sign_and_check
from carebook.sealing.trust import TrustStore
from carebook.sealing.verdict import Level

from .conftest import DATA, NOW, PLACES


def blue_drawing() -> bytes:
    """A drawing for a box, blue to its edges."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=(160, 70))
    canvas.setFillColorRGB(0, 0, 1)
    canvas.rect(0, 0, 160, 70, stroke=0, fill=1)
    canvas.save()
    return output.getvalue()


def test_preparing_appends_data_and_all_boxes(paper: bytes, prepared: bytes) -> None:
    assert prepared.startswith(paper)
    root = PdfFileReader(BytesIO(prepared)).root
    boxes = [(str(box.get_object()["/T"]), "/V" in box.get_object()) for box in root["/AcroForm"]["/Fields"]]
    assert boxes == [(PREPARER, False), (HEAD, False)]
    spec = root["/AF"][0]
    assert (spec["/AFRelationship"], spec["/UF"], spec["/EF"]["/F"].data) == ("/Data", DATA_FILE, DATA)
    assert root["/Names"]["/EmbeddedFiles"]["/Names"][0] == DATA_FILE


def test_places_have_their_page_and_rectangle(prepared: bytes) -> None:
    reader = PdfFileReader(BytesIO(prepared))
    for place in PLACES:
        page = reader.root["/Pages"]["/Kids"][place.page]
        (widget,) = page["/Annots"]
        assert [float(edge) for edge in widget.get_object()["/Rect"]] == list(place.rect)


def test_signing_appends_an_approval_signature(once: bytes, twice: bytes, prepared: bytes) -> None:
    assert once.startswith(prepared)
    assert twice.startswith(once)
    reader = PdfFileReader(BytesIO(twice))
    assert "/Perms" not in reader.root
    for signature in reader.embedded_signatures:
        assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        assert signature.docmdp_level is None
        _start, before, after, _rest = signature.byte_range
        assert after - before == BYTES_RESERVED + 2
        assert signature.self_reported_timestamp == NOW
        assert len(signature.other_embedded_certs) == 1
    assert reader.embedded_signatures[1].sig_object["/Reason"] == "Ký báo cáo"
    assert reader.embedded_signatures[1].sig_object["/Name"] == "Nguyễn Hữu Dũng"


@pytest.mark.parametrize("drawn", [True, False])
def test_drawing_fills_the_box(prepared: bytes, preparer: Key, drawn: bool) -> None:
    raw = sign(prepared, PREPARER, preparer, when=NOW, reason="Lập biểu", appearance=blue_drawing() if drawn else None)
    document = pypdfium2.PdfDocument(raw)
    document.init_forms()
    place = PLACES[0]
    page = document[place.page]
    picture = page.render(scale=1)
    left, bottom, right, top = place.rect
    height = picture.height
    pixels = memoryview(picture.buffer).cast("B")
    step = picture.n_channels

    def colour(x: float, y: float) -> tuple[int, int, int]:
        at = math.floor(height - y) * picture.stride + math.floor(x) * step
        blue, green, red = pixels[at : at + 3]
        return red, green, blue

    inside = [(left + 3, bottom + 3), (right - 3, top - 3), ((left + right) / 2, (bottom + top) / 2)]
    assert {colour(x, y) for x, y in inside} == ({(0, 0, 255)} if drawn else {(255, 255, 255)})
    assert colour(left - 4, bottom - 4) == (255, 255, 255)


def test_refusals_leave_a_sentence(prepared: bytes, once: bytes, preparer: Key, paper: bytes) -> None:
    def refused(error: type[errors.SealingError], pdf: bytes, role: str, days: int = 0) -> None:
        with pytest.raises(error) as raised:
            sign(pdf, role, preparer, when=NOW + timedelta(days=days), reason="Ký")
        assert raised.value.message.id == error.pattern

    refused(errors.PlaceTaken, once, PREPARER)
    refused(errors.NoSuchPlace, prepared, "seal")
    refused(errors.NoSuchPlace, paper, PREPARER)
    refused(errors.UnreadablePdf, b"", PREPARER)
    refused(errors.UnreadablePdf, paper[:300], PREPARER)
    refused(errors.Expired, prepared, PREPARER, days=730)
    refused(errors.NotYetValid, prepared, PREPARER, days=-1)
    with pytest.raises(errors.UnreadablePdf):
        prepare(b"no PDF", PLACES, [])


def test_damaged_file_is_refused_or_prepared(prepared: bytes) -> None:
    chosen = random.Random(7)
    for _ in range(60):
        damaged = bytearray(prepared)
        damaged[chosen.randrange(len(prepared))] ^= 1 << chosen.randrange(8)
        with contextlib.suppress(errors.UnreadablePdf):
            assert prepare(bytes(damaged), [SignaturePlace("seal", 0, (0, 0, 9, 9))], []).startswith(damaged)


def test_two_places_of_one_role_are_a_mistake(paper: bytes) -> None:
    with pytest.raises(ValueError):
        prepare(paper, [*PLACES, SignaturePlace(HEAD, 2, (0, 0, 9, 9))], [])


def test_signed_and_checked(
    prepared: bytes, preparer: Key, head: Key, trust: TrustStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, verdict = sign_and_check(prepared, PREPARER, preparer, when=NOW, reason="Lập biểu", trust=trust)
    assert verdict.level is Level.SIGNER_MISSING
    _second, verdict = sign_and_check(first, HEAD, head, when=NOW, reason="Ký", trust=trust)
    assert (verdict.level, verdict.report) == (
        Level.FACILITY_TRUSTED,
        {"signature_places": [PREPARER, HEAD], "total": 128},
    )
    _unpinned, verdict = sign_and_check(first, HEAD, head, when=NOW, reason="Ký", trust=TrustStore())
    assert verdict.level is Level.FACILITY_UNKNOWN

    damaged = first.replace(b"tong so 128", b"tong so 129")
    with pytest.raises(errors.DoubtfulSignature):
        sign_and_check(damaged, HEAD, head, when=NOW, reason="Ký", trust=trust)
    monkeypatch.setattr(signing, "sign", lambda *_args, **_options: first)
    with pytest.raises(errors.DoubtfulSignature):
        sign_and_check(first, HEAD, head, when=NOW, reason="Ký", trust=trust)


def test_attachment_of_another_kind(paper: bytes) -> None:
    raw = prepare(paper, [], [Attachment("danh-sach.csv", b"a;b", "text/csv", "Danh sách")])
    spec = PdfFileReader(BytesIO(raw)).root["/AF"][0]
    assert (spec["/Desc"], spec["/EF"]["/F"]["/Subtype"]) == ("Danh sách", "/text/csv")
