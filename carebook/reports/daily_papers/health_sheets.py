"""The health sheet of one person, or of every resident in the order of the beds (phiếu theo dõi sức khỏe)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carebook.reports.case_papers.about import About, day_words, moment_words
from carebook.reports.case_papers.cases import case_of, center_of
from carebook.reports.daily_papers.health_books import HealthPaper, illness_words, one_line, result_words, said_day
from carebook.reports.forms import Curve, CurveLine, Fact, Facts, Form, Listing, Look, Prose, wide
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper.facts import Way
from carebook.rules.wounds import area_course
from carebook.store.book import Reader
from carebook.store.daily_care import cared_for
from carebook.store.daily_care.holders import holders
from carebook.store.health import health_of
from carebook.store.wounds import WoundFile


def person_sheet(reader: Reader, person_id: str, today: date, *, printed_by: str = "") -> HealthPaper:
    """Phiếu theo dõi sức khỏe of one person: what lasts, checks, examinations, vaccinations, wounds.

    LookupError when there is nobody, nobody ``reader`` may see, or nobody who ever stayed.
    """
    file = health_of(reader, person_id)
    if file is None or file.stay is None:
        raise LookupError(person_id)
    case = case_of(reader, center_of(reader, today), file.stay.id, today=today, way=Way.INK)
    about, person = case.about, file.person
    illnesses = "; ".join(illness_words(one) for one in file.lasting)
    allergies = ", ".join(one.substance for one in file.allergies)
    bed = holders(reader, [file.stay.id])[file.stay.id].place
    checks = [
        (
            said_day(one.checked_on),
            about.text("health_check_kind", one.kind),
            result_words(about, one),
            one_line(one.advice),
        )
        for one in file.checks
    ]
    seen = [
        (
            moment_words(one.held_at),
            one_line(one.complaint),
            " ".join(filter(None, (one.icd, one.diagnosis))),
            "; ".join(filter(None, (one_line(one.treatment), one_line(one.advice)))),
            said_day(one.again_on),
        )
        for one in file.consultations
    ]
    given = [
        (
            said_day(one.given_on),
            about.text("vaccine", one.vaccine),
            str(one.dose_no or ""),
            said_day(one.next_on),
            one.reaction,
        )
        for one in file.immunisations
    ]
    wounds = [
        (
            f"{about.text('wound_kind', one.wound.kind)}, {about.text('body_place', one.wound.place)}",
            said_day(one.wound.found_on),
            about.text("wound_grade", one.last.grade) if one.last else "",
            said_day(one.wound.closed_on),
        )
        for one in file.wounds
    ]
    form = Form(
        letterhead=about.letterhead,
        kind="Phiếu theo dõi sức khỏe",
        parts=(
            Facts((Fact("Họ và tên", person.full_name), Fact("Mã hồ sơ", person.code))),
            Facts((Fact("Sinh", day_words(person.born)), Fact("Phòng, giường", bed))),
            Facts((Fact("Bệnh mạn tính", illnesses or "Chưa ghi"),)),
            Facts((Fact("Dị ứng", allergies or "Chưa ghi"),)),
            *_part(
                "Khám định kỳ",
                (
                    "Ngày",
                    "Loại khám",
                    wide("Phân loại, kết quả", 3),
                    GridColumn("Lời dặn", align="left", grows=3, least=30),
                ),
                checks,
            ),
            *_part(
                "Khám bệnh",
                (
                    "Ngày, giờ",
                    wide("Lý do", 3),
                    wide("Chẩn đoán", 3),
                    GridColumn("Xử trí, lời dặn", align="left", grows=3, least=32),
                    "Hẹn",
                ),
                seen,
            ),
            *_part("Vết thương, vết loét", (wide("Loại, vị trí", 3), "Thấy từ", wide("Độ", 2), "Lành ngày"), wounds),
            *_curves(about, file.wounds),
            *_part("Tiêm chủng", ("Ngày", wide("Vắc xin", 3), "Mũi", "Mũi sau", wide("Phản ứng", 2)), given),
        ),
        place_date=about.dated(today),
        slots=(about.signs("keeper", ("NGƯỜI LẬP PHIẾU",), ""), about.head_signs()),
        foot=printed_by,
    )
    return HealthPaper(form, frozenset({person.id}))


def _curves(about: About, wounds: Sequence[WoundFile]) -> list[Curve]:
    """The size of each wound over the days it was measured, of those measured twice at least."""
    found = []
    for one in wounds:
        areas = area_course(one.checks)
        if len(areas) > 1:
            place = one.wound.note if one.wound.place == "other" else about.text("body_place", one.wound.place)
            title = f"{about.text('wound_kind', one.wound.kind)}, {place}: diện tích"
            line = CurveLine(tuple(areas.items()))
            found.append(Curve(title, (line,), "cm²", lowest=0, note="Dài × rộng; nhỏ dần là tốt."))
    return found


def person_sheets(
    reader: Reader, today: date, *, ward_id: str = "", room_id: str = "", printed_by: str = ""
) -> HealthPaper:
    """The sheets of all residents whom ``reader`` may see, in the order of the beds; of one ward or room, when one is given.

    LookupError when there is nobody.
    """
    people = [one.person_id for one in cared_for(reader, today, ward_id=ward_id, room_id=room_id) if not one.masked]
    sheets = [person_sheet(reader, one, today, printed_by=printed_by).form for one in people]
    if not sheets:
        raise LookupError(ward_id)
    return HealthPaper(sheets[0], frozenset(people), tuple(sheets[1:]))


def _part(
    title: str, heads: Sequence[str | GridColumn], found: Sequence[Sequence[str]]
) -> tuple[Prose, Listing | Prose]:
    if not found:
        return Prose(title, Look.SECTION), Prose("Chưa ghi.", Look.PLAIN)
    columns = tuple(GridColumn(one) if isinstance(one, str) else one for one in heads)
    return Prose(title, Look.SECTION), Listing(Grid(columns, tuple(GridRow(tuple(row)) for row in found)))
