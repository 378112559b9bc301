"""A path as the board paints it, as the list shows it, and as the list is printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from carebook import dates
from carebook.money import number
from carebook.records.enum_words import said
from carebook.records.follow_ups import RiskColour
from carebook.records.reintegration import Stage
from carebook.store.book import Reader
from carebook.store.reintegration import PathCard
from carebook.ui.pages.reintegration.board import COLUMNS, Board, BoardColumn, Card, Note, shelf_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.home_path import RISK_TONES, day_words, how_late, stage_mark, stages_of, step_words, where_to
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Kind, Lines, PaperList
from carebook.words import _, ngettext, pgettext

_WALK = tuple(stage for stages in COLUMNS for stage in stages if stage is not Stage.SUSPENDED)
_HEADS = (
    *(
        "Mã hồ sơ",
        "Họ và tên",
        "Đường về",
        "Bước",
        "Từ ngày",
        "Số ngày",
        "Còn thiếu",
        "Việc tiếp theo",
        "Quá hạn (ngày)",
    ),
    "Người phụ trách",
)


def board_of(cards: Sequence[PathCard], desk: Desk) -> Board:
    """Everybody in their stage, in the order given."""
    titles = (_("Finding out"), _("Planning and preparing"), _("Deciding, handing over"), _("After going home"))
    columns = []
    for title, stages in zip(titles, COLUMNS, strict=True):
        shelves = []
        for stage in stages:
            here = [_card(one, desk) for one in cards if one.stage is stage]
            place = str(_WALK.index(stage) + 1) if stage in _WALK else ""
            if place or here:
                shelves.append(shelf_of(stage, place, said(stage), here))
        columns.append(BoardColumn(title, tuple(shelves)))
    return Board(tuple(columns))


def _card(one: PathCard, desk: Desk) -> Card:
    late, tone = how_late(one.late_days, one.next_due_on, desk.today())
    if not late and one.risk is not None and one.risk is not RiskColour.GREEN:
        late, tone = said(one.risk), RISK_TONES[one.risk]
    notes = _notes(one, desk)
    where = where_to(desk, one.path, one.destination)
    days = day_words(one.days)
    spoken = (one.name, said(one.stage), where, days, late, *(note.text for note in notes))
    return Card(
        *(one.reintegration_id, one.name, where, days, late, tone, notes, one.masked),
        said=" · ".join(filter(None, spoken)),
    )


def _notes(one: PathCard, desk: Desk) -> tuple[Note, ...]:
    flags = (Note("triangle-alert", _("a red flag stands open"), "danger"),) if one.red_flag else ()
    if one.first_lack is not None:
        return (*flags, Note("circle-dot", lacking_words(one)))
    if one.stage is Stage.FOLLOW_UP and one.next_due_on is not None:
        return (*flags, _next_visit(one, desk))
    ready = _ready(one, desk)
    return (*flags, Note("check", ready, "ok")) if ready else flags


def _next_visit(one: PathCard, desk: Desk) -> Note:
    """The visit that comes next, or that is awaited from another."""
    day = desk.said_day(one.next_due_on)
    if one.late_days > 0:
        return Note("circle-dot", _("a visit of ours has not been made, due {day}").format(day=day))
    if one.next_due_on is not None and one.next_due_on < desk.today():
        return Note("circle-dot", _("a visit is awaited since {day}").format(day=day))
    return Note("calendar", _("next visit {day}").format(day=day))


def lacking_words(one: PathCard) -> str:
    """The first thing that is lacking, and how many more there are."""
    first = str(one.first_lack or "").rstrip(".")
    if one.lacking <= 1:
        return first
    left = one.lacking - 1
    more = ngettext("and {n} thing more", "and {n} things more", left).format(n=number(left))
    return f"{first} · {more}"


def _ready(one: PathCard, desk: Desk) -> str:
    """What may come now that nothing is lacking."""
    if one.stage in (Stage.FOLLOW_UP, Stage.SUSPENDED):
        return ""
    stages = stages_of(desk, one.path)
    place = stages.index(one.stage) + 1 if one.stage in stages else len(stages)
    return _("ready for: {stage}").format(stage=step_words(stages[place], small=True)) if place < len(stages) else ""


class PathTable(RecordTable):
    """The paths as a list."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            [
                Column("name", _("Name"), self._name_cell, 165, 2, ALWAYS),
                Column("where", _("Where to"), self._where_cell, 150, 1, 6),
                Column("stage", pgettext("of the way home", "Stage"), self._stage_cell, 190, 1, ALWAYS),
                Column("lacks", _("Still lacking"), self._lacks_cell, 200, 3, 8),
                Column("late", _("Due on"), self._late_cell, 124, priority=7),
                Column("worker", _("Owner"), self._worker_cell, 140, 1, 5),
            ],
            _("Reintegration"),
            id_of=lambda one: one.reintegration_id,
            row_height=44,
        )

    def _name_cell(self, one: PathCard) -> Cell:
        return Cell(one.name, sub="" if one.masked else one.code, weight=500, icon="lock" if one.masked else "")

    def _where_cell(self, one: PathCard) -> Cell:
        return Cell(where_to(self._desk, one.path, one.destination))

    def _stage_cell(self, one: PathCard) -> Cell:
        since = _("{days}, since {day}").format(days=day_words(one.days), day=self._desk.said_day(one.since_on))
        return Cell(said(one.stage), sub=since, mark=stage_mark(one.stage))

    def _lacks_cell(self, one: PathCard) -> Cell:
        if one.red_flag:
            return Cell(_("a red flag stands open"), sub=lacking_words(one), tone="danger")
        if one.first_lack is None:
            next_visit = _next_visit(one, self._desk).text if one.stage is Stage.FOLLOW_UP and one.next_due_on else ""
            return Cell(next_visit or _ready(one, self._desk) or "–", tone="text2")
        left = one.lacking - 1
        more = ngettext("and {n} thing more", "and {n} things more", left).format(n=number(left)) if left > 0 else ""
        return Cell(str(one.first_lack).rstrip("."), sub=more)

    def _late_cell(self, one: PathCard) -> Cell:
        late, tone = how_late(one.late_days, one.next_due_on, self._desk.today())
        day = self._desk.said_day(one.next_due_on)
        at_risk = one.risk is not None and one.risk is not RiskColour.GREEN
        risk, colour = (said(one.risk), RISK_TONES[one.risk]) if one.risk is not None and at_risk else ("", "text2")
        if not late:
            return Cell(day or "–", sub=risk, sub_tone=colour, small=True)
        return Cell(late, sub=risk or day, tone=tone, sub_tone=colour, small=True)

    def _worker_cell(self, one: PathCard) -> Cell:
        return Cell(one.worker_name or "–")


def on_paper(cards: Sequence[PathCard], desk: Desk, kind: Kind) -> PaperList:
    """The paths on show as a list to be printed or exported."""
    about = f"tính đến ngày {dates.written(desk.today())}"
    whose = frozenset(one.person_id for one in cards)
    lines = partial(_lines, tuple(cards), desk)
    return PaperList(kind, "Danh sách trên đường hồi gia", about, _HEADS, len(cards), lines, "hoi-gia", whose)


def _lines(cards: tuple[PathCard, ...], desk: Desk, _reader: Reader) -> Lines:
    return [
        (
            "" if one.masked else one.code,
            one.name,
            where_to(desk, one.path, one.destination),
            said(one.stage),
            one.since_on,
            one.days,
            str(one.first_lack or ""),
            one.next_due_on,
            max(one.late_days, 0) or None,
            one.worker_name,
        )
        for one in cards
    ]
