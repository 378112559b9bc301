"""What the report says about running the center: targets, staff and training, money and donations, incidents and beds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carebook.money import number, percent
from carebook.records.figures import TOTAL, RowKind, Table
from carebook.reports.narrative.comparing import Counted, compared, listed, small, table_of, value_of

if TYPE_CHECKING:
    from carebook.reports.monthly import MonthlyReport


def results(report: MonthlyReport) -> tuple[str, ...]:
    """How many targets of the year are reached and which are not; nothing without targets that can be told."""
    table = table_of(report, "B17")
    if table is None:
        return ()
    reached = {row.label: value_of(report, ("B17", row.code, "reached")) for row in table.rows}
    told = [answer for answer in reached.values() if answer is not None]
    if not told:
        return ()
    missed = [label for label, answer in reached.items() if answer == 0]
    still = f"; chưa đạt: {'; '.join(missed)}" if missed else ""
    return (f"Đạt {sum(told)}/{len(told)} chỉ tiêu của năm{still}.",)


def staff(report: MonthlyReport) -> tuple[str, ...]:
    """Who works here, who is lacking by the norms, collaborators, courses; nothing where the book does not know."""
    said = [*_posts(report), *_courses(report)]
    counted = (
        Counted("số người làm việc", "người", (("B12", TOTAL, "employed"),), "không có người làm việc"),
        Counted("cộng tác viên", "người", (("B12", "collaborators", "employed"),), "không có cộng tác viên"),
        Counted("tập huấn, truyền thông", "hoạt động", _held(report)),
    )
    return (*((" ".join(said),) if said else ()), *compared(report, *counted))


def _posts(report: MonthlyReport) -> list[str]:
    table = table_of(report, "B12")
    if table is None or not (employed := table.cell(TOTAL, "employed")):
        return []
    sentence = f"Cuối kỳ có {employed} người làm việc, có mặt {table.cell(TOTAL, 'present')}"
    kinds = [
        f"{count} {words}"
        for code, words in (("permanent", "biên chế, viên chức"), ("contract", "hợp đồng"))
        if (count := table.cell(TOTAL, code))
    ]
    said = [f"{sentence}{'; trong đó có ' + listed(kinds) if kinds else ''}."]
    if table.cell(TOTAL, "required"):
        lacking = _by_row(table, "lacking")
        missing = f"So với định mức còn thiếu {table.cell(TOTAL, 'lacking')} người: {'; '.join(lacking)}."
        said.append(missing if lacking else "Đủ người theo định mức.")
    if learned := value_of(report, ("B12", "staff_learned", "employed")):
        said.append(f"Có {learned} nhân viên được đào tạo, bồi dưỡng trong kỳ.")
    if helpers := value_of(report, ("B12", "collaborators", "employed")):
        trained = value_of(report, ("B12", "collaborators_trained", "employed"))
        of_them = f", {trained} người được tập huấn trong kỳ" if trained else ""
        said.append(f"Có {helpers} cộng tác viên{of_them}.")
    return said


def _held(report: MonthlyReport) -> tuple[tuple[str, str, str], ...]:
    """The cells of B13 that count what was held, as far as they are known."""
    table = table_of(report, "B13")
    if table is None:
        return ()
    rows = (row.code for row in table.rows if row.kind is RowKind.ROW and table.cell(row.code, TOTAL) is not None)
    return tuple(("B13", row, TOTAL) for row in rows)


def _courses(report: MonthlyReport) -> list[str]:
    table = table_of(report, "B13")
    cells = _held(report)
    if table is None or not (held := sum(table.cell(row, TOTAL) or 0 for _table, row, _column in cells)):
        return []
    came = sum(table.cell(row, "people") or 0 for _table, row, _column in cells)
    copies = sum(table.cell(row, "copies") or 0 for _table, row, _column in cells)
    sentence = f"Tổ chức {held} lớp, hoạt động tập huấn, truyền thông: {'; '.join(_by_row(table, TOTAL))}"
    sentence += f"; {number(came)} người dự" if came else ""
    return [f"{sentence}{f'; phát {number(copies)} bản tài liệu' if copies else ''}."]


def _by_row(table: Table, column: str) -> list[str]:
    """ "điều dưỡng 2": the rows that add up to the total and are more than nought, as far as they are known."""
    return [
        f"{small(row.label)} {count}"
        for row in table.rows
        if row.kind is RowKind.ROW and (count := table.cell(row.code, column))
    ]


def finance(report: MonthlyReport) -> tuple[str, ...]:
    """Money as far as it is typed or counted: spent and received, allowances, fees; what was raised and handed on."""
    said = [*_money(report), *_raised(report)]
    counted = (
        Counted("chi", "đồng", (("B14", "spending", "done"),), "không chi"),
        Counted(
            "trợ cấp nuôi dưỡng", "tháng-người", (("B14", "nurture_months", "done"),), "không có trợ cấp nuôi dưỡng"
        ),
        Counted("vận động", "đồng", (("B15", TOTAL, "money"), ("B15", TOTAL, "goods")), "không vận động được"),
    )
    return (*((" ".join(said),) if said else ()), *compared(report, *counted))


def _money(report: MonthlyReport) -> list[str]:
    def cell(row: str, column: str = "done") -> int:
        return value_of(report, ("B14", row, column)) or 0

    said = []
    for row, words in (("source", "Nguồn kinh phí trong kỳ"), ("spending", "Chi trong kỳ")):
        if not (done := cell(row)):
            continue
        sentence = f"{words} {number(done)} đồng"
        if so_far := cell(row, "accumulated"):
            planned = cell(row, "planned")
            share = f" ({percent(so_far, planned)} dự toán)" if planned else ""
            sentence += f", lũy kế từ đầu năm {number(so_far)} đồng{share}"
        said.append(f"{sentence}.")
    if people := cell("nurture_people"):
        paid = f", đã chi {number(cell('nurture_paid'))} đồng" if cell("nurture_paid") else ""
        said.append(f"Trợ cấp nuôi dưỡng cho {people} người, {number(cell('nurture_months'))} tháng-người{paid}.")
    if funeral := cell("funeral"):
        said.append(f"Hỗ trợ mai táng {number(funeral)} đồng.")
    if due := cell("fee_due"):
        paid_in, left = number(cell("fee_paid")), number(cell("fee_left"))
        said.append(f"Gói dịch vụ phải thu {number(due)} đồng, đã thu {paid_in} đồng, còn nợ {left} đồng.")
    return said


def _raised(report: MonthlyReport) -> list[str]:
    said = []
    money, goods = (value_of(report, ("B15", TOTAL, column)) or 0 for column in ("money", "goods"))
    if money or goods:
        raised = [
            f"{words} {number(amount)} đồng"
            for words, amount in (("tiền", money), ("hiện vật quy tiền", goods))
            if amount
        ]
        givers = value_of(report, ("B15", TOTAL, "givers"))
        by = f" từ {givers} nhà tài trợ" if givers else ""
        used, left = (value_of(report, ("B15", TOTAL, column)) for column in ("used", "left"))
        told = f"; đã sử dụng {number(used)} đồng" if used else ""
        told += f"; còn lại {number(left)} đồng" if left else ""
        said.append(f"Vận động được {listed(raised)}{by}{told}.")
    if relief := value_of(report, ("B15", "relief_given", "used")):
        said.append(f"Đã phát cứu trợ {number(relief)} đồng.")
    return said


def premises(report: MonthlyReport) -> tuple[str, ...]:
    """How full the beds were and what happened in the house; nothing where the book does not know."""
    said = []
    used, all_days = (value_of(report, ("CS", "occupancy", column)) for column in ("numerator", "denominator"))
    if isinstance(used, int) and isinstance(all_days, int) and all_days:
        said.append(f"Công suất sử dụng giường trong kỳ {percent(used, all_days)}.")
    said += _incidents(report)
    happened = Counted("sự cố", "vụ", (("B16", TOTAL, TOTAL),), "không có sự cố")
    return (*((" ".join(said),) if said else ()), *compared(report, happened))


def _incidents(report: MonthlyReport) -> list[str]:
    table = table_of(report, "B16")
    if table is None or (count := table.cell(TOTAL, TOTAL)) is None:
        return []
    if not count:
        return ["Trong kỳ không ghi nhận sự cố nào."]
    kinds = [
        f"{small(row.label)} {happened}"
        for row in table.rows
        if row.kind is RowKind.ROW and (happened := table.cell(row.code, TOTAL))
    ]
    open_ = table.cell(TOTAL, "open")
    last = f"Còn {open_} sự cố đang xử lý." if open_ else "Đã xử lý xong."
    return [f"Trong kỳ ghi nhận {count} sự cố: {'; '.join(kinds)}.", last]
