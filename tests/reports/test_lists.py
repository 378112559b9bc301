"""Lists of people: the chosen columns under the heading, lying as they need, signed or not."""

from __future__ import annotations

from carebook.reports.grid import numbered
from carebook.reports.lists import PeopleList, draw
from carebook.reports.paper.facts import Numbering, Slot, Way
from tests.reports.reading import flat, page_sizes, words
from tests.reports.samples import LETTERHEAD


def people(columns: int, rows: int = 60, **more: object) -> PeopleList:
    grid = numbered(
        ("Họ và tên", *(f"Cột {n}" for n in range(columns - 2))),
        [(f"Người {m:03}", *(f"ô {m}.{n}" for n in range(columns - 2))) for m in range(rows)],
    )
    return PeopleList(letterhead=LETTERHEAD, title="Danh sách đối tượng", grid=grid, **more)  # type: ignore[arg-type]


def test_a_list_prints_every_row_under_the_heading() -> None:
    pdf = draw(people(4, about="Khu A, đến ngày 05/11/2026", notes=("Bản không có tên thật.",))).pdf
    printed = flat(pdf)
    assert all(f"Người {n:03}" in printed for n in range(60))
    for expected in (
        "DANH SÁCH ĐỐI TƯỢNG",
        "Khu A, đến ngày 05/11/2026",
        "Danh sách có 60 dòng.",
        "Bản không có tên thật.",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ):
        assert expected in printed
    assert "Số:" not in printed


def test_few_columns_stand_upright_many_lie_across() -> None:
    assert set(page_sizes(draw(people(4)).pdf)) == {(210, 297)}
    assert set(page_sizes(draw(people(9)).pdf)) == {(297, 210)}


def test_a_signed_list_tells_its_places_and_keeps_rows_above_them() -> None:
    slots = (Slot("preparer", ("NGƯỜI LẬP",), "Lê Thị Hoa", way=Way.DIGITAL), Slot("head", ("GIÁM ĐỐC",), "Dũng"))
    drawn = draw(people(4, slots=slots, numbering=Numbering("DS", "3")))
    (place,) = drawn.places
    assert place.role == "preparer"
    assert "Người 059" in words(drawn.pdf, place.page)
    assert "Số: 03/DS-TTBTXH" in flat(drawn.pdf, 0)


def test_who_printed_it_stands_on_every_page() -> None:
    pdf = draw(people(4, printed_by="In ngày 05/11/2026, người in: Lê Thị Hoa")).pdf
    assert all("người in: Lê Thị Hoa" in flat(pdf, n) for n in range(len(page_sizes(pdf))))


def test_an_empty_list_prints() -> None:
    assert "Danh sách có 0 dòng." in flat(draw(people(4, rows=0)).pdf)
