"""The papers of the stock: in, out and balance; minutes of a count; requisition; the book of medicines under special control."""

from __future__ import annotations

from datetime import date, timedelta

from carebook.dates import written
from carebook.records.medication import MOVE_WORDS
from carebook.reports.daily_papers.tables import SignedTables, TablePaper, slots_of
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.rules.medicines import called
from carebook.rules.stock import plain, rounded
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.stock import MoveLine, counts, ledger, moves_of, needs
from carebook.words import _, speaking

LEDGER = "BÁO CÁO XUẤT – NHẬP – TỒN THUỐC"
MINUTES = "BIÊN BẢN KIỂM KÊ THUỐC"
REQUISITION = "PHIẾU DỰ TRÙ, LĨNH THUỐC"
_AMOUNT = 17.0  # millimetres
CONTROLLED = "SỔ THEO DÕI THUỐC KIỂM SOÁT ĐẶC BIỆT"


def gather_ledger(
    reader: Reader, first: date, last: date, *, controlled: bool = False, printed_by: str = ""
) -> TablePaper:
    """In, out and balance of every medicine from ``first`` to ``last``; of those under special control only, or of all."""
    words = code_lists.words(reader)
    rows = [
        GridRow(
            (
                *(number, called(one.medicine), words.text("medicine_unit", one.medicine.unit)),
                *map(plain, (one.opening, one.received, one.returned, one.given, one.destroyed, one.corrected)),
                plain(one.closing),
            )
        )
        for number, one in enumerate(ledger(reader, first, last, controlled=controlled), 1)
    ]
    columns = (
        *_names(),
        GridColumn("Tồn đầu kỳ", least=_AMOUNT),
        GridColumn("Nhập", "Nhập trong kỳ", least=_AMOUNT),
        GridColumn("Trả lại", "Nhập trong kỳ", least=_AMOUNT),
        GridColumn("Cấp, dùng", "Xuất trong kỳ", least=_AMOUNT),
        GridColumn("Hủy", "Xuất trong kỳ", least=_AMOUNT),
        GridColumn("Điều chỉnh kiểm kê", least=_AMOUNT),
        GridColumn("Tồn cuối kỳ", least=_AMOUNT),
    )
    about = f"Từ ngày {written(first)} đến ngày {written(last)}"
    note = "Tồn đầu kỳ + nhập + trả lại − cấp, dùng − hủy ± điều chỉnh = tồn cuối kỳ."
    return TablePaper(
        facility.facility(reader),
        LEDGER,
        (SignedTables("Xuất nhập tồn", about, (("", Grid(columns, tuple(rows))),), (note,)),),
        slots_of("Người lập", "Phụ trách y tế", "Thủ trưởng đơn vị"),
        printed_by=printed_by,
    )


def gather_minutes(reader: Reader, minutes_no: str, *, printed_by: str = "") -> TablePaper:
    """The minutes of one counting: what the book held of each lot and what was there."""
    words = code_lists.words(reader)
    lines = counts(reader, minutes_no)
    rows = []
    for number, one in enumerate(lines, 1):
        more = rounded((one.count.counted or 0.0) - one.count.expected)
        rows.append(
            GridRow(
                (
                    *(number, called(one.medicine), words.text("medicine_unit", one.medicine.unit)),
                    one.lot.lot if one.lot is not None else "",
                    one.lot.expires_on if one.lot is not None else None,
                    *(plain(one.count.expected), plain(one.count.counted or 0.0)),
                    *(plain(more) if more > 0 else None, plain(-more) if more < 0 else None),
                    one.count.because,
                )
            )
        )
    columns = (
        *_names(),
        GridColumn("Số lô"),
        GridColumn("Hạn dùng", align="center"),
        GridColumn("Sổ sách", "Số lượng", align="right"),
        GridColumn("Thực tế", "Số lượng", align="right"),
        GridColumn("Thừa", "Chênh lệch", align="right"),
        GridColumn("Thiếu", "Chênh lệch", align="right"),
        GridColumn("Lý do", grows=2),
    )
    days = sorted({one.count.counted_on for one in lines if one.count.counted_on})
    about = f"Số {minutes_no}" + (f", ngày {written(days[-1])}" if days else "")
    names = ("Người kiểm kê", {one.counter for one in lines}), ("Người chứng kiến", {one.witness for one in lines})
    told = tuple((what, ", ".join(sorted(filter(None, who)))) for what, who in names if any(who))
    return TablePaper(
        facility.facility(reader),
        MINUTES,
        (SignedTables("Kiểm kê", about, (("", Grid(columns, tuple(rows))),), lines=told),),
        slots_of("Người kiểm kê", "Người chứng kiến", "Thủ trưởng đơn vị"),
        printed_by=printed_by,
    )


