"""The books of health: sổ khám bệnh, sổ theo dõi sức khỏe, who is to be examined, re-visits, wounds, treatments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carebook import dates
from carebook.records.health import ChronicCondition, Consultation, HealthCheck
from carebook.reports.case_papers.about import About, day_words, moment_words
from carebook.reports.case_papers.cases import about_nobody, center_of
from carebook.reports.forms import Form, Listing, Look, Prose, pdf, wide
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper.facts import Way
from carebook.reports.paper.page import Drawn
from carebook.reports.spreadsheet import TableSheet, tables_workbook
from carebook.rules.calendar import months_after
from carebook.rules.wounds import HEALING_WORDS
from carebook.store.book import Reader
from carebook.store.health import (
    checks_due,
    consultations,
    patients,
    revisits,
    treatments_running,
    vaccinations_due,
)
from carebook.store.wounds import look_every, open_wounds
from carebook.words import _

_TT = GridColumn("TT", align="center")
_BLANK_ROWS = 12
_YEAR = 12


@dataclass(frozen=True)
class HealthPaper:
    """One paper ready to be drawn, or several in one file; ``people`` are the ids of everybody they name."""

    form: Form
    people: frozenset[str]
    others: tuple[Form, ...] = ()


def draw(paper: HealthPaper) -> Drawn:
    """The paper as a PDF, each one on sheets of its own."""
    if paper.others:
        return pdf.draw_all([(form, False) for form in (paper.form, *paper.others)], paper.form.kind)
    return pdf.draw(paper.form)


def workbook(paper: HealthPaper) -> bytes:
    """The tables of the paper as an .xlsx, a sheet each, without the empty rows for the pen."""
    form = paper.form
    issuer, title = form.letterhead.issuer, form.kind.upper()
    sheets: list[TableSheet] = []
    heading = ""
    for one in form.parts:
        if isinstance(one, Prose):
            heading = one.text if one.look is Look.SECTION else ""
        elif isinstance(one, Listing):
            written = tuple(row for row in one.grid.rows if any(row.values))
            above = (issuer, title, *filter(None, (form.about, heading)))
            sheets.append(
                TableSheet(
                    heading or form.kind, above, replace(one.grid, rows=written), tuple(filter(None, (form.foot,)))
                )
            )
    return tables_workbook(sheets, title=form.kind, facility=issuer)


def _about(reader: Reader, today: date) -> About:
    return about_nobody(center_of(reader, today), Way.INK)


def said_day(day: date | None) -> str:
    """A day as it is printed; "" for none."""
    return day_words(day) if day is not None else ""


def _born(one: Any) -> str:
    return str(one.born.year or "") if one.born is not None and not one.born.is_unknown else ""


def _rows(found: Sequence[Sequence[str]], columns: Sequence[GridColumn], lines: int = 1) -> tuple[GridRow, ...]:
    """Numbered rows; without any, empty ones for the pen."""
    if found:
        return tuple(GridRow((str(n), *row), lines=lines) for n, row in enumerate(found, 1))
    return tuple(GridRow(("",) * len(columns), lines=2) for _n in range(_BLANK_ROWS))


def _book(
    about: About,
    kind: str,
    subject: str,
    columns: Sequence[GridColumn],
    found: Sequence[Sequence[str]],
    foot: str,
    *,
    keeper: str = "NGƯỜI GHI SỔ",
) -> Form:
    return Form(
        letterhead=about.letterhead,
        kind=kind,
        about=subject,
        across=True,
        parts=(
            Listing(Grid(tuple(columns), _rows(found, columns))),
            Prose(f"Tổng số: {len(found)} dòng.", Look.PLAIN) if found else Prose("", Look.PLAIN),
        ),
        slots=(about.signs("keeper", (keeper,), ""), about.head_signs()),
        foot=foot,
    )


def examination_book(
    reader: Reader, first: date, last: date, *, ward_id: str = "", printed_by: str = ""
) -> HealthPaper:
    """Sổ khám bệnh of the days from ``first`` to ``last``, the oldest first; of one ward, when one is given."""
    about = _about(reader, last)
    lines = [one for one in consultations(reader, first, last) if not ward_id or one.who.ward_id == ward_id]
    columns = (
        _TT,
        GridColumn("Ngày, giờ khám", align="center", least=22),
        wide("Họ và tên", 3),
        GridColumn("Năm sinh", align="center", least=13),
        GridColumn("Phòng", align="center", least=13),
        wide("Lý do khám", 3),
        wide("Chẩn đoán (ICD-10)", 4),
        GridColumn("Xử trí, lời dặn", align="left", grows=4, least=36),
        wide("Nơi khám, người khám", 3),
        GridColumn("Hẹn tái khám", align="center", least=20),
    )
    found = [
        (
            moment_words(one.held.held_at),
            one.who.name,
            _born(one.who),
            one.who.room,
            one_line(one.held.complaint),
            " ".join(filter(None, (one.held.icd, one.held.diagnosis))) or one_line(one.held.findings),
            "; ".join(filter(None, (one_line(one.held.treatment), one_line(one.held.advice)))),
            _where(about, one.held),
            said_day(one.held.again_on),
        )
        for one in lines
    ]
    period = f"Từ ngày {said_day(first)} đến ngày {said_day(last)}"
    form = _book(about, "Sổ khám bệnh", period, columns, found, printed_by)
    return HealthPaper(form, frozenset(one.who.person_id for one in lines))


def _where(about: About, held: Consultation) -> str:
    place = held.elsewhere or about.text("consultation_place", held.place)
    return "; ".join(filter(None, (place, held.doctor)))


def one_line(text: str) -> str:
    """Several typed lines as one."""
    return " ".join(text.split())


def health_register(
    reader: Reader, today: date, *, ward_id: str = "", ward: str = "", printed_by: str = ""
) -> HealthPaper:
    """Sổ theo dõi sức khỏe: every resident with lasting illnesses and the checks of the last twelve months, in the order of
    the beds.
    """
    about = _about(reader, today)
    people = patients(reader, today, months_after(today, -_YEAR), ward_id=ward_id)
    columns = (
        _TT,
        wide("Họ và tên", 3),
        GridColumn("Năm sinh", align="center", least=13),
        GridColumn("Phòng, giường", align="center", least=20),
        wide("Bệnh mạn tính (ICD-10)", 4),
        wide("Dị ứng", 2),
        GridColumn("Lần khám gần nhất", align="center", least=22),
        wide("Phân loại, kết quả", 4),
        GridColumn("Số lần khám bệnh", align="center", least=14),
        GridColumn("Ghi chú", align="left", grows=2, least=22),
    )
    found = [
        (
            one.who.name,
            _born(one.who),
            ", giường ".join(filter(None, (one.who.room, one.who.bed))),
            "; ".join(illness_words(each) for each in one.conditions),
            one.who.allergies,
            said_day(one.checks[0].checked_on) if one.checks else "",
            result_words(about, one.checks[0]) if one.checks else "",
            str(len(one.consultations) or ""),
            "",
        )
        for one in people
    ]
    subject = ", ".join(filter(None, (ward, f"12 tháng đến ngày {said_day(today)}")))
    form = _book(about, "Sổ theo dõi sức khỏe", subject, columns, found, printed_by)
    return HealthPaper(form, frozenset(one.who.person_id for one in people))


def illness_words(one: ChronicCondition) -> str:
    """An illness with its code."""
    return " ".join(filter(None, (one.icd, one.words)))


def result_words(about: About, check: HealthCheck) -> str:
    """What a check found: the class of health and the findings."""
    return "; ".join(filter(None, (about.text("health_class", check.health_class), one_line(check.findings))))


def checks_to_make(
    reader: Reader, today: date, *, ward_id: str = "", ward: str = "", printed_by: str = ""
) -> HealthPaper:
    """Danh sách khám sức khỏe định kỳ: who is due, with room for the pen of the doctor, in the order of the beds."""
    about = _about(reader, today)
    lines = [one for one in checks_due(reader, today, ward_id) if one.due.is_due(today)]
    columns = (
        _TT,
        wide("Họ và tên", 3),
        GridColumn("Năm sinh", align="center", least=13),
        GridColumn("Phòng, giường", align="center", least=20),
        wide("Loại khám", 3),
        GridColumn("Hạn khám", align="center", least=20),
        GridColumn("Lần trước", align="center", least=20),
        GridColumn("Huyết áp", align="center", least=18),
        GridColumn("Cân nặng", align="center", least=16),
        GridColumn("Kết quả khám", align="left", grows=5, least=60),
        GridColumn("Phân loại", align="center", least=14),
    )
    found = [
        (
            one.who.name,
            _born(one.who),
            ", giường ".join(filter(None, (one.who.room, one.who.bed))),
            about.text("health_check_kind", one.due.kind),
            said_day(one.due.due_on),
            said_day(one.due.last_on),
            *("", "", "", ""),
        )
        for one in lines
    ]
    subject = ", ".join(filter(None, (ward, f"đến hạn ngày {said_day(today)}")))
    form = _book(
        about,
        "Danh sách khám sức khỏe định kỳ",
        subject[:1].upper() + subject[1:],
        columns,
        found,
        printed_by,
        keeper="NGƯỜI KHÁM",
    )
    form = replace(form, parts=(Listing(Grid(columns, _rows(found, columns, 2))), form.parts[1]))
    return HealthPaper(form, frozenset(one.who.person_id for one in lines))


def list_of(
    reader: Reader, what: str, today: date, *, ward_id: str = "", ward: str = "", printed_by: str = ""
) -> HealthPaper:
    """One of the other lists: "revisits", "wounds", "treatments", "vaccinations"; KeyError for any other."""
    about = _about(reader, today)
    lines, title, heads, cells = _LISTS[what](reader, about, today)
    kept = [(line, row) for line, row in zip(lines, cells, strict=True) if not ward_id or line.who.ward_id == ward_id]
    columns = (_TT, wide("Họ và tên", 3), GridColumn("Phòng", align="center", least=14), *heads)
    found = [(line.who.name, line.who.room, *row) for line, row in kept]
    subject = ", ".join(filter(None, (ward, f"tính đến ngày {said_day(today)}")))
    form = _book(about, title, subject[:1].upper() + subject[1:], columns, found, printed_by)
    return HealthPaper(form, frozenset(line.who.person_id for line, _row in kept))


_Listed = tuple[Sequence[Any], str, tuple[GridColumn, ...], Sequence[tuple[str, ...]]]


def _revisits(reader: Reader, about: About, _today: date) -> _Listed:
    lines = revisits(reader)
    heads = (
        GridColumn("Hẹn tái khám", align="center", least=22),
        wide("Chẩn đoán", 4),
        wide("Nơi khám, người khám", 3),
        GridColumn("Khám lần trước", align="center", least=22),
    )
    cells = [
        (
            said_day(one.held.again_on),
            " ".join(filter(None, (one.held.icd, one.held.diagnosis))) or one_line(one.held.complaint),
            _where(about, one.held),
            said_day(dates.local(one.held.held_at).date()) if one.held.held_at else "",
        )
        for one in lines
    ]
    return lines, "Danh sách hẹn tái khám", heads, cells


def _wounds(reader: Reader, about: About, today: date) -> _Listed:
    lines = [*open_wounds(reader)]
    every = look_every(reader, today)
    heads = (
        wide("Vết thương, vị trí", 3),
        GridColumn("Thấy từ", align="center", least=20),
        wide("Độ, kích thước (mm)", 3),
        GridColumn("Xem lần cuối", align="center", least=20),
        wide("Tiến triển", 2),
        GridColumn("Xem lại trước", align="center", least=20),
    )
    cells = []
    for one in lines:
        last, look = one.last, one.look(every)
        sizes = " × ".join(str(size) for size in (last.length_mm, last.width_mm) if size is not None) if last else ""
        grade = about.text("wound_grade", last.grade) if last else ""
        place = one.wound.note if one.wound.place == "other" else about.text("body_place", one.wound.place)
        cells.append(
            (
                f"{about.text('wound_kind', one.wound.kind)}, {place}",
                said_day(one.wound.found_on),
                "; ".join(filter(None, (grade, sizes))),
                said_day(dates.local(last.checked_at).date()) if last and last.checked_at else "",
                _(HEALING_WORDS[one.healing]),
                said_day(look.due_on) if look else "",
            )
        )
    return lines, "Danh sách theo dõi vết thương, vết loét", heads, cells


def _treatments(reader: Reader, about: About, today: date) -> _Listed:
    lines = treatments_running(reader, today)
    heads = (
        wide("Điều trị", 2),
        wide("Cách làm", 4),
        GridColumn("Từ ngày", align="center", least=20),
        GridColumn("Đến ngày", align="center", least=20),
        wide("Người chỉ định", 2),
    )
    cells = [
        (
            about.text("treatment_kind", one.treatment.kind),
            one.treatment.words,
            said_day(one.treatment.from_on),
            said_day(one.treatment.to_on),
            one.treatment.ordered_by,
        )
        for one in lines
    ]
    return lines, "Danh sách điều trị ngoài thuốc", heads, cells


def _vaccinations(reader: Reader, about: About, today: date) -> _Listed:
    lines = vaccinations_due(reader, today)
    heads = (
        wide("Vắc xin", 3),
        GridColumn("Mũi đã tiêm", align="center", least=14),
        GridColumn("Ngày tiêm", align="center", least=20),
        GridColumn("Mũi sau", align="center", least=20),
        wide("Nơi tiêm", 3),
    )
    cells = [
        (
            about.text("vaccine", one.given.vaccine),
            str(one.given.dose_no or ""),
            said_day(one.given.given_on),
            said_day(one.given.next_on),
            one.given.place,
        )
        for one in lines
    ]
    return lines, "Danh sách tiêm chủng", heads, cells


_LISTS: dict[str, Callable[[Reader, About, date], _Listed]] = {
    "revisits": _revisits,
    "wounds": _wounds,
    "treatments": _treatments,
    "vaccinations": _vaccinations,
}
