"""The list of who is away, and the same on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from carebook import dates
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.reports.grid import Value
from carebook.rules.hospital import STANDING_WORDS, Standing, late_words, standing
from carebook.store.book import Reader
from carebook.store.hospital import AwayLine
from carebook.ui.pages.hospital.asking import AWAY, Absences, lines_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import _, ngettext, pgettext

_MARKS = {
    Standing.PLANNED: ("ring", "info"),
    Standing.AWAY: ("full", "info"),
    Standing.OVERDUE: ("full", "danger"),
    Standing.RETURNED: ("full", "ok"),
}
_HEADS = (
    *("Họ và tên", "Mã hồ sơ", "Phòng, giường", "Lý do", "Đi từ", "Dự kiến về", "Đã về"),
    *("Nơi đến", "Người đón", "Điện thoại"),
)


class AwayTable(RecordTable):
    """Absences in two lines each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            [
                Column("name", _("Name"), self._name_cell, 190, 3, ALWAYS),
                Column("kind", _("Reason"), lambda one: Cell(kind_words(one)), 120, 1, 8),
                Column("from", pgettext("absence", "Left"), self._left_cell, 96, priority=7),
                Column("state", _("State"), self._state_cell, 190, 2, ALWAYS),
                Column("where", _("Where"), self._where_cell, 190, 3, 6),
            ],
            _("Who is away"),
            row_height=44,
        )

    def _name_cell(self, line: AwayLine) -> Cell:
        return Cell(line.name, sub=" · ".join(filter(None, (line.code, bed_words(line)))), weight=500)

    def _left_cell(self, line: AwayLine) -> Cell:
        return Cell(self._desk.said_day(line.from_on), sub=dates.hour(line.left_at) if line.left_at else "")

    def _state_cell(self, line: AwayLine) -> Cell:
        today = self._desk.today()
        stands = standing(line, today)
        words = _(STANDING_WORDS[stands])
        if stands is Standing.RETURNED:
            at = dates.hour(line.back_at) if line.back_at else ""
            sub = " ".join(filter(None, (self._desk.said_day(line.back_on), at)))
        else:
            late = late_words(line, today)
            expected = self._desk.said_day(line.expected_on)
            sub = str(late) if late else _("expected {day}").format(day=expected) if expected else _("no day expected")
        tone = "danger" if stands is Standing.OVERDUE else "text2"
        return Cell(words, sub=sub, sub_tone=tone, mark=_MARKS[stands])

    def _where_cell(self, line: AwayLine) -> Cell:
        return Cell(line.place, sub=" · ".join(filter(None, (line.taken_by, line.phone))))


def kind_words(line: AwayLine) -> str:
    """Why somebody is away, in words."""
    return enum_words.said(AbsenceKind(line.kind))


def bed_words(line: AwayLine) -> str:
    """ "A203, bed 2"; "" without a bed, or where it stays untold."""
    bed = _("bed {bed}").format(bed=line.bed) if line.bed else ""
    return ", ".join(filter(None, (line.room, bed)))


def said_of(found: Absences, desk: Desk) -> str:
    """The line under the title: how many are away, how many of them in hospital, how many are not back in time."""
    today = desk.today()
    if found.view != AWAY:
        return _("{n} came back in the last 30 days").format(n=len(found.lines))
    gone = [one for one in found.lines if standing(one, today) is not Standing.PLANNED]
    sick = sum(one.kind == AbsenceKind.HOSPITAL.value for one in gone)
    late = sum(standing(one, today) is Standing.OVERDUE for one in gone)
    said = [
        ngettext("{n} person away", "{n} people away", len(gone)).format(n=len(gone)),
        _("{n} in hospital").format(n=sick) if sick else "",
        _("{n} not back in time").format(n=late) if late else "",
    ]
    return " · ".join(filter(None, said))


def paper_list(found: Absences, desk: Desk) -> PaperList:
    """What is printed of these absences; restricted people under their alias."""
    today = desk.today()
    back = found.view != AWAY
    title = "Danh sách đã về" if back else "Danh sách vắng mặt"
    about = f"30 ngày đến ngày {dates.written(today)}" if back else f"ngày {dates.written(today)}"
    whose = frozenset(line.person_id for line in found.lines)
    gather: Callable[[Reader], Lines] = partial(_lines, found.view, today)
    return PaperList("pdf", title, about, _HEADS, len(whose), gather, "vang-mat", whose, under_alias=True)


def _lines(view: str, today: date, reader: Reader) -> Lines:
    return [_printed(line) for line in lines_of(reader, view, today)]


def _printed(line: AwayLine) -> Sequence[Value]:
    left = f" {dates.hour(line.left_at)}" if line.left_at else ""
    return (
        line.name,
        line.code,
        ", ".join(filter(None, (line.room, f"giường {line.bed}" if line.bed else ""))),
        kind_words(line),
        dates.written(line.from_on) + left,
        line.expected_on,
        line.back_on,
        line.place,
        line.taken_by,
        line.phone,
    )
