"""Biên bản sự cố: the minutes of one incident, with who was told when, the injuries, the remedies and the conclusion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from carebook.dates import clock, local, today_in_vietnam, written
from carebook.records.facility import Facility
from carebook.records.incidents import BodyMark
from carebook.records.people import Person
from carebook.reports.case_papers.about import day_words, moment_words, said, told
from carebook.reports.forms import Body, Form, Look, Part, Prose, lines, listing, wide
from carebook.reports.forms.pdf import draw as draw_form
from carebook.reports.forms.word import write as write_form
from carebook.reports.paper.facts import Letterhead, Signer, Slot, place_and_date
from carebook.reports.people import section
from carebook.rules.incidents import body_part
from carebook.store import code_lists
from carebook.store import facility as facilities
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.incidents import IncidentFile, incident_file
from carebook.words import speaking

_UNDER = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True)
class Minutes:
    """What the minutes are drawn from. ``person`` is None for an incident that is about nobody."""

    file: IncidentFile
    person: Person | None
    facility: Facility
    codes: Codes
    today: date


def gather(reader: Reader, incident_id: str, today: date) -> Minutes:
    """Everything on the minutes of one incident; LookupError when there is none or the asker may not see it."""
    file = incident_file(reader, incident_id)
    if file is None:
        raise LookupError(incident_id)
    person = reader.record(Person, file.line.person_id) if file.line.person_id else None
    return Minutes(file, person, facilities.facility(reader), code_lists.words(reader), today)


def draw(minutes: Minutes) -> bytes:
    """The minutes as a PDF, Vietnamese whatever the window speaks."""
    with speaking("vi"):
        return draw_form(form(minutes)).pdf


def write(minutes: Minutes) -> bytes:
    """The minutes for editing outside, .docx."""
    with speaking("vi"):
        return write_form(form(minutes))


def file_stem(minutes: Minutes) -> str:
    """What a file with the minutes is called: its number names nobody, and of a restricted incident not even that."""
    one = minutes.file.incident
    return "bien-ban" if one.confidential else f"bien-ban-su-co-{one.number.replace('/', '-')}"


def _place(place: str, ward: str) -> str:
    """The place with its ward, which is not said twice."""
    return place if ward and ward in place else ", ".join(filter(None, (place, ward)))


def form(minutes: Minutes) -> Form:
    """The minutes as a paper."""
    file, one, word = minutes.file, minutes.file.incident, minutes.codes.text
    at = one.happened_at
    day = today_in_vietnam(at) if at is not None else None
    about = minutes.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    signer = Signer(about.head_post or "Giám đốc", about.head_name)
    reported = file.staff.get(one.reported_by_id or "", "")
    return Form(
        letterhead=head,
        kind="Biên bản",
        about=f"Về việc {word('incident_kind', one.kind).casefold()}",
        dated=False,
        parts=(
            *lines(
                [("Số", one.number), ("Mức độ", f"{one.severity.value} – {said(one.severity)}")],
                [("Thời gian", f"{clock(at)} ngày {written(local(at).date())}" if at is not None else None)],
                [("Nơi xảy ra", _place(one.place, file.line.ward))],
            ),
            section("1. Người liên quan"),
            *_person(minutes.person),
            *_others(file),
            section("2. Diễn biến"),
            *told(one.text, 3),
            *_injuries(file, word),
            section("3. Xử trí ban đầu"),
            *told(one.at_once, 2),
            section("4. Thông báo"),
            _notified(file, word),
            section("5. Nguyên nhân"),
            *told(one.cause, 2),
            section("6. Biện pháp khắc phục"),
            _remedies(file),
            section("7. Kết luận"),
            *told(one.conclusion, 2),
            *lines([("Người ghi vào sổ", file.entered_by), ("Lúc ghi", moment_words(one.recorded_at))]),
        ),
        place_date=place_and_date(about.place, one.closed_on or day),
        slots=(
            Slot("reporter", ("NGƯỜI BÁO",), reported, _UNDER),
            Slot("witness", ("NGƯỜI CHỨNG KIẾN",), _witness(file), _UNDER),
            Slot("head", signer.headings, signer.name, _UNDER),
        ),
    )


def _person(person: Person | None) -> tuple[Part, ...]:
    if person is None:
        return ()
    return lines(
        [("Họ và tên", person.full_name), ("Sinh", day_words(person.born)), ("Giới tính", said(person.sex))],
        [("Mã hồ sơ", person.code)],
    )


def _others(file: IncidentFile) -> tuple[Part, ...]:
    if not file.involved:
        return ()
    columns = (wide("Họ và tên", 3), wide("Mã, chức danh", 2), wide("Liên quan", 2), wide("Thương tích, ghi chú", 3))
    rows = [(one.name, one.code, said(one.involved.part), one.involved.injury) for one in file.involved]
    return (listing(columns, rows, blank_rows=0),)


def _witness(file: IncidentFile) -> str:
    seen = [one.name for one in file.involved if one.involved.part.value == "witness"]
    return seen[0] if len(seen) == 1 else ""


def _injuries(file: IncidentFile, word: Callable[[str, str], str]) -> tuple[Part, ...]:
    if not file.marks:
        return ()
    of: dict[str, list[BodyMark]] = {}
    for mark in file.marks:
        of.setdefault(mark.episode_id, []).append(mark)
    parts: list[Part] = []
    first = 1
    for stay, marks in of.items():
        whose = f" trên người {file.names.get(stay, '–')}" if len(of) > 1 else ""
        told = [
            f"{number}. {word('injury_kind', mark.injury)}: {body_part(mark)}{f', {mark.note}' if mark.note else ''}"
            for number, mark in enumerate(marks, first)
        ]
        head = Prose(f"Thương tích thấy được{whose} (số ghi trên hình):", Look.PLAIN)
        parts += [head, Body(tuple(marks), first), *(Prose(one, Look.PLAIN) for one in told)]
        first += len(marks)
    return tuple(parts)


def _notified(file: IncidentFile, word: Callable[[str, str], str]) -> Part:
    columns = (wide("Báo cho", 3), wide("Lúc", 3), wide("Tên, cách báo", 4), wide("Người báo", 3))
    rows = []
    for one in file.notified:
        when = moment_words(one.told_at) if one.told_at is not None else f"Không báo: {one.not_needed_because}"
        by = file.staff.get(one.told_by_id or "", "")
        rows.append((word("notified_whom", one.whom), when, ", ".join(filter(None, (one.name, one.way))), by))
    known = {one.whom for one in file.notified}
    rows += [(word("notified_whom", one.whom), "", "", "") for one in file.line.tellings if one.whom not in known]
    return listing(columns, rows, blank_rows=2)


def _remedies(file: IncidentFile) -> Part:
    columns = (wide("Biện pháp", 5), wide("Người phụ trách", 3), wide("Hạn", 2), wide("Xong", 2), wide("Kết quả", 3))
    rows = [
        (one.text, file.staff.get(one.owner_id or "", ""), day_words(one.due_on), day_words(one.done_on), one.result)
        for one in file.remedies
    ]
    return listing(columns, rows, blank_rows=2)
