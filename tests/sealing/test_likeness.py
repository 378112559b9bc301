"""A paper that comes back is the one given out, rewritten or not; anything drawn otherwise is another paper."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from reportlab.pdfgen.canvas import Canvas

from carebook.records.signing import DATA_FILE, HEAD, PREPARER
from carebook.sealing.errors import UnreadablePdf
from carebook.sealing.keys import Key
from carebook.sealing.likeness import is_same_paper
from carebook.sealing.sign import Attachment, prepare, sign

from .conftest import DATA, NOW, PLACES, Authority, signed_outside

name = generic.pdf_name


def rewritten(raw: bytes) -> bytes:
    """The file written anew, as many tools do before they sign: other object numbers, another cross-reference."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(raw)))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def changed(raw: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(raw))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def overlaid(raw: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=b"200 500 200 40 re f")))

    return changed(raw, change)


def noted(raw: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        box = generic.ArrayObject(map(generic.NumberObject, (100, 100, 200, 200)))
        square = {name("/Type"): name("/Annot"), name("/Subtype"): name("/Square"), name("/Rect"): box}
        page = writer.root["/Pages"]["/Kids"][1]
        page["/Annots"].append(writer.add_object(generic.DictionaryObject(square)))
        writer.update_container(page)

    return changed(raw, change)


def resized(raw: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300)))
        writer.update_container(page)

    return changed(raw, change)


def test_signed_elsewhere_in_every_usual_way(prepared: bytes, preparer: Key, authority: Authority) -> None:
    assert is_same_paper(prepared, signed_outside(prepared, authority.person, HEAD))
    assert is_same_paper(prepared, signed_outside(prepared, authority.person, "Signature1", box=True))
    assert is_same_paper(prepared, signed_outside(rewritten(prepared), authority.person, HEAD))
    once = sign(prepared, PREPARER, preparer, when=NOW, reason="Lập biểu")
    assert is_same_paper(once, signed_outside(once, authority.person, HEAD))


@pytest.mark.parametrize("change", [overlaid, noted, resized])
@pytest.mark.parametrize("writes", [bytes, rewritten])
def test_what_was_changed_before_signing_is_another_paper(
    prepared: bytes, authority: Authority, change: Callable[[bytes], bytes], writes: Callable[[bytes], bytes]
) -> None:
    assert not is_same_paper(prepared, signed_outside(writes(change(prepared)), authority.person, HEAD))


def test_other_data_other_words_fewer_pages(paper: bytes, prepared: bytes) -> None:
    assert not is_same_paper(prepared, prepare(paper, PLACES, [Attachment(DATA_FILE, DATA.replace(b"128", b"138"))]))
    assert not is_same_paper(prepared, prepare(paper, PLACES, []))
    for pages, total in ((3, 138), (2, 128)):
        output = BytesIO()
        canvas = Canvas(output, pageCompression=0)
        for page in range(pages):
            canvas.drawString(72, 700, f"Bao cao thang 10/2026, trang {page + 1}: tong so {total} nguoi")
            canvas.showPage()
        canvas.save()
        assert not is_same_paper(paper, output.getvalue())


def test_what_is_no_pdf(prepared: bytes) -> None:
    with pytest.raises(UnreadablePdf):
        is_same_paper(prepared, b"khong phai PDF")
