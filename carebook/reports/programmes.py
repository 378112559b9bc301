"""The evaluation of a programme on one sheet: people, sessions, attendance, outcome, cost and income, conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable, Spacer

from carebook import dates, money
from carebook.records.care_plans import Achievement
from carebook.records.enum_words import said
from carebook.records.facility import Facility
from carebook.records.sessions import Course
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot
from carebook.reports.paper.page import PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import table
from carebook.rules.programmes import PartOfProgramme, ProgrammeReport, Share
from carebook.store import code_lists, facility, staff
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.programmes import programme_report
from carebook.words import speaking

_GOALS = (Achievement.ACHIEVED, Achievement.PARTLY, Achievement.NOT_ACHIEVED, Achievement.NOT_RATED)
_PARTS = (
    GridColumn("Nhóm, lớp, gói buổi"),
    GridColumn("Số người", align="right"),
    GridColumn("Đã kết thúc", align="right"),
    GridColumn("Số buổi", align="right"),
    GridColumn("Lượt có mặt", align="right"),
    GridColumn("Tỷ lệ", align="right"),
)
_SMALL = text.style(11.5, spaceAfter=3, leading=14)  # one sheet holds what a year's evaluation says
_FACTS = (GridColumn("Nội dung"), GridColumn("Số liệu", align="right")) * 2


@dataclass(frozen=True)
class Evaluated:
    """What the sheet says: the figures, whose program it is, who is in charge of it, and the words of the lists."""

    report: ProgrammeReport
    facility: Facility
    manager: str
    codes: Codes
    printed_by: str = ""


def gather(reader: Reader, programme_id: str, first: date, last: date, *, printed_by: str = "") -> Evaluated | None:
    """The evaluation of a programme from ``first`` to ``last``; None when there is no such programme. Names no client."""
    report = programme_report(reader, programme_id, first, last)
    if report is None:
        return None
    names = {one.id: one.full_name for one in staff.staff_members(reader)}
    return Evaluated(
        report,
        facility.facility(reader),
        names.get(report.programme.manager_id or "", ""),
        code_lists.words(reader),
        printed_by,
    )


def draw(evaluated: Evaluated, *, invariant: bool = False) -> Drawn:
    """The evaluation under the administrative heading, with the places of who made and who approves it.

    It stands on one sheet while purpose, strengths and weaknesses are a few lines each; longer words go on on a second one.
    """
    with speaking("vi"):
        return _drawn(evaluated, invariant)


def _drawn(evaluated: Evaluated, invariant: bool) -> Drawn:
    report, about = evaluated.report, evaluated.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    span = f"Từ {dates.written(report.first)} đến {dates.written(report.last)}"
    story: list[Flowable] = [
        *text.heading(head, None, PORTRAIT.width),
        *text.title("ĐÁNH GIÁ CHƯƠNG TRÌNH", report.programme.name, PORTRAIT.width, rule=False),
        text.paragraph(span, text.CENTRED_ITALIC),
        *(text.labelled(label, words, _SMALL) for label, words in _told(evaluated) if words),
        table(Grid(_FACTS, _two_beside(list(_facts(report)))), PORTRAIT.width),
        Spacer(1, 6),
        *(text.labelled(label, words, _SMALL) for label, words in _outcome(evaluated) if words),
        Spacer(1, 4),
    ]
    if report.parts:
        rows = tuple(_row(part, evaluated.codes) for part in report.parts)
        story += [table(Grid(_PARTS, rows, unknown="–"), PORTRAIT.width), Spacer(1, 8)]
    story += [text.labelled(label, words, _SMALL) for label, words in _concluded(evaluated) if words]
    places = [Slot("preparer", ("NGƯỜI ĐÁNH GIÁ",), evaluated.manager), Slot("head", ("GIÁM ĐỐC",), about.head_name)]
    story += signatures.row(places)
    return page.build(
        story,
        title="Đánh giá chương trình",
        author=head.issuer,
        marks=Marks(sample=head.is_sample, foot=evaluated.printed_by),
        invariant=invariant,
    )


def _told(evaluated: Evaluated) -> Iterator[tuple[str, str]]:
    programme = evaluated.report.programme
    yield "Loại", evaluated.codes.text("programme_kind", programme.kind)
    yield "Căn cứ", programme.basis
    yield "Mục đích", programme.purpose
    yield "Người phụ trách", evaluated.manager


def _facts(report: ProgrammeReport) -> Iterator[tuple[str, str]]:
    programme = report.programme
    yield "Số người tham gia", f"{report.enrolled} (mới {report.new})"
    yield "Số người đã kết thúc", str(report.done)
    for words, share in (
        ("Buổi của các gói", report.given),
        ("Lượt dự nhóm, lớp", report.attendance),
        ("Mục tiêu đạt", report.reached),
    ):
        if share.whole:
            yield words, _said(share)
    for words, amount in (
        ("Kinh phí", programme.cost),
        ("Thu", programme.income),
        ("Thu trừ kinh phí", report.balance),
    ):
        yield words, "–" if amount is None else money.dong(amount)
    if report.price:
        yield "Giá các gói mới", money.dong(report.price)
        yield "Đã thu của các gói mới", money.dong(report.paid)


def _two_beside(facts: Sequence[tuple[str, str]]) -> tuple[GridRow, ...]:
    """The facts down the left half, then down the right one."""
    half = (len(facts) + 1) // 2
    right = [*facts[half:], ("", "")]
    return tuple(GridRow((*facts[place], *right[place])) for place in range(half))


def _outcome(evaluated: Evaluated) -> Iterator[tuple[str, str]]:
    report, codes = evaluated.report, evaluated.codes
    goals = any(report.goals.get(one) for one in _GOALS)
    yield "Mục tiêu theo mức đạt", _counted((said(one), report.goals.get(one, 0)) for one in _GOALS) if goals else ""
    course = ((said(one), report.course.get(one, 0)) for one in Course)
    yield "Buổi so với buổi trước", _counted(course) if report.course else ""
    yield "Gói đã kết thúc", _counted((codes.text("package_end", code), n) for code, n in report.ends.items())


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{words} {n}" for words, n in counts)


def _row(part: PartOfProgramme, codes: Codes) -> GridRow:
    name = f"{part.name} ({codes.text('group_kind', part.kind)})" if part.id else "Gói buổi"
    came = f"{part.attendance.part}/{part.attendance.whole}" if part.id else None
    share = money.percent(part.attendance.part, part.attendance.whole)
    sessions = f"{part.sessions.part}/{part.sessions.whole}"
    return GridRow((name, str(part.people), str(part.ended), sessions, came, share))


def _concluded(evaluated: Evaluated) -> Iterator[tuple[str, str]]:
    programme = evaluated.report.programme
    yield "Điều làm được", programme.strengths
    yield "Điều chưa được", programme.weaknesses
    conclusion = programme.conclusion
    yield "Kết luận", evaluated.codes.text("programme_conclusion", conclusion) if conclusion else ""


def _said(share: Share) -> str:
    return f"{money.number(share.part)}/{money.number(share.whole)} ({money.percent(share.part, share.whole)})"
