"""Lists of medicines and of orders read from spreadsheets: headings, words, hours, and what is wrong with which row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from carebook.rules.list_import import Sheet
from carebook.rules.medicines import read_medicines, read_orders
from tests.medication_samples import TODAY, codes, rounds

HEAD = (
    "TT",
    "Mã hồ sơ",
    "Họ và tên",
    "Tên thuốc",
    "Hàm lượng",
    "Liều",
    "Giờ dùng",
    "Từ ngày",
    "Đến ngày",
    "Bác sĩ",
    "Nguồn",
)


def orders(*rows: tuple[Any, ...]) -> Any:
    sheet = Sheet("Đơn", (("DANH SÁCH ĐƠN THUỐC",), (), HEAD, *rows))
    return read_orders(
        sheet,
        today=TODAY,
        rounds=rounds(),
        units=codes("medicine_unit"),
        ways=codes("medicine_way"),
        sources=codes("medicine_source"),
    )


def row(**given: Any) -> tuple[Any, ...]:
    values = {
        "number": 1,
        "code": "CB-000412",
        "name": "",
        "medicine": "Amlodipin",
        "strength": "5 mg",
        "dose": "1 viên",
        "hours": "8h, 20h",
        "since": "01/11/2026",
        "until": "",
        "doctor": "BS. Hương",
        "source": "BHYT",
    }
    return tuple((values | given).values())


def test_an_order_is_read_with_its_hours_days_and_words() -> None:
    read = orders(row(dose=0.5, hours="08:00; 20:00", until=datetime(2026, 12, 1), source="Gia đình"), ("Tổng cộng",))
    (one,) = read.rows
    assert read.problems == ()
    assert (one.row, one.code, one.order.dose, one.order.rounds) == (4, "CB-000412", 0.5, ("08", "20"))
    assert (one.order.from_on, one.order.to_on) == (date(2026, 11, 1), date(2026, 12, 1))
    assert (one.order.source, one.order.prescribed_on) == ("family", date(2026, 11, 1))


def test_whom_it_is_for_is_repeated_and_a_day_that_is_missing_is_today() -> None:
    read = orders(row(code="", name="Trần  Thị An"), row(code="", medicine="Metformin", since=""))
    assert [(one.person, one.order.from_on) for one in read.rows] == [
        ("Trần Thị An", date(2026, 11, 1)),
        ("Trần Thị An", TODAY),
    ]


@pytest.mark.parametrize(
    ("given", "dose"), [("1/2", 0.5), ("0,5 viên", 0.5), ("1.5", 1.5), (2.0, 2.0), ("½?", None), ("1/0", None)]
)
def test_amounts_as_people_write_them(given: object, dose: float | None) -> None:
    read = orders(row(dose=given))
    assert [one.order.dose for one in read.rows] == ([] if dose is None else [dose])
    assert [one.row for one in read.problems] == ([4] if dose is None else [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": "9h"},
        {"hours": "sáng"},
        {"hours": ""},
        {"since": "31/02/2026"},
        {"source": "Kho khác"},
        {"dose": "một viên"},
        {"hours": "25h"},
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(wrong: dict[str, str]) -> None:
    read = orders(row(), row(**wrong))
    assert [one.row for one in read.rows] == [4]
    assert [one.row for one in read.problems] == [5]


def test_a_list_of_medicines_is_read_under_its_title() -> None:
    head = (
        "STT",
        "Tên thuốc",
        "Hoạt chất",
        "Nồng độ, hàm lượng",
        "Dạng bào chế",
        "ĐVT",
        "Kiểm soát đặc biệt",
        "Mức giữ",
    )
    rows = (
        (1.0, "Amlodipin", "Amlodipin", "5 mg", "Viên nén", "Viên", "", 60.0),
        (2.0, "Morphin", "", 10.0, "thuốc tiêm", "ỐNG", "x", ""),
        (3.0, "", "", "", "", "", "", ""),
        (4.0, "Lạ", "", "", "Khối", "", "", "nhiều"),
    )
    sheet = Sheet("Thuốc", (("DANH MỤC THUỐC",), head, *rows))
    read = read_medicines(sheet, forms=codes("medicine_form"), units=codes("medicine_unit"))
    first, second = (one.medicine for one in read.rows)
    assert (first.unit, first.form, first.keep_at_least, first.controlled) == ("tablet", "tablet", 60.0, False)
    assert (second.substance, second.strength, second.form, second.unit) == ("Morphin", "10", "injection", "ampoule")
    assert second.controlled
    assert [one.row for one in read.problems] == [6]
    nothing = read_medicines(Sheet("x", (("a", "b"), ("c",))), forms=(), units=())
    assert (nothing.rows, nothing.problems) == ((), ())
