"""The overview on paper: one sheet however much there is to tell."""

from __future__ import annotations

import pytest

from carebook.records.facility import Facility
from carebook.reports import today
from carebook.reports.grid import Grid, GridColumn, GridRow
from tests.reports.reading import page_sizes, words


def overview(rows: int) -> today.Overview:
    columns = (GridColumn("Khu"), GridColumn("Người"), GridColumn("Trống"))
    part = today.Part("Khu và giường", Grid(columns, tuple(GridRow((f"Khu {n}", 1000 + n, n)) for n in range(rows))))
    nothing = today.Part("Việc đến hạn", Grid(columns, ()), "Không có việc nào đến hạn.")
    numbers = (("145", "có mặt"), ("42", "giường trống"))
    facility = Facility(name="Trung tâm", parent_agency="Sở Y tế", head_post="Giám đốc")
    return today.Overview(facility, "Chủ Nhật, 22/11/2026", numbers, (part, part), (nothing, part), printed_by="A in")


@pytest.mark.parametrize("rows", [0, 5, 70])
def test_it_is_one_sheet_with_every_number(rows: int) -> None:
    pdf = today.draw(overview(rows), invariant=True).pdf
    assert page_sizes(pdf) == [(210, 297)]
    told = " ".join(words(pdf, layout=True).split())
    assert "TOÀN CẢNH CƠ SỞ" in told
    assert "145" in told
    assert "Không có việc nào đến hạn." in told
    for n in range(rows):
        assert told.count(f"Khu {n} 1.{n:03} {n}") == 3