def gather_requisition(reader: Reader, day: date, days: int, *, printed_by: str = "") -> TablePaper:
    """What is asked for so many days after a day; medicines of which nothing is needed are left out."""
    words = code_lists.words(reader)
    asked = [one for one in needs(reader, day, days) if one.asked]
    rows = [
        GridRow(
            (
                *(number, called(one.medicine), words.text("medicine_unit", one.medicine.unit)),
                *map(plain, (one.planned, one.used, one.medicine.keep_at_least or 0.0, one.usable, one.asked)),
                *("", ""),
            )
        )
        for number, one in enumerate(asked, 1)
    ]
    columns = (
        *_names(),
        GridColumn(f"Cần theo đơn {days} ngày tới", align="right"),
        GridColumn(f"Đã dùng {days} ngày qua", align="right"),
        GridColumn("Mức giữ lại", align="right"),
        GridColumn("Tồn dùng được", align="right"),
        GridColumn("Đề nghị", align="right"),
        GridColumn("Duyệt", align="right", least=16),
        GridColumn("Ghi chú", least=20),
    )
    until = day + timedelta(days=days)
    about = f"Cho {days} ngày, từ ngày {written(day + timedelta(days=1))} đến ngày {written(until)}"
    note = "Đề nghị = số lớn hơn giữa cần theo đơn và đã dùng + mức giữ lại − tồn dùng được (không kể lô hết hạn)."
    return TablePaper(
        facility.facility(reader),
        REQUISITION,
        (SignedTables("Dự trù", about, (("", Grid(columns, tuple(rows))),), (note,)),),
        slots_of("Người lập", "Phụ trách y tế", "Thủ trưởng đơn vị"),
        printed_by=printed_by,
    )


def gather_controlled(reader: Reader, first: date, last: date, *, printed_by: str = "") -> TablePaper:
    """The book of each medicine under special control, move after move with what was left; it names who was given it."""
    words = code_lists.words(reader)
    sheets, people = [], set()
    for one in ledger(reader, first, last, controlled=True):
        moves = moves_of(reader, one.id, first, last)
        people |= {move.person_id for move in moves if move.person_id}
        unit = words.text("medicine_unit", one.medicine.unit)
        told = (
            ("Thuốc", f"{called(one.medicine)} ({unit})"),
            ("Tồn đầu kỳ", f"{plain(one.opening)}".replace(".", ",")),
        )
        sheets.append(
            SignedTables(
                called(one.medicine),
                f"Từ ngày {written(first)} đến ngày {written(last)}",
                (("", Grid(_CONTROLLED_COLUMNS, tuple(map(_controlled_row, moves)))),),
                ("Tên người có hồ sơ bảo mật được thay bằng tên thay thế.",),
                told,
            )
        )
    return TablePaper(
        facility.facility(reader),
        CONTROLLED,
        tuple(sheets),
        slots_of("Người giữ thuốc", "Phụ trách y tế", "Thủ trưởng đơn vị"),
        tuple(sorted(people)),
        printed_by,
    )


_CONTROLLED_COLUMNS = (
    GridColumn("Ngày", align="center"),
    GridColumn("Nội dung, số chứng từ", grows=2),
    GridColumn("Số lô"),
    GridColumn("Nhập", align="right"),
    GridColumn("Xuất", align="right"),
    GridColumn("Còn lại", align="right"),
    GridColumn("Người thực hiện"),
    GridColumn("Người chứng kiến"),
    GridColumn("Ghi chú"),
)


def _controlled_row(one: MoveLine) -> GridRow:
    move = one.move
    with speaking("vi"):
        what = one.who or _(MOVE_WORDS[move.kind])
    into, out = (plain(move.amount), None) if move.amount > 0 else (None, plain(-move.amount))
    told = ", ".join(filter(None, (what, move.paper_no)))
    return GridRow((move.moved_on, told, one.lot.lot, into, out, plain(one.left), one.by, one.witness, move.because))


def _names() -> tuple[GridColumn, ...]:
    return (
        GridColumn("TT", align="center"),
        GridColumn("Tên thuốc, hàm lượng", grows=2),
        GridColumn("Đơn vị", align="center"),
    )
