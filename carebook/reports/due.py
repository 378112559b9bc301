"""The work of a week on paper: by who owns it and by day, what is due, for whom (aliases), why, and on what basis."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from carebook import dates
from carebook.records.facility import Facility
from carebook.records.staff import ROLE_WORDS, Role
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper import fonts, page, text
from carebook.reports.paper.facts import Letterhead
from carebook.reports.paper.page import PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import table
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.rules.names import sort_key
from carebook.store import facility, staff
from carebook.store.book import Reader, in_vietnam
from carebook.store.due import due_board
from carebook.words import _, speaking

DAYS = 7
_COLUMNS = (
    GridColumn("Hạn", align="left"),
    GridColumn("Việc"),
    GridColumn("Cho ai"),
    GridColumn("Vì sao"),
    GridColumn("Căn cứ"),
)
_NOBODY = "Chưa giao cho ai"
_WHOSE = text.style(font=fonts.BOLD, spaceBefore=4, spaceAfter=4, leading=18)
_LEAST_ROOM = 90  # points: a name, the headings and two rows; with less a name begins a new page


@dataclass(frozen=True)
class WeekLine:
    """One thing of the week in words: its day (None: no date yet) and how late it is, what, for whom, why, on what basis."""

    due_on: date | None
    late: str
    what: str
    for_whom: str
    why: str
    basis: str


@dataclass(frozen=True)
class Week:
    """What is due from the first day to the last and what was due before, by who owns it, in the order of names."""

    facility: Facility
    first: date
    last: date
    of: tuple[tuple[str, tuple[WeekLine, ...]], ...]
    about: str = ""
    printed_by: str = ""
    people: frozenset[str] = frozenset()
    """The ids of those it names."""

    @property
    def count(self) -> int:
        """How many things there are."""
        return sum(len(lines) for _who, lines in self.of)


def gather(
    reader: Reader,
    now: datetime,
    *,
    complete_from: date | None = None,
    ward_id: str = "",
    owner: str = "",
    printed_by: str = "",
) -> Week:
    """What is late or due within seven days, put off or not, in Vietnamese; of one ward, of one owner where they are given.

    ``reader`` should be one that masks restricted people for everybody: the paper may hang on a wall.
    """
    today = in_vietnam(now)
    last = today + timedelta(days=DAYS - 1)
    names = {member.id: member.full_name for member in staff.staff_members(reader)}
    wards = {ward.id: ward.name for ward in facility.wards(reader)}
    grouped: dict[str, list[WeekLine]] = defaultdict(list)
    people: set[str] = set()
    with speaking("vi"):
        board = due_board(reader, today, complete_from=complete_from, now=now)
        for item in due.by_lateness(due.in_ward((*board.items, *board.put_off), ward_id)):
            if item.due_on is None or item.due_on > last or (owner and item.owner != owner):
                continue
            late = str(due.lateness_words(item, now, board.own_days))
            basis = str(item.basis) if item.basis else ""
            whom = f"{len(item.people)} người" if item.people else item.for_whom
            line = WeekLine(item.due_on, late, str(due.title(item.kind)), whom, str(item.why), basis)
            grouped[_whose(item, names)].append(line)
            people |= {item.person_id} if item.person_id and not item.people else set()
    of = sorted(grouped.items(), key=lambda pair: (pair[0] == _NOBODY, sort_key(pair[0])))
    about = f"{wards.get(ward_id, '')}, " if ward_id else ""
    said = f"{about}từ {dates.written(today)} đến {dates.written(last)}"
    told = tuple((who, tuple(lines)) for who, lines in of)
    return Week(
        facility.facility(reader), today, last, told, said[:1].upper() + said[1:], printed_by, frozenset(people)
    )


def _whose(item: DueItem, names: dict[str, str]) -> str:
    if item.owner:
        return names.get(item.owner, _NOBODY)
    return ", ".join(_(ROLE_WORDS[role]) for role in Role if role.value in item.roles) or _NOBODY


def draw(week: Week, *, invariant: bool = False) -> Drawn:
    """The week as a PDF under the administrative heading: a table for each owner, the latest first."""
    about = week.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    story: list[Flowable] = [
        *text.heading(head, None, PORTRAIT.width),
        *text.title("VIỆC ĐẾN HẠN TRONG TUẦN", week.about, PORTRAIT.width, rule=False),
    ]
    if not week.of:
        story.append(text.paragraph("Không có việc nào đến hạn trong tuần.", text.CENTRED))
    for who, lines in week.of:
        story += [CondPageBreak(_LEAST_ROOM), text.paragraph(f"{who}: {len(lines)} việc", _WHOSE)]
        rows = tuple(
            GridRow((f"{_day(line.due_on)}\n{line.late}", line.what, line.for_whom, line.why, line.basis))
            for line in lines
        )
        story += [table(Grid(_COLUMNS, rows), PORTRAIT.width), Spacer(1, 6)]
    story.append(text.paragraph("Tên người có hồ sơ bảo mật được thay bằng tên thay thế.", text.NOTE))
    return page.build(
        story,
        title="Việc đến hạn trong tuần",
        author=head.issuer,
        marks=Marks(sample=head.is_sample, foot=week.printed_by),
        invariant=invariant,
    )


def _day(day: date | None) -> str:
    return dates.written(day) if day else ""
