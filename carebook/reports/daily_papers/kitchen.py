"""The kitchen's two books on paper: the three-step food check (sổ kiểm thực ba bước) and the samples kept (sổ lưu mẫu)."""

from __future__ import annotations

from datetime import date, datetime

from carebook.dates import clock, local, written
from carebook.records.meals import FoodCheck
from carebook.reports.daily_papers.tables import SignedTables, TablePaper, slots_of
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.store import facility
from carebook.store.book import Reader
from carebook.store.code_lists import Codes, words
from carebook.store.kitchen import food_checks, food_samples, sample_hours
from carebook.store.shifts.sheets import staff_names

STEPS = ("Bước 1: Kiểm tra trước khi chế biến", "Bước 2: Kiểm tra khi chế biến", "Bước 3: Kiểm tra trước khi ăn")
_TT = GridColumn("TT", align="center")


def check_book(reader: Reader, first: date, last: date, *, printed_by: str = "") -> TablePaper:
    """Sổ kiểm thực ba bước of some days, a table for each step. It names only staff."""
    found, codes, names = food_checks(reader, first, last), words(reader), staff_names(reader)
    tables = tuple(
        (heading, _step_grid([one for one in found if one.step == step], codes, names, step))
        for step, heading in enumerate(STEPS, 1)
    )
    return TablePaper(
        facility.facility(reader),
        "SỔ KIỂM THỰC BA BƯỚC",
        (SignedTables("Kiểm thực", _span(first, last), tables),),
        slots_of("Người kiểm tra", "Bếp trưởng", "Phụ trách dinh dưỡng"),
        (),
        printed_by,
    )


def sample_book(reader: Reader, first: date, last: date, *, printed_by: str = "") -> TablePaper:
    """Sổ lưu mẫu thức ăn of some days: taken and thrown away when and by whom. It names only staff."""
    codes, names = words(reader), staff_names(reader)
    rows = tuple(
        GridRow(
            (
                n,
                written(one.served_on) if one.served_on else "",
                codes.text("meal", one.meal),
                one.dish,
                one.amount,
                _moment(one.taken_at),
                names.get(one.taken_by_id or "", ""),
                one.kept_at,
                _moment(one.thrown_at),
                names.get(one.thrown_by_id or "", ""),
            )
        )
        for n, one in enumerate(food_samples(reader, first, last), 1)
    )
    columns = (
        _TT,
        GridColumn("Ngày", align="center"),
        GridColumn("Bữa", align="center"),
        GridColumn("Món ăn", align="left", grows=3),
        GridColumn("Lượng mẫu", align="center"),
        GridColumn("Lấy mẫu lúc", align="center"),
        GridColumn("Người lấy mẫu", align="left", grows=2),
        GridColumn("Nơi lưu, nhiệt độ", align="left", grows=2),
        GridColumn("Hủy mẫu lúc", align="center"),
        GridColumn("Người hủy mẫu", align="left", grows=2),
    )
    note = f"Mẫu được lưu ít nhất {sample_hours(reader, last)} giờ kể từ khi lấy mẫu."
    return TablePaper(
        facility.facility(reader),
        "SỔ LƯU MẪU THỨC ĂN",
        (SignedTables("Lưu mẫu", _span(first, last), (("", Grid(columns, rows)),), (note,)),),
        slots_of("Người lưu mẫu", "Bếp trưởng", "Phụ trách dinh dưỡng"),
        (),
        printed_by,
    )


def _step_grid(checks: list[FoodCheck], codes: Codes, names: dict[str, str], step: int) -> Grid:
    rows = tuple(
        GridRow(
            (
                n,
                written(one.served_on) if one.served_on else "",
                codes.text("meal", one.meal) if one.meal else "",
                one.food,
                *((one.supplier, one.amount) if step == 1 else ()),
                _moment(one.checked_at),
                "Đạt" if one.good else "Không đạt",
                one.remedy,
                names.get(one.checker_id or "", ""),
            )
        )
        for n, one in enumerate(checks, 1)
    )
    bought = (GridColumn("Nơi cung cấp", align="left", grows=2), GridColumn("Khối lượng", align="center"))
    columns = (
        _TT,
        GridColumn("Ngày", align="center"),
        GridColumn("Bữa", align="center"),
        GridColumn("Thực phẩm" if step == 1 else "Món ăn", align="left", grows=3),
        *(bought if step == 1 else ()),
        GridColumn("Kiểm tra lúc", align="center"),
        GridColumn("Kết quả", align="center"),
        GridColumn("Biện pháp xử lý", align="left", grows=2),
        GridColumn("Người kiểm tra", align="left", grows=2),
    )
    return Grid(columns, rows)


def _moment(at: datetime | None) -> str:
    return f"{clock(at)} {local(at):%d/%m}" if at is not None else ""


def _span(first: date, last: date) -> str:
    if first == last:
        return f"Ngày {written(first)}"
    return f"Từ ngày {written(first)} đến ngày {written(last)}"
