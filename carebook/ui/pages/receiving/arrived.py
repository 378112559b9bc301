"""The packages that came: each with its verdict, whether it counts, from where it came, and the panel about the one picked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.rules.periods import said
from carebook.rules.receiving import DATA, STANDING_WORDS, Standing
from carebook.ui.pages.receiving.asking import Arrived, Department
from carebook.ui.pages.receiving.words import MARKS, meaning_of, title_of, waits_for_paper
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button, Pills
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.verdict import VerdictBox, tone_of
from carebook.words import _, ngettext, pgettext

_SHAPES = {"ok": "full", "info": "half", "warn": "ring", "danger": "cross"}


class ArrivedPart(QWidget):
    """``opening(parcel)`` wants to see the signed file; the others want to deal with it."""

    opening = Signal(object)
    comparing = Signal(object)
    replacing = Signal(object)
    again = Signal(object)
    answering = Signal(object)

    def __init__(self, desk: Desk, begin: Callable[[], object]) -> None:
        """``begin`` enters the first center."""
        super().__init__()
        self._desk, self._begin = desk, begin
        self._found: Department | None = None
        self.which = Pills([("period", ""), ("waiting", ""), ("all", _("All packages"))], "period")
        self.which.chosen.connect(self._show_chosen)
        self.table = RecordTable(self._columns(), _("Packages received"), row_height=44)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self._open)
        self.states = States(self.table)
        self.panel = PackagePanel(desk)
        self.panel.opening.connect(self.opening)
        self.panel.comparing.connect(self.comparing)
        self.panel.replacing.connect(self.replacing)
        self.panel.again.connect(self.again)
        self.panel.answering.connect(self.answering)
        left = column(row(self.which, None, margins=(8, 6, 0, 6)), (self.states, 1), gap=0, margins=(16, 0, 8, 0))
        self._beside = row((box(left), 1), self.panel, gap=0)
        self.setLayout(self._beside)
        self.setFocusProxy(self.table)

    def _columns(self) -> list[Column]:
        return [
            Column("center", _("Center"), lambda one: Cell(one.center or "–", weight=500), 190, 2, ALWAYS),
            Column("report", pgettext("outbox", "Package"), _report_cell, 200, 2, ALWAYS),
            Column("came", _("Received"), self._came_cell, 116, 1, 6),
            Column("verdict", _("Signature"), _verdict_cell, 140, 0, 5),
            Column("state", pgettext("package", "State"), self._state_cell, 150, 1, ALWAYS),
        ]

    def _came_cell(self, one: Arrived) -> Cell:
        return Cell(dates.moment(one.parcel.received_at, self._desk.today()), sub=one.parcel.came_from)

    def _state_cell(self, one: Arrived) -> Cell:
        sent = one.parcel.receipt_sent_at
        receipt = _("receipt {moment}").format(moment=dates.moment(sent, self._desk.today())) if sent else ""
        return Cell(_(STANDING_WORDS[one.standing]), sub=receipt, mark=MARKS[one.standing])

    # showing

    def show_department(self, found: Department) -> None:
        """Show what came about the time on show, or what waits."""
        self._found = found
        self.which.rename("period", str(said(found.key)))
        waits = len(found.waiting)
        self.which.rename("waiting", ngettext("To look at: {n}", "To look at: {n}", waits).format(n=waits))
        self._show_chosen()

    def show_waiting(self) -> None:
        """Show what somebody has to look at."""
        self.which.choose("waiting")
        self._show_chosen()

    def show_package(self, parcel_id: str) -> None:
        """Show one package wherever it stands."""
        if self._found is not None and not any(one.id == parcel_id for one in self._found.arrived):
            self.which.choose("all")
            self._show_chosen()
        self.table.pick(parcel_id)

    def _show_chosen(self, *_which: object) -> None:
        found = self._found
        if found is None:
            return
        shown = {"period": found.arrived, "waiting": found.waiting, "all": found.everything}[self.which.current()]
        self.table.show_records(shown)
        if shown:
            self.states.show_content()
            if not self.table.current_id():
                self.table.pick(shown[0].id)
        elif self.which.current() == "waiting":
            self.states.show_empty(_("Nothing is left to look at."), icon="circle-check")
        elif self.which.current() == "period" and found.everything:
            words = _("Nothing came for {month} yet.").format(month=said(found.key))
            self.states.show_empty(words, (_("All packages"), partial(self._turn, "all")), icon="file-text")
        else:
            words = _("No package came yet. Take them from a folder, a USB stick or a server, or drop files here.")
            ways = () if found.centers else ((_("Add a center…"), self._begin),)
            self.states.show_empty(words, *ways, icon="file-text")
        self._picked(self.table.current() if shown else None)

    def _turn(self, which: str) -> None:
        self.which.choose(which)
        self._show_chosen()

    def _picked(self, one: Arrived | None) -> None:
        self.panel.setVisible(one is not None)
        if one is not None:
            self.panel.show_package(one)

    def _open(self, one: Arrived) -> None:
        self.opening.emit(one.parcel)

    def fold(self, narrow: bool) -> None:
        """The panel moves under the list."""
        self._beside.setDirection(self._beside.Direction.TopToBottom if narrow else self._beside.Direction.LeftToRight)
        self.panel.move_under(narrow)
        self.panel.setMaximumHeight(200 if narrow else 16777215)


def _report_cell(one: Arrived) -> Cell:
    parcel = one.parcel
    return Cell(title_of(parcel), sub=parcel.number or (parcel.file_name if parcel.period else ""))


def _verdict_cell(one: Arrived) -> Cell:
    if not one.parcel.level:
        return Cell("–")
    tone = tone_of(one.parcel.level)
    return Cell(_level_words(one.parcel.level), mark=(_SHAPES[tone], "text2" if tone == "info" else tone), small=True)


def _level_words(level: str) -> str:
    from carebook.sealing.verdict import LEVEL_WORDS, Level

    return _(LEVEL_WORDS[Level(level)])


class PackagePanel(SidePanel):
    """Who signed a package, what that is worth, whether it counts, and what can be done with it."""

    opening = Signal(object)
    comparing = Signal(object)
    replacing = Signal(object)
    again = Signal(object)
    answering = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(width=336, closes=False)
        self._desk = desk
        self._shown: Arrived | None = None
        self.open_button = self._button(_("Signed file"), "file-text", self.opening)
        self.compare_button = self._button(_("Compare the code…"), "shield-check", self.comparing)
        self.replace_button = self._button(_("Let this one count…"), "arrow-left-right", self.replacing)
        self.again_button = self._button(_("Take again"), "history", self.again)
        self.answer_button = self._button(_("Send receipt…"), "send", self.answering)
        buttons = (self.compare_button, self.replace_button, self.again_button, self.answer_button)
        self.add_actions(self.open_button, *buttons)
        self.hide()

    def _button(self, words: str, icon: str, wanted: object) -> Button:
        button = Button(words, icon=icon)
        button.clicked.connect(partial(self._tell, wanted))
        return button

    def _tell(self, wanted: object) -> None:
        if self._shown is not None:
            wanted.emit(self._shown.parcel)  # type: ignore[attr-defined]

    def show_package(self, one: Arrived) -> None:
        """Show one package."""
        self._shown = one
        parcel, may = one.parcel, self._desk.may("receive_parcel")
        self.clear()
        self.show_title(one.center or _("Center not known yet"), title_of(parcel))
        if parcel.level:
            verdict = VerdictBox()
            verdict.show_verdict(parcel.level, _level_words(parcel.level), meaning_of(parcel, one.standing))
            self.add(verdict)
        else:
            self.add(label(meaning_of(parcel, one.standing), wrap=True))
        self.add(10, section_head(_("Signers, in their order")), hairline(), 4)
        for signer in parcel.signers or (_("Nobody signed this file."),):
            self.add(label(signer, wrap=True))
        self.add(10, section_head(_("How it came")), hairline(), 4)
        for words, value in self._facts(one):
            if value:
                self.add(row(label(words, "small", wrap=True, width=104), (label(value, wrap=True), 1), gap=8), 2)
        self.open_button.setVisible(parcel.parcel_kind != DATA)
        compares = waits_for_paper(parcel, one.standing)
        decides = not compares and one.standing in (Standing.PARKED, Standing.CONFLICT)
        self.compare_button.setVisible(compares and may)
        self.replace_button.setVisible(decides and may)
        self.again_button.setVisible(one.standing is Standing.REFUSED and bool(parcel.period) and may)
        answers = one.standing not in (Standing.PARKED, Standing.CONFLICT) and parcel.receipt_sent_at is None
        self.answer_button.setVisible(answers and self._desk.may("send_receipt"))

    def _facts(self, one: Arrived) -> list[tuple[str, str]]:
        parcel, today = one.parcel, self._desk.today()
        sent = parcel.receipt_sent_at
        return [
            (_("Number"), parcel.number),
            (_("Dated"), dates.written(parcel.dated_on) if parcel.dated_on else ""),
            (_("Data up to"), dates.written(parcel.cutoff_on) if parcel.cutoff_on else ""),
            (_("File"), parcel.file_name),
            (_("Came from"), parcel.came_from),
            (_("Received"), dates.moment(parcel.received_at, today)),
            (_("Receipt"), dates.moment(sent, today) if sent else _("not sent yet")),
        ]
