"""Which pictures may stand on a paper, how they look in their places, and where the seal goes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.units import mm

from carebook.records.signing import HEAD, SEAL
from carebook.reports.monthly import draw
from carebook.reports.paper.appearance import Picture, seal_appearance, signature_appearance
from carebook.reports.paper.signature_pictures import MOST_BYTES, problem_with, problem_with_width
from carebook.reports.paper.signatures import PICTURE_WIDTH, SEAL_SIDE
from tests.picture_samples import blue_signature, png, red_seal
from tests.reports.reading import flat, font_names
from tests.reports.samples import report

WHEN = datetime(2026, 11, 5, 2, 12, 30, tzinfo=UTC)


def closed_ground(mode: str = "RGBA") -> bytes:
    return png(Image.new(mode, (200, 80), "white"))


def with_a_clear_colour() -> bytes:
    """A palette picture one of whose colours is see-through."""
    picture = Image.new("P", (200, 80), 0)
    picture.putpalette([255, 255, 255, 20, 40, 160])
    out = BytesIO()
    picture.save(out, "PNG", transparency=0)
    return out.getvalue()


@pytest.mark.parametrize(
    ("picture", "problem"),
    [
        (blue_signature(), ""),
        (red_seal(), ""),
        (with_a_clear_colour(), ""),
        (closed_ground(), "The ground"),
        (closed_ground("RGB"), "The ground"),
        (png(Image.new("RGB", (200, 80), "white"), "JPEG"), "This is not a whole PNG"),
        (b"", "This is not a whole PNG"),
        (b"%PDF-1.7", "This is not a whole PNG"),
        (blue_signature()[:-40], "This is not a whole PNG"),
        (blue_signature().replace(b"IDAT", b"IDAX", 1), "This is not a whole PNG"),
        (blue_signature()[:60] + bytes([blue_signature()[60] ^ 4]) + blue_signature()[61:], "This is not a whole PNG"),
        (png(Image.new("RGBA", (30, 30))), "The picture has"),
        (png(Image.new("LA", (3001, 60))), "The picture has"),
        (b"\x89PNG\r\n\x1a\n" + bytes(MOST_BYTES), "The picture is larger"),
    ],
)
def test_a_picture_is_a_png_with_see_through_ground(picture: bytes, problem: str) -> None:
    found = problem_with(picture)
    assert (found.id if found else "").startswith(problem)
    assert bool(found) == bool(problem)


@pytest.mark.parametrize(("width", "fits"), [(9.9, False), (10, True), (36, True), (60, True), (60.5, False)])
def test_its_width_fits_its_place(width: float, fits: bool) -> None:
    assert (problem_with_width(width) is None) == fits


def ink(pdf: bytes, foot: float = 0) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of everything drawn on the first page but its ``foot``, in points from its upper left corner."""
    scale = 4
    drawn = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("L")
    drawn = drawn.crop((0, 0, drawn.width, drawn.height - round(foot * scale)))
    box = drawn.point([255 if shade < 230 else 0 for shade in range(256)]).getbbox()
    assert box is not None
    return box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale


@pytest.mark.parametrize("picture", [None, Picture(blue_signature(), 35)], ids=["words only", "with a picture"])
def test_what_is_seen_of_a_signature(picture: Picture | None) -> None:
    pdf = signature_appearance("Nguyễn Hữu Dũng", "Giám đốc", WHEN, picture)
    printed = flat(pdf)
    assert "05/11/2026 09:12:30 +07:00" in printed
    assert ("Ký bởi: Nguyễn Hữu Dũng" in printed) == (picture is None)
    assert font_names(pdf) == {"Tinos"}
    assert signature_appearance("Nguyễn Hữu Dũng", "Giám đốc", WHEN, picture) == pdf


def test_a_signature_stands_in_the_middle_in_its_true_width() -> None:
    size = (70 * mm, 24 * mm)
    pdf = signature_appearance("A", "B", WHEN, Picture(blue_signature(), 35), size=size)
    left, top, right, _bottom = ink(pdf, foot=9)
    assert right - left == pytest.approx(35 * mm, abs=3)
    assert (left + right) / 2 == pytest.approx(35 * mm, abs=2)
    assert top >= 0
    too_high = signature_appearance("A", "B", WHEN, Picture(red_seal(), 60), size=size)
    left, _top, right, bottom = ink(too_high, foot=9)
    assert right - left < 24 * mm
    assert bottom <= 24 * mm


@pytest.mark.parametrize("width", [20, 36])
def test_a_seal_has_its_true_size_and_ends_at_the_right(width: float) -> None:
    pdf = seal_appearance("Trung tâm", WHEN, Picture(red_seal(), width))
    left, top, right, bottom = ink(pdf)
    assert right == pytest.approx(SEAL_SIDE, abs=1.5)
    assert right - left == pytest.approx(width * mm, abs=2)
    assert (top + bottom) / 2 == pytest.approx(SEAL_SIDE / 2, abs=1)


def test_a_seal_without_a_picture_is_said_in_words_that_leave_the_signature_free() -> None:
    pdf = seal_appearance("Trung tâm Bảo trợ xã hội tỉnh Quảng Ninh", WHEN)
    printed = flat(pdf)
    assert "Đã đóng dấu số: Trung tâm Bảo trợ xã hội tỉnh Quảng Ninh 05/11/2026 09:12:30 +07:00" in printed
    _left, _top, right, _bottom = ink(pdf)
    assert right <= SEAL_SIDE * 0.71


def test_the_seal_covers_the_left_third_of_the_signature() -> None:
    places = {place.role: place for place in draw(report(sealed=True)).places}
    head, seal = places[HEAD], places[SEAL]
    assert head.page == seal.page
    left, bottom, right, top = seal.rect
    middle = (head.rect[0] + head.rect[2]) / 2
    picture_left = middle - PICTURE_WIDTH / 2
    assert right - picture_left == pytest.approx(PICTURE_WIDTH / 3, abs=0.2)
    assert (right - left, top - bottom) == pytest.approx((SEAL_SIDE, SEAL_SIDE), abs=0.2)
    assert (bottom + top) / 2 == pytest.approx((head.rect[1] + head.rect[3]) / 2, abs=0.2)
    assert [place.role for place in draw(report()).places].count(SEAL) == 0
