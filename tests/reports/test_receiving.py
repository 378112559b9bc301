"""What is owed on paper and as a workbook: when each report came, late ones and missing ones in words."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

from python_calamine import CalamineWorkbook

from carebook.records.facility import Facility
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReportingFacility
from carebook.reports.receiving import OwedPaper, draw, workbook
from carebook.rules.receiving import Owed
from tests.reports.reading import flat, words

DEPARTMENT = Facility(name="Sở Y tế", symbol="SYT", parent_agency="UBND tỉnh", place="Hạ Long", book_kind="department")
LOTUS = ReportingFacility(id="hs", name="Cơ sở Hoa Sen")
ORCHID = ReportingFacility(id="lr", name="Cơ sở Lan Rừng")
TIMES = ("2026-09", "2026-10", "2026-11")


def owed(
    center: ReportingFacility,
    time: str,
    day: int | None,
    *,
    late: bool = False,
    missing: bool = False,
    version: int = 1,
) -> Owed:
    month = int(time[-2:])
    came = datetime(2026, month, day, 2, 0, tzinfo=UTC) if day is not None else None
    parcel = (
        ReceivedParcel(received_at=came, file_name="a.pdf", file_hash="x", report_version=version) if came else None
    )
    return Owed(center, ReportKind.MONTHLY, time, date(2026, month, 25), parcel, late, missing)


def paper() -> OwedPaper:
    """The lotus sent September in time and October late; the orchid reports from October on and sent nothing."""
    found = (
        owed(LOTUS, "2026-09", 23),
        owed(LOTUS, "2026-10", 27, late=True),
        owed(LOTUS, "2026-11", None),
        owed(ORCHID, "2026-10", None, missing=True),
        owed(ORCHID, "2026-11", None),
    )
    return OwedPaper(
        DEPARTMENT,
        ReportKind.MONTHLY,
        (LOTUS, ORCHID),
        TIMES,
        ("09/2026", "10/2026", "11/2026"),
        {(one.facility.id, one.period): one for one in found},
        date(2026, 11, 22),
        "Mạc Thị Hải Đường in",
    )


def test_each_report_stands_as_it_came() -> None:
    assert [row.values for row in paper().grid.rows] == [
        ("Cơ sở Hoa Sen", "23/09", "muộn 27/10", ""),
        ("Cơ sở Lan Rừng", None, "thiếu", ""),
    ]


def test_a_later_version_is_named() -> None:
    made = replace(paper(), owed={(LOTUS.id, "2026-09"): owed(LOTUS, "2026-09", 29, version=2)})
    assert made.grid.rows[0].values[1] == "29/09 (bản 2)"


def test_the_paper_says_which_times_are_lacking() -> None:
    told = flat(draw(paper()).pdf)
    assert "Theo dõi nộp báo cáo tháng" in told
    assert "(Đến ngày 22/11/2026; tháng 10/2026 thiếu 1)" in told
    lines = words(draw(paper()).pdf, layout=True).splitlines()
    lotus = next(line for line in lines if "Hoa Sen" in line)
    assert lotus.split()[-3:] == ["23/09", "muộn", "27/10"]
    orchid = next(line for line in lines if "Lan Rừng" in line)
    assert orchid.split()[-2:] == ["–", "thiếu"]


def test_the_workbook_says_the_same() -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook(paper()))).get_sheet_by_index(0).to_python()
    rows = {line[0]: [str(cell) for cell in line[1:4]] for line in sheet if line}
    assert rows["Cơ sở Hoa Sen"] == ["23/09", "muộn 27/10", ""]
