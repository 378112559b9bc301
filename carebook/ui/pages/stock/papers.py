"""The panel of papers: which one, for which days or whom; made as PDF or as a table for Excel, noted where it names people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from carebook import dates
from carebook.places import write_whole
from carebook.records.declaration import Kind, fact
from carebook.store.book import Reader
from carebook.ui.pages.stock.asking import Stock
from carebook.ui.parts import dialogs, theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.labels import label
from carebook.ui.parts.taking_out import may_print_work, note_list
from carebook.words import N_, _, message, speaking

MONTH_SHEETS, DAY_LIST = "month_sheets", "day_list"
LEDGER, MINUTES, REQUISITION, CONTROLLED = "ledger", "minutes", "requisition", "controlled"
_WORDS: Mapping[str, str] = {
    DAY_LIST: N_("Medicines to give out on a day"),
    MONTH_SHEETS: N_("Doses of a month, one sheet a person"),
    LEDGER: N_("In, out and balance"),
    CONTROLLED: N_("Book of special control"),
    MINUTES: N_("Minutes of a count"),
    REQUISITION: N_("Requisition"),
}
_STEMS: Mapping[str, str] = {
    DAY_LIST: "cap-phat-thuoc",
    MONTH_SHEETS: "dung-thuoc-thang",
    LEDGER: "xuat-nhap-ton",
    CONTROLLED: "thuoc-kiem-soat",
    MINUTES: "kiem-ke-thuoc",
    REQUISITION: "du-tru-thuoc",
}
_NAMING = frozenset({DAY_LIST, MONTH_SHEETS, CONTROLLED})
"""Papers that name people: why they are made is asked, and a line stays in the reading log."""
_ASKED: Mapping[str, tuple[str, ...]] = {
    DAY_LIST: ("day", "ward_id"),
    MONTH_SHEETS: ("month", "ward_id"),
    LEDGER: ("first", "last"),
    CONTROLLED: ("first", "last"),
    MINUTES: ("minutes_no",),
    REQUISITION: ("days",),
}
_MOST_DAYS = 92
_EVERYBODY = "all"
_ROOM = "room:"
"""What stands before the id of a room among the places that can be chosen."""


@dataclass(frozen=True)
class Asked:
    """Which paper, of which days, of which ward or room ("all" = everybody)."""

    paper: str = fact(N_("Paper"), codes="paper", required=True, default=DAY_LIST)
    day: date | None = fact(N_("Day"), required=True, default=None)
    month: date | None = fact(N_("A day of the month"), required=True, default=None)
    first: date | None = fact(N_("From"), required=True, default=None)
    last: date | None = fact(N_("To"), required=True, default=None)
    minutes_no: str = fact(N_("Number of the minutes"), codes="minutes", required=True, default="")
    days: int = fact(N_("For how many days"), Kind.NUMBER, required=True, default=30)
    ward_id: str = fact(N_("Ward or room"), codes="ward", required=True, default=_EVERYBODY)


class PapersPanel(SidePanel):
    """One paper at a time. ``said(sentence, tone)`` and ``refused(error)`` are told by the page; ``shut`` when it goes."""

    said = Signal(object, str)
    refused = Signal(object)
    shut = Signal()

    def __init__(self, desk: Desk, *, width: int = 400) -> None:
        super().__init__(_("Papers of medicines"), width=theme.worn().scaled(width))
        self._desk = desk
        self._form: Form | None = None
        self._wards: dict[str, str] = {}
        self.standing = label("", "small", wrap=True)
        self.pdf_button = Button(_("Save PDF…"), "primary", "printer")
        self.pdf_button.clicked.connect(partial(self.make, "pdf"))
        self.xlsx_button = Button(_("Save for Excel…"), "", "file-spreadsheet")
        self.xlsx_button.clicked.connect(partial(self.make, "xlsx"))
        self.add_actions(self.pdf_button, self.xlsx_button)
        self.closed.connect(self.put_away)
        self.hide()

    def open(self, found: Stock) -> None:
        """Ask which paper."""
        self.clear()
        today = self._desk.today()
        papers = [(key, _(words)) for key, words in _WORDS.items() if key not in _NAMING or may_print_work(self._desk)]
        numbers = [(one.minutes_no, f"{one.minutes_no} · {dates.written(one.counted_on)}") for one in found.countings]
        form = Form(
            [section("", Asked, "paper", "day", "month", "first", "last", "minutes_no", "days", "ward_id")],
            self._desk.today,
            choices={
                "paper": papers,
                "minutes_no": numbers,
                "ward_id": [(_EVERYBODY, _("All wards")), *found.wards, *_as_choices(found.rooms)],
            },
            columns=1,
        )
        first = today.replace(day=1)
        latest = numbers[0][0] if numbers else ""
        form.load(Asked(paper=papers[0][0], day=today, month=today, first=first, last=today, minutes_no=latest))
        for name in ("day", "month", "first", "last", "minutes_no", "days", "ward_id"):
            form.show_when(name, partial(_is_asked, name))
        self._form = form
        rooms = {_ROOM + room_id: f"Phòng {name}" for room_id, name in found.rooms}
        self._wards = {_EVERYBODY: "Toàn cơ sở", **dict(found.wards), **rooms}
        self.standing = label("", "small", wrap=True)
        self.add(form, 6, self.standing)
        self.show()
        form.editor("paper").setFocus()

    def is_open(self) -> bool:
        return self._form is not None

    def put_away(self) -> None:
        """Go."""
        self._form = None
        self.clear()
        self.hide()
        self.shut.emit()

    # making

    def make(self, kind: str) -> None:
        """Gather and draw the paper; when it names people, once it is said what it is for."""
        start = self._desk.today()
        base = Asked(day=start, month=start, first=start, last=start)
        asked = self._form.record(base) if self._form is not None else None
        if asked is None or not self._is_in_order(asked):
            return
        self._allow(False)
        # the sheets lie in the ward: restricted people stand under their alias, whoever prints them
        masked = partial(self._desk.book.reading_masked, self._desk.now()) if asked.paper in _NAMING else None
        by = f"{self._desk.actor.name} in lúc {dates.moment(self._desk.now(), self._desk.today())}"
        where = self._wards.get(asked.ward_id, "")
        gather = partial(_gathered, masked=masked, asked=asked, today=self._desk.today(), by=by, where=where)
        self._desk.clerk.make(gather, lambda paper: paper, partial(self._gathered, asked, kind), self._failed)

    def _is_in_order(self, asked: Asked) -> bool:
        assert self._form is not None
        editor, sentence = "", message("The end lies before the beginning.")
        if asked.paper in (LEDGER, CONTROLLED) and asked.first and asked.last and asked.last < asked.first:
            editor = "last"
        elif asked.paper == REQUISITION and not 1 <= asked.days <= _MOST_DAYS:
            editor, sentence = "days", message("Days are between 1 and {most}.", most=_MOST_DAYS)
        if editor:
            self._form.editor(editor).show_error(sentence)
        return not editor

    def _gathered(self, asked: Asked, kind: str, paper: Any) -> None:
        self._allow(True)
        if not any(grid.rows for one in paper.sheets for _heading, grid in one.tables):
            self.standing.setText(_("There is nothing to print for this."))
            return
        if not paper.people:
            self._draw(paper, asked, kind)
            return
        given = dialogs.ask_reason(
            self,
            _("Take out the paper?"),
            [
                ("work", _("Work inside the center")),
                ("authority", _("Asked for by the managing agency")),
                ("inspection", _("Inspection")),
                ("other", _("Another reason")),
            ],
            text=_("The list holds names. Who took it out, when and why stays in the reading log."),
            words_for="other",
            deed=_("Print") if kind == "pdf" else _("Export"),
        )
        if given is not None:
            reason = given[1] or given[0]
            whose = frozenset(paper.people)
            then = partial(self._draw, paper, asked, kind)
            note_list(self._desk, paper.title, len(whose), whose, reason, then, self.refused.emit)

    def _draw(self, paper: Any, asked: Asked, kind: str, _noted: object = None) -> None:
        draw = partial(_drawn, paper, kind)
        self._desk.clerk.make(
            lambda _reader: None, lambda _nothing: draw(), partial(self._keep, asked, kind), self._failed
        )

    def _keep(self, asked: Asked, kind: str, content: bytes) -> None:
        name = f"{_STEMS[asked.paper]}-{self._desk.today():%Y%m%d}.{kind}"
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the paper"), name, f"*.{kind}")
        if not path:
            self.said.emit(message("The paper was not saved."), "info")
            return
        try:
            write_whole(Path(path), content)
        except OSError:
            written = message("“{file}” could not be written. Choose another place.", file=Path(path).name)
            self.said.emit(written, "danger")
            return
        self.said.emit(message("Saved “{file}”.", file=Path(path).name), "ok")

    def _failed(self, error: BaseException) -> None:
        self._allow(True)
        self.refused.emit(error)

    def _allow(self, ready: bool) -> None:
        self.pdf_button.setEnabled(ready)
        self.xlsx_button.setEnabled(ready)
        self.standing.setText("" if ready else _("The paper is being made…"))


def _as_choices(rooms: Choices) -> Choices:
    return [(_ROOM + room_id, _("Room {name}").format(name=name)) for room_id, name in rooms]


def _is_asked(name: str, form: Form) -> bool:
    return name in _ASKED.get(form.value("paper") or "", ())


def _gathered(
    reader: Reader,
    masked: Callable[[], AbstractContextManager[Reader]] | None,
    asked: Asked,
    today: date,
    by: str,
    where: str,
) -> Any:
    """The paper ready to be drawn."""
    from carebook.reports.daily_papers import dispensing, medicine_month, stock_papers

    room_id = asked.ward_id.removeprefix(_ROOM) if asked.ward_id.startswith(_ROOM) else ""
    ward_id = "" if room_id or asked.ward_id == _EVERYBODY else asked.ward_id
    day, month, first, last = (one or today for one in (asked.day, asked.month, asked.first, asked.last))
    with masked() if masked is not None else nullcontext(reader) as found, speaking("vi"):
        match asked.paper:
            case "day_list":
                return dispensing.gather(found, day, where, ward_id=ward_id, room_id=room_id, printed_by=by)
            case "month_sheets":
                return medicine_month.gather(found, month, today=today, ward_id=ward_id, room_id=room_id, printed_by=by)
            case "controlled":
                return stock_papers.gather_controlled(found, first, last, printed_by=by)
            case "minutes":
                return stock_papers.gather_minutes(found, asked.minutes_no, printed_by=by)
            case "requisition":
                return stock_papers.gather_requisition(found, today, asked.days, printed_by=by)
            case _:
                return stock_papers.gather_ledger(found, first, last, printed_by=by)


def _drawn(paper: Any, kind: str) -> bytes:
    from carebook.reports.daily_papers import tables

    with speaking("vi"):
        return tables.draw(paper).pdf if kind == "pdf" else tables.workbook(paper)
