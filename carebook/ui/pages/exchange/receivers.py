"""The offices data packages are encrypted for: adding one, comparing its code, striking it through, and this book's own key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import dates
from carebook.actions import parcels
from carebook.records.parcels import Receiver
from carebook.store.parcels import receivers
from carebook.ui.pages.exchange.data_package import DataPackageDialog
from carebook.ui.pages.exchange.receiver_dialogs import AddReceiverDialog, CompareReceiverDialog
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.receiving_key import ReceivingKeyLine
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, message

_LARGEST = 1_000_000  # bytes of a certificate
_REASONS = (
    ("anew", N_("It has a new certificate")),
    ("ended", N_("Nothing is sent there any more")),
    ("other", N_("Another reason")),
)


class ReceiversView(QWidget):
    """The list with its deeds. ``said(sentence, tone)``, ``done(change)``, ``refused(error)``; ``made(change)``: a package waits."""

    said = Signal(object, str)
    done = Signal(object)
    refused = Signal(object)
    made = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.found: list[Receiver] = []
        self._report_id = ""  # the report a package is wanted of
        self.dialog: AddReceiverDialog | CompareReceiverDialog | DataPackageDialog | None = None
        self.table = RecordTable(self._columns(), _("Receivers of data packages"), row_height=44)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self._opened)
        self.states = States(self.table)
        self.key = ReceivingKeyLine(desk)
        self.key.said.connect(self.said)
        self.add_button = Button(_("Add a receiver…"), icon="plus")
        self.add_button.clicked.connect(self._choose)
        self.compare_button = Button(_("Compare its code…"), icon="shield-check")
        self.compare_button.clicked.connect(self.compare)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self.strike)
        self.package_button = Button(_("Make a data package…"), "primary", "lock")
        self.package_button.clicked.connect(self.begin_package)
        self.deeds = (self.add_button, self.package_button)
        for button, deed in (
            (self.add_button, "add_receiver"),
            (self.compare_button, "trust_receiver"),
            (self.strike_button, "strike_receiver"),
            (self.package_button, "make_data_parcel"),
        ):
            button.setVisible(desk.may(deed))
        on_key(self.table, "Delete", self.strike)
        words = _(
            "A data package holds chosen facts of the people behind a report. It is signed, then encrypted for one receiver: "
            "nobody else can open it, not even this book."
        )
        explained = label(words, "small", wrap=True)
        explained.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        told = row((explained, 1), self.compare_button, self.strike_button, gap=8, margins=(8, 0, 0, 0))
        self.setLayout(
            column(
                box(told),
                (self.states, 1),
                hairline(),
                box(column(self.key, margins=(8, 4, 0, 12))),
                gap=6,
                margins=(16, 8, 20, 0),
            )
        )

    def _columns(self) -> list[Column]:
        return [
            Column("name", _("Receiver"), self._name, 240, 2, ALWAYS),
            Column("code", _("Identity code"), lambda one: parcels.code_of(one.fingerprint), 180, 1, 6),
            Column("checked", _("Compared on"), self._checked, 220, 3, ALWAYS),
            Column("until", _("Valid to"), self._until, 110, 0, 7),
        ]

    def _name(self, one: Receiver) -> Cell:
        return Cell(one.name, sub=self._desk.words("agency_role", one.role), weight=500)

    def _checked(self, one: Receiver) -> Cell:
        if one.checked_on is None:
            return Cell(_("Not compared yet"), sub=_("nothing is encrypted for it"), mark=("ring", "warn"))
        return Cell(dates.written(one.checked_on), sub=one.paper, mark=("full", "ok"))

    def _until(self, one: Receiver) -> Cell:
        if one.valid_to is None:
            return Cell("–")
        return Cell(dates.written(one.valid_to), tone="danger" if one.valid_to < self._desk.today() else "text")

    # asking and showing

    def refresh(self) -> None:
        """Ask for the receivers and the own key."""
        self.states.show_loading()
        self._desk.ask(self, receivers, self._show, self._not_read)
        self.key.refresh()

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show(self, found: list[Receiver]) -> None:
        self.found = found
        self.table.show_records(found)
        if found:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(found[0].id)
        else:
            words = _("No receiver yet. Ask the department for its certificate (.cer) and for its code on paper.")
            if self._desk.may("add_receiver"):
                self.states.show_empty(words, (_("Add a receiver…"), self._choose), icon="lock")
            else:
                self.states.show_empty(words, icon="lock")
        self._picked(self.table.current())
        if self._report_id:
            self._begin_wanted(found)

    def _begin_wanted(self, found: list[Receiver]) -> None:
        ready = [one for one in found if one.checked_on is not None]
        if len(ready) == 1:
            self.table.pick(ready[0].id)
            self.begin_package()
        elif ready:
            self.said.emit(_("Choose the receiver, then press “Make a data package…”."), "info")
        else:
            self._report_id = ""
            self.said.emit(_("Add a receiver and compare its code first: nothing is encrypted before that."), "warn")

    def _picked(self, one: Receiver | None) -> None:
        self.compare_button.setEnabled(one is not None and one.checked_on is None)
        self.strike_button.setEnabled(one is not None)
        self.package_button.setEnabled(one is not None and one.checked_on is not None)

    def _opened(self, one: Receiver) -> None:
        if one.checked_on is None and self._desk.may("trust_receiver"):
            self.compare()

    # deeds

    def _choose(self) -> None:
        title = _("Choose the certificate of a receiver")
        path, _kind = QFileDialog.getOpenFileName(self, title, "", "*.cer *.crt *.pem *.der;;* (*)")
        if path:
            self.add(Path(path))

    def add(self, path: Path) -> None:
        """Show whose certificate it is and ask what the office is called."""
        try:
            raw = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
            dialog = AddReceiverDialog(self._desk, self, raw)
        except OSError:
            self.said.emit(message("“{file}” could not be read.", file=path.name), "danger")
            return
        except ValueError as error:
            self.said.emit(str(error), "danger")
            return
        self._begin(dialog)
        dialog.succeeded.connect(self.done)

    def compare(self) -> None:
        """Ask for the code on the paper of the picked office."""
        one = self.table.current()
        if one is not None and self.compare_button.isEnabled():
            dialog = CompareReceiverDialog(self._desk, self, one)
            self._begin(dialog)
            dialog.succeeded.connect(self.done)

    def strike(self) -> None:
        """Ask why, then strike the picked office through."""
        one = self.table.current()
        if one is None or not self._desk.may("strike_receiver"):
            return
        title = _("Strike through “{name}”?").format(name=one.name)
        text = _("Nothing is encrypted for it any more, and what waits for it in the outbox is not sent.")
        if reason := reason_to_strike(self, title, text, [(code, _(words)) for code, words in _REASONS]):
            self._desk.do(parcels.strike_receiver, one.id, reason=reason, then=self.done.emit, failed=self.refused.emit)

    def begin_for(self, report_id: str) -> None:
        """Ask what of a report goes to the office that is picked once the list is read."""
        self._report_id = report_id
        self.refresh()

    def begin_package(self) -> None:
        """Ask what goes to the picked office."""
        one = self.table.current()
        if one is not None and one.checked_on is not None:
            report_id, self._report_id = self._report_id, ""
            dialog = DataPackageDialog(self._desk, self, one, report_id)
            self._begin(dialog)
            dialog.succeeded.connect(self.made)

    def _begin(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.open()
