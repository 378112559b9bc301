"""The centers that report: added, amended, struck through, and trusted once their identity code was compared with paper."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from carebook import dates
from carebook.actions.receiving import save_reporting_facility
from carebook.actions.signing import trust_facility
from carebook.records.receiving import ReceivedParcel, ReportingFacility
from carebook.ui.pages.receiving.asking import Center, Department
from carebook.ui.pages.receiving.words import title_of
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.fields.choosing import Tick
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, hairline, row
from carebook.ui.parts.receiving_key import ReceivingKeyLine
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

_FIELDS = ("name", "symbol", "kind", "ownership", "beds", "from_on", "to_on")


class CentersPart(QWidget):
    """The list, and the key data packages are encrypted for below it.

    ``kept(change)`` after a center was saved, ``said(sentence, tone)`` about the key, ``striking(Center)`` wants one struck through.
    """

    kept = Signal(object)
    said = Signal(object, str)
    striking = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.dialog: CenterDialog | None = None
        self.table = RecordTable(
            [
                Column(
                    "name",
                    _("Center"),
                    lambda one: Cell(one.facility.name, sub=one.facility.symbol, weight=500),
                    220,
                    2,
                    ALWAYS,
                ),
                Column("kind", _("Kind"), self._kind, 170, 1, 4),
                Column("beds", _("Beds"), lambda one: str(one.facility.beds or "–"), 86, 0, 3, "right"),
                Column("code", _("Identity code"), _code, 190, 1, 7),
                Column("days", _("Reports"), self._days, 130, 0, 5),
                Column("last", _("Last package"), self._last, 180, 1, 6),
            ],
            _("Centers that report"),
            row_height=44,
        )
        self.table.opened.connect(self._edit)
        self.table.picked.connect(self._picked)
        self.states = States(self.table)
        self.add_button = Button(_("Add a center…"), icon="plus", key="Ctrl+N", listens=False)
        self.add_button.clicked.connect(self.begin_new)
        self.edit_button = Button(_("Edit…"), icon="pencil")
        self.edit_button.clicked.connect(self._edit_current)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)
        told = label(
            _("Each owes its reports from the day it reports; a center's first trusted package adds it by itself."),
            "small",
            wrap=True,
        )
        for button, deed in (
            (self.add_button, "save_reporting_facility"),
            (self.edit_button, "save_reporting_facility"),
            (self.strike_button, "strike_reporting_facility"),
        ):
            button.setVisible(desk.may(deed))
        head = row((told, 1), self.strike_button, self.edit_button, self.add_button, gap=8, margins=(8, 6, 4, 6))
        self.key_line = ReceivingKeyLine(desk)
        self.key_line.said.connect(self.said)
        foot = row((self.key_line, 1), margins=(8, 8, 4, 10))
        self.setLayout(column(head, (self.states, 1), hairline(), foot, gap=0, margins=(16, 0, 16, 0)))
        if desk.may("save_reporting_facility"):
            on_key(self, "Ctrl+N", self.begin_new)
            on_key(self.table, "F2", self._edit_current)
        self.setFocusProxy(self.table)

    def show_department(self, found: Department) -> None:
        """Show the centers."""
        self.key_line.refresh()
        self.table.show_records(found.centers)
        if found.centers:
            self.states.show_content()
            if not self.table.current_id():
                self.table.pick(found.centers[0].id)
        else:
            words = _("No center stands in the list yet. Enter those that report, or take their first packages.")
            self.states.show_empty(words, (_("Add a center…"), self.begin_new), icon="landmark")
        self._picked(self.table.current() if found.centers else None)

    def _picked(self, one: Center | None) -> None:
        for button in (self.edit_button, self.strike_button):
            button.setEnabled(one is not None)

    def _kind(self, one: Center) -> Cell:
        words = self._desk.words("facility_type", one.facility.kind)
        return Cell(words, sub=self._desk.words("ownership", one.facility.ownership))

    def _days(self, one: Center) -> Cell:
        first, last = one.facility.from_on, one.facility.to_on
        words = _("from {day}").format(day=dates.written(first)) if first else _("always")
        return Cell(words, sub=_("until {day}").format(day=dates.written(last)) if last else "")

    def _last(self, one: Center) -> Cell:
        if one.last is None:
            return Cell(_("nothing yet"), tone="text2")
        return Cell(title_of(one.last), sub=dates.moment(one.last.received_at, self._desk.today()))

    def begin_new(self) -> None:
        """Ask for a new center."""
        self._ask(ReportingFacility(name="", from_on=self._desk.today().replace(day=1)))

    def _edit(self, one: Center) -> None:
        if self._desk.may("save_reporting_facility"):
            self._ask(one.facility)

    def _edit_current(self) -> None:
        if (one := self.table.current()) is not None:
            self._edit(one)

    def _strike(self) -> None:
        if (one := self.table.current()) is not None:
            self.striking.emit(one)

    def _ask(self, facility: ReportingFacility) -> None:
        self.dialog = CenterDialog(self._desk, self, facility)
        self.dialog.succeeded.connect(self.kept)
        self.dialog.open()


def _code(one: Center) -> Cell:
    if not one.facility.fingerprint:
        return Cell("–", sub=_("known from its first package"))
    from carebook.sealing.codes import IdentityCode

    short = IdentityCode(one.facility.fingerprint, "").short
    if one.checked_on is None:
        return Cell(short, sub=_("not compared yet"), sub_tone="warn", mark=("ring", "warn"))
    day = dates.written(one.checked_on)
    return Cell(short, sub=_("compared {day}").format(day=day), mark=("full", "ok"))


class CenterDialog(DeedDialog):
    """A center that reports, new or there already; ``succeeded(change)``."""

    succeeded = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, facility: ReportingFacility) -> None:
        super().__init__(parent, _("Edit the center") if facility.id else _("Add a center that reports"))
        self._desk, self._facility = desk, facility
        choices = {"kind": desk.choices("facility_type"), "ownership": desk.choices("ownership")}
        self.form = Form([section("", ReportingFacility, *_FIELDS)], desk.today, choices=choices, columns=1)
        self.form.load(facility)
        self.form.changed.connect(self._look)
        self.forget = Tick(_("Forget its identity code: the center has a new key"))
        self.forget.setVisible(bool(facility.fingerprint))
        self.contents.addWidget(self.form)
        self.contents.addWidget(self.forget)
        self.setMinimumWidth(600)
        self.add_button("", _("Go back"))
        self.save_button = Button(_("Save") if facility.id else _("Add"), "primary")
        self.save_button.clicked.connect(self.save)
        self._buttons.insertWidget(1, self.save_button)
        self.save_button.setDefault(True)
        if (first := self.form.first()) is not None:
            first.setFocus()

    def _look(self) -> None:
        self.form.clear_problems()

    def save(self) -> None:
        """Keep the center; what stands against it is said beside its field."""
        found = self.form.record(self._facility)
        if found is None:
            return
        if self.forget.isChecked():
            found = replace(found, fingerprint="")
        self._desk.do(save_reporting_facility, found, then=self._done, failed=self._refused)

    def _done(self, change: Any) -> None:
        self.succeeded.emit(change)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        problems = getattr(error, "problems", ())
        if problems:
            self.form.show_problems(problems)
        else:
            self.form.summary.say(_("This was not done, nothing was written. What was typed is still here."), "danger")


class CompareDialog(DeedDialog):
    """Compares the identity code in a file with the one on the center's paper report; ``succeeded(change)`` when they agree."""

    succeeded = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, parcel: ReceivedParcel, code: Any, certificate: bytes) -> None:
        """``code`` is the `IdentityCode` of the file; ``certificate`` the root it names (DER)."""
        text = _("Type the identity code printed on the paper report of {facility}.").format(facility=code.facility)
        super().__init__(parent, _("Trust this facility"), text)
        self._desk, self._code, self._certificate = desk, code, certificate
        self._paper = f"{title_of(parcel)}, {parcel.file_name}"
        self.code = QLineEdit()
        self.code.setAccessibleName(_("Identity code on the paper"))
        self.code.setPlaceholderText(_("for example WJAT ENHI 4O7V XOSI"))
        self.bar = MessageBar()
        note = _("A telephone call to the center's director does as well. Never take the code from the file itself.")
        self.contents.addLayout(column(self.code, label(note, "small", wrap=True), self.bar, gap=6))
        self.add_button("", _("Go back"))
        self.trust_button = Button(_("Trust this facility"), "primary", "shield-check")
        self.trust_button.clicked.connect(self.trust)
        self._buttons.insertWidget(1, self.trust_button)
        self.trust_button.setDefault(True)
        self.code.setFocus()

    def trust(self) -> None:
        """Trust the center when what was typed is the code of the file."""
        self._desk.do(
            partial(trust_facility, paper=self._paper, certificate=self._certificate),
            self.code.text(),
            self._code.facility,
            self._code.fingerprint,
            then=self._done,
            failed=self._refused,
        )

    def _done(self, change: Any) -> None:
        self.succeeded.emit(change)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.bar.say(error if hasattr(error, "problems") else _("The facility could not be trusted."), "danger")
        self.code.setFocus()
        self.code.selectAll()
