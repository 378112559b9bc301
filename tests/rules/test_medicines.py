"""Lists of medicines and of orders read from spreadsheets: headings, words, hours, and what is wrong with which row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from carebook.rules.list_import import Sheet
from carebook.rules.medicines import read_medicines, read_orders
from carebook.rules.medicines.times import Unreadable, when_of
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
        {"hours": "sáng thứ 2"},
        {"dose": "2 viên", "hours": "sáng 1, tối 1"},
        {"hours": "khi cần"},
        {"hours": "khi đau"},
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


@pytest.mark.parametrize(
    ("typed", "found", "amounts"),
    [
        ("08:00, 20:00", "08 20", {}),
        ("8h, 20h", "08 20", {}),
        ("8, 20", "08 20", {}),
        ("7-12-17", "07 12 17", {}),
        ("8 giờ sáng, 8 giờ tối", "08 20", {}),
        ("sáng 1, tối 1", "08 20", {"08": 1, "20": 1}),
        ("Tối 1 viên - Sáng 2 viên", "08 20", {"08": 2, "20": 1}),
        ("½ viên sáng, 1 viên buổi tối", "08 20", {"08": 0.5, "20": 1}),
        ("sáng 0,5", "08", {"08": 0.5}),
        ("S-C", "08 17", {}),
        ("S, T", "08 20", {}),
        ("S1-T2", "08 20", {"08": 1, "20": 2}),
        ("S/Tr/C/T", "08 12 17 20", {}),
        ("sáng/chiều", "08 17", {}),
        ("1-0-1", "08 20", {"08": 1, "20": 1}),
        ("1-1-1-½", "08 12 17 20", {"08": 1, "12": 1, "17": 1, "20": 0.5}),
        ("ngày 1 lần", "08", {}),
        ("ngày 2 lần", "08 20", {}),
        ("Ngày uống 02 lần", "08 20", {}),
        ("3 lần/ngày", "08 12 20", {}),
        ("4 lần mỗi ngày", "08 12 17 20", {}),
        ("ngày 2 lần sáng - chiều", "08 17", {}),
        ("mỗi 12 giờ", "08 20", {}),
        ("trước khi ngủ", "20", {}),
        ("uống sau ăn sáng", "08", {}),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, found: str, amounts: dict[str, float]) -> None:
    when = when_of(typed, rounds())
    assert (" ".join(when.rounds), when.amounts, when.as_needed) == (found, amounts, False)


@pytest.mark.parametrize(
    ("typed", "needed_for", "most", "apart"),
    [
        ("khi cần", "", None, None),
        ("PRN", "", None, None),
        ("khi đau, tối đa 4 lần/ngày, cách 6 giờ", "đau", 4, 6),
        ("Khi sốt trên 38,5 độ tối đa 3 lần", "sốt trên 38,5 độ", 3, None),
        ("ngày 2 lần khi khó thở", "khó thở", 2, None),
        ("nếu mất ngủ không quá 1 lần/ngày", "mất ngủ", 1, None),
    ],
)
def test_what_is_given_as_needed_says_for_what_and_how_often(
    typed: str, needed_for: str, most: int | None, apart: int | None
) -> None:
    when = when_of(typed, rounds())
    assert (when.as_needed, when.rounds, when.needed_for, when.most_a_day, when.hours_between) == (
        *(True, (), needed_for, most),
        apart,
    )


@pytest.mark.parametrize(
    ("typed", "every", "each", "food"),
    [
        ("cách ngày, sáng 1 viên", 2, None, ""),
        ("3 ngày 1 lần", 3, None, ""),
        ("tuần 1 lần", 7, None, ""),
        ("ngày 2 lần, mỗi lần 1 viên", 1, 1, ""),
        ("1v x 2 lần/ngày", 1, 1, ""),
        ("ngày 1 viên chia 2 lần, sau ăn", 1, 0.5, "sau ăn"),
        ("sáng 1 viên lúc đói", 1, None, "lúc đói"),
    ],
)
def test_days_amounts_and_meals_are_read_with_the_times(typed: str, every: int, each: float | None, food: str) -> None:
    when = when_of(typed, rounds())
    assert (when.every_days, when.each, when.with_food) == (every, each, food)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "9h", "25h", "7h30", "đêm", "sáng thứ 2", "sáng 500mg", "2-2", "ngày 5 lần", "mỗi 8 giờ", "theo y lệnh"),
        *("ngày 3 lần sáng tối", "tuần 2 lần", "ngày 1 viên", "tối khi mất ngủ", "khi cần tối đa 4 viên/ngày"),
        *("sáng 1/0", "tối đa 3 lần/ngày", "8h?", "0-0-0"),
    ],
)
def test_what_is_not_understood_is_never_passed_over(typed: str) -> None:
    with pytest.raises(Unreadable):
        when_of(typed, rounds())


def test_amounts_that_differ_become_orders_of_their_own_and_columns_of_the_day_are_read() -> None:
    read = orders(row(dose="", hours="sáng 2, trưa 1, tối 1"))
    assert [(one.order.dose, one.order.rounds, bool(one.order.accepted_because)) for one in read.rows] == [
        (2.0, ("08",), False),
        (1.0, ("12", "20"), True),
    ]
    head = ("Họ tên", "Tên thuốc", "Sáng", "Trưa", "Chiều", "Tối", "Cách dùng")
    rows = (
        ("Trần Thị An", "Metformin", 1.0, "", "", 1.0, "sau ăn"),
        ("", "Losartan", "x", "", "", "", "uống"),
        ("", "Natri", "", "", "", "", "uống ngày 2 lần, mỗi lần 1 gói, sau ăn"),
        ("", "Lạ", "", "", "", "", ""),
    )
    found = read_orders(
        Sheet("Đơn", (head, *rows)), today=TODAY, rounds=rounds(), units=codes("medicine_unit"), ways=(), sources=()
    )
    assert [(one.order.medicine, one.order.dose, one.order.rounds, one.order.with_food) for one in found.rows] == [
        ("Metformin", 1.0, ("08", "20"), "sau ăn"),
        ("Losartan", None, ("08",), "uống"),
        ("Natri", 1.0, ("08", "20"), "sau ăn"),
    ]
    assert [one.row for one in found.problems] == [5]


def test_an_order_as_needed_takes_what_is_lacking_from_its_columns() -> None:
    head = ("Mã hồ sơ", "Tên thuốc", "Liều", "Cữ", "Khi cần", "Tối đa")
    rows = (
        ("CB-1", "Paracetamol", "1 viên", "khi cần", "sốt từ 38,5 °C", 4.0),
        ("CB-1", "Salbutamol", "2 nhát", "", "khó thở", "3 lần"),
        ("CB-1", "Diazepam", "1 viên", "khi mất ngủ", "", ""),
    )
    read = read_orders(
        Sheet("Đơn", (head, *rows)), today=TODAY, rounds=rounds(), units=codes("medicine_unit"), ways=(), sources=()
    )
    assert [(one.order.as_needed, one.order.needed_for, one.order.most_a_day) for one in read.rows] == [
        (True, "sốt từ 38,5 °C", 4),
        (True, "khó thở", 3),
    ]
    assert [(one.row, one.message.id) for one in read.problems] == [(4, "Write how often at most in 24 hours.")]
