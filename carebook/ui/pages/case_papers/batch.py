"""Papers of a room, a ward or everybody as one file: who is meant in the order of beds, the reason, progress with a stop."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.actions.prints import print_batch
from carebook.places import write_whole
from carebook.reports import case_papers
from carebook.reports.case_papers import PAPER_TITLES, CasePaper, Placed, Where
from carebook.reports.paper.facts import Way
from carebook.rules.progress import newest_periods
from carebook.ui.pages.case_papers import drawing
from carebook.ui.pages.case_papers.choosing import head_of, way_choice
from carebook.ui.pages.case_papers.drawing import FILLED, NAMED, Place
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.papers import LoggedPreview
from carebook.ui.parts.states import Progress, States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, message, ngettext, speaking

Out = Literal["print", "pdf"]
EVERYBODY = "ward:"
_REASONS = (
    ("care", N_("Care at the bed")),
    ("casework", N_("Casework")),
    ("file", N_("The file on paper")),
    ("authority", N_("Asked for by the managing agency")),
    ("other", N_("Another reason")),
)
_PERIODS = 12


class BatchPart(QWidget):
    """Whose papers, which, and the one file of them. ``said(sentence, tone)`` tells the page what happened."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._places: dict[str, Place] = {}
        self._placed: list[Placed] = []
        self._job: Job | None = None
        self._out: Out = "print"
        self._path = Path()
        self._printing = False
        self.where = filter_choice(_("Whose papers"), [(EVERYBODY, _("Everybody who is here"))], EVERYBODY)
        kinds = [(kind.value, _(PAPER_TITLES[kind])) for kind in CasePaper if kind is not CasePaper.MINUTES]
        self.kind = filter_choice(_("Paper"), kinds, CasePaper.BEDSIDE.value)
        contents = [(FILLED, _("Filled in")), (NAMED, _("Blank, with the name"))]
        self.content = filter_choice(_("What is on the paper"), contents, FILLED)
        periods = newest_periods("month", desk.today(), _PERIODS)
        self.period = filter_choice(_("Period"), [(one.code, str(one.words)) for one in periods], periods[0].code)
        self.way = way_choice()
        for choice in (self.where, self.kind, self.content):
            choice.activated.connect(self.refresh)
        for choice in (self.period, self.way):
            choice.activated.connect(self._forget_made)
        columns = [
            Column("bed", _("Room, bed"), lambda one: case_papers.bed_words(one.row) or "–", 120, priority=ALWAYS),
            Column("name", _("Name"), lambda one: Cell(one.row.name, weight=500), 180, 2, ALWAYS),
            Column("state", _("State"), _state, 150, 1, priority=6),
        ]
        self.table = RecordTable(columns, _("Whose papers"), id_of=lambda one: one.id)
        self.states = States(self.table)
        self.preview = LoggedPreview()
        self.preview.setAccessibleName(_("Preview"))
        self.preview.print_asked.connect(partial(self.begin, "print"))
        self.preview.shown.connect(self._print_shown)
        self.preview.printed.connect(self._printed)
        self.preview.hide()
        self.progress = Progress()
        self.count = label("", "muted")
        self.save_button = Button(_("Save PDF…"))
        self.save_button.clicked.connect(partial(self.begin, "pdf"))
        self.print_button = Button(_("Print"), "primary", "printer", "Ctrl+P", listens=False)
        self.print_button.clicked.connect(partial(self.begin, "print"))
        head = head_of(self.where, self.kind, self.content, self.period, self.way)
        shown = row((box(column((self.states, 1), gap=0)), 1), (self.preview, 1), gap=0, margins=(16, 0, 0, 0))
        foot = Footer(self.count, None, self.save_button, self.print_button)
        self.setLayout(column(row((head, 1), margins=(16, 4, 16, 6)), self.progress, (shown, 1), foot, gap=0))
        self._show_choices()

    # who is meant

    def refresh(self) -> None:
        """Ask who is here, and whose paper of the chosen kind is written."""
        self._show_choices()
        self._forget_made()
        self.states.show_loading()
        where, kind, today, for_pen = self._where(), self._kind(), self._desk.today(), self.content.code() == NAMED
        self._desk.ask(
            self,
            lambda reader: (
                drawing.places(reader),
                case_papers.people_in_bed_order(reader, where, kind, today, for_pen=for_pen),
            ),
            self._show_placed,
            self._not_read,
        )

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show_placed(self, answer: tuple[list[Place], list[Placed]]) -> None:
        places, self._placed = answer
        self._places = {one.key: one for one in places}
        self.where.offer([(EVERYBODY, _("Everybody who is here")), *((one.key, one.words) for one in places)])
        self.table.show_records(self._placed)
        if self._placed:
            self.states.show_content()
        else:
            self.states.show_empty(_("Nobody has a bed here."), icon="users")
        count = self.people()
        words = [ngettext("Papers of {n} person", "Papers of {n} people", count).format(n=count)]
        left_out = len(self._placed) - count
        if left_out:
            words.append(ngettext("{n} left out", "{n} left out", left_out).format(n=left_out))
        self.count.setText(" · ".join(words))
        self._allow()

    def people(self) -> int:
        """Of how many people papers will be made."""
        return sum(one.there for one in self._placed)

    def _kind(self) -> CasePaper:
        return CasePaper(self.kind.code())

    def _where(self) -> Where:
        found = self._places.get(self.where.code())
        return found.where if found is not None else Where()

    def _is_whole(self) -> bool:
        """Whether the papers tell the case, not only what hangs at the bed or is filled in by hand."""
        return self.content.code() == FILLED and self._kind() is not CasePaper.BEDSIDE

    def _show_choices(self) -> None:
        kind = self._kind()
        may_fill = kind is CasePaper.BEDSIDE or self._desk.may("export_list")
        filled_in = [(FILLED, _("Filled in"))] if may_fill else []
        if not may_fill:
            self.content.choose(NAMED)
        self.content.offer([*filled_in, (NAMED, _("Blank, with the name"))])
        filled = self.content.code() == FILLED
        self.period.setVisible(kind is CasePaper.FORM05 and filled)
        self.way.setVisible(kind is not CasePaper.BEDSIDE)

    def _allow(self) -> None:
        ready = self._job is None and self._desk.may("print_batch")
        for button in (self.save_button, self.print_button):
            button.setEnabled(ready and bool(self.people()))

    def _forget_made(self) -> None:
        """Something else is wanted than what the preview shows."""
        self.preview.hide()

    # out of the book

    def begin(self, out: Out) -> None:
        """Ask what the papers are for; when it is said, note it, then draw them."""
        if self._job is not None or not self._desk.may("print_batch"):
            return
        count = self.people()
        if not count:
            self.said.emit(message("Nobody is chosen; there is nothing to print."), "info")
            return
        given = dialogs.ask_reason(
            self,
            ngettext("Print the papers of {n} person?", "Print the papers of {n} people?", count).format(n=count),
            [(code, _(words)) for code, words in _REASONS],
            text=_("The papers hold names. Who printed them, when and why stays in the reading log."),
            words_for="other",
            deed=_("Print") if out == "print" else _("Save PDF…"),
        )
        if given is None:
            return
        code, words = given
        if out == "print":
            self.make(out, words or _(dict(_REASONS)[code]))
            return
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the papers"), self._file_name(), "*.pdf")
        if path:
            self.make(out, words or _(dict(_REASONS)[code]), Path(path))

    def make(self, out: Out, reason: str, path: Path | None = None) -> None:
        """Note how many people's papers leave the book and why, then gather and draw them."""
        self._out, self._path = out, path or Path()
        with speaking("vi"):
            what = _(PAPER_TITLES[self._kind()])
        self._desk.do(
            print_batch,
            [one.id for one in self._placed if one.there],
            f"{what}, {self.where.currentText()}",
            reason=reason,
            whole=self._is_whole(),
            then=self._draw,
            failed=self.refused.emit,
        )

    def _draw(self, _change: object) -> None:
        self._job = job = Job(self)
        where, kind, today, way = self._where(), self._kind(), self._desk.today(), Way(self.way.code())
        for_pen, period = self.content.code() == NAMED, self.period.code()
        job.ended.connect(self._ended)
        self.progress.follow(job, _("Drawing {done}/{total} papers"))
        self._allow()
        self._desk.clerk.make(
            lambda reader: drawing.gathered_batch(
                reader, job, where, kind, today=today, way=way, for_pen=for_pen, id=period
            ),
            lambda batch: drawing.drawn_batch(batch, job),
            self._show_made,
            self._not_drawn,
            job=job,
        )

    def _ended(self) -> None:
        stopped, self._job = self._job is not None and self._job.is_stopped(), None
        self._allow()
        if stopped:
            self.said.emit(message("Stopped. Nothing was printed."), "info")

    def _not_drawn(self, _error: BaseException) -> None:
        self.said.emit(message("These papers could not be drawn. Nothing was printed."), "danger")

    def _show_made(self, made: bytes) -> None:
        if self._out == "print":
            self._printing = True
            self.preview.show()
            self.preview.show_pdf(made)
            return
        try:
            write_whole(self._path, made)
        except OSError:
            told = message("“{file}” could not be written. Choose another place.", file=self._path.name)
            self.said.emit(told, "danger")
        else:
            self.said.emit(message("Saved “{file}”.", file=self._path.name), "ok")

    def _print_shown(self) -> None:
        if self._printing:
            self._printing = False
            self.preview.print_pdf()

    def _printed(self, done: bool) -> None:
        if done:
            self.said.emit(message("Sent to the printer."), "ok")
        else:
            self.said.emit(message("The paper was not printed."), "warn")

    def _file_name(self) -> str:
        return f"{self._kind().value}-{self._desk.today():%Y%m%d}.pdf"

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        """While narrow the list takes the whole width; the preview comes over it when there is one."""
        self.table.setMinimumWidth(0 if narrow else 260)


def _state(one: Placed) -> Cell:
    if one.there:
        return Cell(_("Ready to print"), mark=("full", "ok"))
    if one.outside:
        return Cell(_("Outside the scope of this account"), tone="text2", icon="lock")
    if one.row.masked:
        return Cell(_("Protected"), tone="text2", icon="lock")
    return Cell(_("Not written yet"), mark=("ring", "none"))
