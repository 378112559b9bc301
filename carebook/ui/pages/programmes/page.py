"""Chương trình: the programmes on the left, the evaluation of one in the middle, its sheet at the side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame

from carebook import dates
from carebook.actions.change import Change, Outdated
from carebook.actions.programmes import save_programme
from carebook.places import write_whole
from carebook.records.packages import Programme
from carebook.rules.problem import warnings
from carebook.rules.programmes import ProgrammeReport, problems_in_programme
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.programmes import programme_report, programmes
from carebook.ui.pages.programmes.evaluation import Evaluation
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.leading_tabs import TherapyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.writing_panel import FormSheet, WritingPanel
from carebook.words import N_, _, message, ngettext

if TYPE_CHECKING:
    from carebook.reports.programmes import Evaluated

FORM = "programme"
LIST_WIDTH, LIST_HEIGHT = 304, 130
_ROW = 44


@dataclass(frozen=True)
class Programmes:
    """All programmes, and the evaluation of the chosen one; ``staff`` are all names by id, ``here`` the staff of today."""

    programmes: tuple[Programme, ...]
    report: ProgrammeReport | None
    staff: dict[str, str]
    here: Choices
    drafts: tuple[Draft, ...]


class ProgrammesPage(DeskPage):
    """The programme of ``turn_to(programme_id=…)``; the newest running one when none is named."""

    mine = frozenset({"rehabilitation", "groups", "staff"})
    keys = (
        KeyHint("Ctrl+N", N_("new programme")),
        KeyHint("F2", N_("edit the programme")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the evaluation")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Programmes"))
        self._programme_id = ""
        self._found: Programmes | None = None
        self._busy = False
        self.tabs = TherapyTabs(desk, "programmes")
        self.span = Segments(
            [("year", _("This year")), ("before", _("Last year")), ("whole", _("From the beginning"))], "year"
        )
        self.span.chosen.connect(self._ask_again)
        self.edit_button = Button(_("Edit"), icon="pencil", key="F2", listens=False)
        self.edit_button.clicked.connect(self.edit)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.new_button = Button(_("New programme"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.header.add_actions(self.print_button, self.edit_button, self.new_button)
        self.table = RecordTable(
            [Column("name", _("Programme"), self._cell, 180, 1, ALWAYS)],
            _("Programmes"),
            row_height=_ROW,
            heads=False,
        )
        self.table.picked.connect(self._pick)
        self.evaluation = Evaluation(desk)
        self.list = self._left()
        self.writing = self.writes_in(WritingPanel(desk, width=440))
        self.writing.shut.connect(self._show_list)
        self._inner: QBoxLayout = row(self.list, (scrolling(self.evaluation), 1), gap=0)
        self.states = States(box(self._inner))
        hints = key_caps(("F2", _("edit")), ("Ctrl+N", _("new programme")))
        self.foot = Footer(hints, None, height=40)
        self._over = row(self.tabs, self.span, margins=(24, 0, 20, 0))
        self.put(
            self._over,
            (row((self.states, 1), self.writing, gap=0), 1),
            self.foot,
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F2", self.edit),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self._show_buttons()

    def _left(self) -> QFrame:
        left = box(column((self.table, 1), gap=2, margins=(16, 8, 8, 8)))
        left.setObjectName("panel")
        left.setProperty("side", "left")
        left.setFixedWidth(theme.worn().scaled(LIST_WIDTH))
        return left

    def _show_buttons(self) -> None:
        may = self._desk.may("save_programme")
        self.new_button.setVisible(may)
        there = self._found is not None and self._found.report is not None
        self.print_button.setVisible(there and self._desk.may("print_papers"))
        self.edit_button.setVisible(may and there)

    def _show_list(self) -> None:
        self.list.show()
        self._show_buttons()
        self._make_room()

    # which programme, which time

    def turn_to(self, programme_id: str = "", **_more: object) -> None:
        """Show a programme."""
        if programme_id and programme_id != self._programme_id:
            self._programme_id = programme_id
        self.make_stale()

    def _span(self, programme: Programme) -> tuple[date, date]:
        today = self._desk.today()
        match self.span.current():
            case "before":
                return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
            case "whole":
                return min(programme.from_on or today, today), today
            case _:
                return date(today.year, 1, 1), today

    def _ask_again(self, _span: str = "") -> None:
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the programmes and the evaluation of the chosen one."""
        if self._found is None:
            self.states.show_loading()
        self._desk.ask(self, partial(self._asked, self._programme_id), self._show, self._not_read)

    def _asked(self, programme_id: str, reader: Reader) -> Programmes:
        found = programmes(reader)
        chosen = next((one for one in found if one.id == programme_id), None) or next(iter(found), None)
        report = programme_report(reader, chosen.id, *self._span(chosen)) if chosen else None
        return Programmes(
            found,
            report,
            {one.id: one.full_name for one in staff.staff_members(reader)},
            [(one.id, one.full_name) for one in staff.staff_members(reader, self._desk.today())],
            tuple(one for one in own_drafts(reader) if one.form == FORM),
        )

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Programmes) -> None:
        self._found = found
        self.writing.know(found.drafts)
        many = len(found.programmes)
        self.header.show_line(ngettext("{n} programme", "{n} programmes", many).format(n=many))
        self.span.setVisible(bool(many))
        self._show_buttons()
        report = found.report
        if report is None:
            doors = ((_("New programme"), self.begin_new),) if self._desk.may("save_programme") else ()
            self.states.show_empty(
                _("No programme yet. Groups and packages that belong to one are evaluated together here."),
                *doors,
                icon="target",
            )
            return
        self._programme_id = ""  # what the list chooses while it is filled is nobody's choice
        self.table.show_records(found.programmes)
        self._fit_list()
        self.table.pick(report.programme.id)
        self._programme_id = report.programme.id
        self.evaluation.show_report(report, found.staff.get(report.programme.manager_id or "", ""))
        self.states.show_content()

    def _cell(self, one: Programme) -> Cell:
        kind = self._desk.words("programme_kind", one.kind)
        ended = one.to_on is not None and one.to_on < self._desk.today()
        until = _("until {day}").format(day=dates.written(one.to_on)) if ended and one.to_on else ""
        return Cell(one.name, sub=" · ".join(filter(None, (kind, until))), weight=500)

    def _pick(self, one: Programme | None) -> None:
        if one is not None and self._programme_id not in ("", one.id):
            self._programme_id = one.id
            self.make_stale()

    # writing

    def begin_new(self) -> None:
        """A sheet for a new programme."""
        if self._desk.may("save_programme"):
            self._write(Programme(name="", from_on=self._desk.today()))

    def edit(self) -> None:
        """The programme on show as a sheet."""
        if self._found is not None and self._found.report is not None and self._desk.may("save_programme"):
            self._write(self._found.report.programme)

    def _write(self, programme: Programme) -> None:
        found = self._found
        if found is None or self.writing.has_unsaved():
            return
        manager = programme.manager_id or ""
        here = list(found.here)
        if manager and manager not in dict(here):
            here.append((manager, found.staff.get(manager, "–")))
        form = Form(
            [
                section("", Programme, "name", "kind", "basis", "manager_id", "from_on", "to_on", "purpose"),
                section(_("Cost and income"), Programme, "cost", "income"),
                section(_("Evaluation"), Programme, "strengths", "weaknesses", "conclusion"),
            ],
            self._desk.today,
            choices={
                "kind": self._desk.choices("programme_kind"),
                "manager_id": here,
                "conclusion": self._desk.choices("programme_conclusion"),
            },
            columns=1,
        )
        title = _("Edit the programme") if programme.id else _("New programme")
        self.writing.open(FormSheet(form, programme), FORM, programme.id, title, programme.name)
        self.list.hide()
        self._make_room()

    def save(self) -> None:
        """Keep the programme that is written."""
        programme: Programme | None = None if self._busy else self.writing.written()
        if programme is None:
            return
        self._busy = True
        seen = programme.version if programme.id else None
        self._desk.do(save_programme, programme, seen=seen, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self.writing.close_up()
        said: list[str] = []
        kept: Programme | None = change.result
        if kept is not None:
            self._programme_id = kept.id
            said += [str(one.message) for one in warnings(problems_in_programme(kept, today=self._desk.today()))]
        self.make_stale()
        self.tell_done(change, besides=said)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems:
            self.complain(error)
        else:
            self.writing.show_problems(problems)

    # on paper

    def _print(self) -> None:
        """The evaluation on show as a sheet; it names nobody but staff."""
        report = self._found.report if self._found is not None else None
        if report is None or self.print_button.isHidden():
            return
        now, today = self._desk.now(), self._desk.today()
        by = f"{self._desk.actor.name} in lúc {dates.moment(now, today)}"
        programme, first, last = report.programme.id, report.first, report.last

        def gather(reader: Reader) -> Evaluated | None:
            from carebook.reports import programmes as paper

            return paper.gather(reader, programme, first, last, printed_by=by)

        self._desk.clerk.make(gather, _drawn, self._save_paper, self.complain)

    def _save_paper(self, pdf: bytes) -> None:
        name = f"danh-gia-chuong-trinh-{self._desk.today():%Y%m%d}.pdf"
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the evaluation"), name, "*.pdf")
        if not path:
            return
        try:
            write_whole(Path(path), pdf)
        except OSError:
            self.say(message("“{file}” could not be written. Choose another place.", file=Path(path).name), "danger")
            return
        self.say(message("Saved “{file}”.", file=Path(path).name), seconds=8)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.foot.setVisible(not narrow)
        direction = QBoxLayout.Direction
        self._inner.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.list.setMinimumWidth(0 if narrow else theme.worn().scaled(LIST_WIDTH))
        self.list.setMaximumWidth(16777215 if narrow else theme.worn().scaled(LIST_WIDTH))
        self.list.setProperty("side", "over" if narrow else "left")
        theme.restyle(self.list)
        self._over.setContentsMargins(24, 0, 20, 6 if narrow else 0)
        self._fit_list()

    def _fit_list(self) -> None:
        """While it stands above, the list is no higher than its rows."""
        rows = theme.worn().scaled(_ROW * max(1, self.table.records.rowCount())) + 18
        high = min(theme.worn().scaled(LIST_HEIGHT), rows)
        self.list.setMaximumHeight(high if self.is_narrow() else 16777215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.writing.make_room(self.states, self.width())


def _drawn(evaluated: Evaluated | None) -> bytes:
    from carebook.reports import programmes as paper

    return b"" if evaluated is None else paper.draw(evaluated).pdf
