"""The dialogs of a report's way once it is closed: number and date, the paper signed in ink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.actions import periods, signing
from carebook.records.periods import InkSignature, Snapshot
from carebook.rules.outgoing import OfficeNumber, warnings_about
from carebook.rules.problem import Problem
from carebook.store.outgoing import report_number, report_numbers
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import column, row
from carebook.words import _

_SIGNER_FIELDS = ("preparer_name", "preparer_post", "head_name", "head_post", "head_prefix")
_PLACES = {"cutoff": "cutoff_on", "reason": "replaced_because"}


@dataclass(frozen=True)
class StandIn:
    """Who signs instead of the person a place is for; the post is "" where it is not known."""

    name: str
    post: str = ""


class ReportDialog(DeedDialog):
    """A dialog that does one deed: what is refused is said inside it and nothing typed is lost; ``succeeded(change)`` ends it."""

    succeeded = Signal(object)
    blocked = Signal(object)  # the refusal, when it is nothing that can be put right in the dialog

    def __init__(self, desk: Desk, parent: QWidget | None, title: str, text: str = "") -> None:
        super().__init__(parent, title, text)
        self.desk = desk
        self.form: Form | None = None
        self.bar = MessageBar()
        self._deeds: list[Button] = []
        self.setMinimumWidth(520)

    def event(self, event: QEvent) -> bool:
        """Grow with words that come after the dialog is shown, so that no field is squeezed."""
        done = super().event(event)
        layout = self.layout()
        if event.type() == QEvent.Type.LayoutRequest and layout is not None:
            needed = layout.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return done

    def deed_button(self, words: str, send: Callable[[], object], kind: str = "primary") -> Button:
        """A button that does the deed and leaves the dialog open until it is done."""
        button = Button(words, kind)
        button.setAutoDefault(False)
        button.clicked.connect(send)
        self._buttons.addWidget(button)
        self._deeds.append(button)
        return button

    def end_buttons(self, *, begin: QWidget | None = None) -> None:
        """The way back, last. ``begin`` is the field typing begins in; Enter there does the deed."""
        self.add_button("", _("Go back"))
        self.contents.addWidget(self.bar)
        if begin is not None:
            self._deeds[-1].setDefault(True)
            begin.setFocus()

    def working(self, words: str = "") -> None:
        """Say what is going on and keep the deed from being done twice; "" when it is over."""
        for button in self._deeds:
            button.setEnabled(not words)
        if words:
            self.bar.say(words, "info", icon="hourglass")
        else:
            self.bar.clear()

    def finished_well(self, change: object) -> None:
        """The deed was done."""
        self.succeeded.emit(change)
        self.accept()

    def refused(self, error: BaseException) -> None:
        """Say each problem beside its field, or in the bar."""
        self.working()
        problems = [replace(p, field=_PLACES.get(p.field, p.field)) for p in getattr(error, "problems", ())]
        if any(p.field == "checks" for p in problems):
            self.blocked.emit(error)
            self.reject()
            return
        self.show_problems(problems)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Beside the fields of the form, else in the bar."""
        if self.form is not None and problems:
            self.form.show_problems(problems)
        else:
            words = " ".join(str(p.message) for p in problems)
            self.bar.say(words or _("This was not done, nothing was written. What was typed is still here."), "danger")


def signers_of(kept: Snapshot) -> periods.Signers:
    """Who signs, as typed into a form of a report."""
    return periods.Signers(
        kept.preparer_name, kept.preparer_post, kept.head_name, kept.head_post, kept.head_prefix or ""
    )


def signer_section() -> Any:
    """The part of a form that says who signs."""
    return section(_("Signers"), Snapshot, *_SIGNER_FIELDS)


class NumberDialog(ReportDialog):
    """Number and date from the office's register; or left blank for the pen."""

    def __init__(self, desk: Desk, parent: QWidget | None, snapshot: Snapshot) -> None:
        title = _("Number and date of the report")
        text = _("From the office's register of outgoing papers. Both can be left blank for the pen.")
        super().__init__(desk, parent, title, text)
        self._snapshot = snapshot
        self.form = Form(
            [section("", Snapshot, "number", "dated_on"), signer_section()],
            desk.today,
            choices={"head_prefix": desk.choices("sign_capacity")},
            columns=1,
        )
        self.form.load(snapshot if snapshot.dated_on else replace(snapshot, dated_on=desk.today()))
        self._numbers: list[OfficeNumber] = []
        self.form.changed.connect(self._warn)
        year = desk.today().year
        desk.ask(self, lambda reader: report_numbers(reader, year) + report_numbers(reader, year - 1), self._compare)
        self.contents.addWidget(self.form)
        self.deed_button(_("Leave blank for the pen"), self.leave_blank, "")
        self.deed_button(_("Save number and date"), self.send)
        self.end_buttons(begin=self.form.first())

    def _compare(self, numbers: list[OfficeNumber]) -> None:
        self._numbers = numbers
        self._warn()

    def _warn(self) -> None:
        """Say beside the number that another report of its year bears it."""
        if self.form is None:
            return
        editor = self.form.editor("number")
        number, day = self.form.value("number"), self.form.value("dated_on")
        given = report_number(self._snapshot.period, number or "", day if isinstance(day, date) else None)
        found = warnings_about(given, self._numbers, self.desk.facility.symbol, field="number")
        if not editor.has_error():
            editor.clear_complaint()
        self.form.show_warnings(found)

    def send(self) -> None:
        """Keep number and date."""
        kept = self.form.record(self._snapshot) if self.form else None
        if kept is not None:
            self._keep(kept)

    def leave_blank(self) -> None:
        """Keep neither number nor date, only who signs."""
        kept = self.form.record(self._snapshot) if self.form else None
        if kept is not None:
            self._keep(replace(kept, number="", dated_on=None))

    def _keep(self, kept: Snapshot) -> None:
        self.working(_("Saving…"))
        self.desk.do(
            periods.number_report,
            kept.id,
            kept.number,
            kept.dated_on,
            signers=signers_of(kept),
            then=self.finished_well,
            failed=self.refused,
        )


class InkDialog(ReportDialog):
    """The ink way: number, date and signer as on the paper, and its scan."""

    def __init__(self, desk: Desk, parent: QWidget | None, snapshot: Snapshot) -> None:
        title = _("Signed in ink and stamped")
        text = _("As on the signed paper. The report is complete with its scan and can be sent.")
        super().__init__(desk, parent, title, text)
        self._base = InkSignature(
            snapshot_id=snapshot.id,
            number=snapshot.number,
            dated_on=snapshot.dated_on or desk.today(),
            signer_name=snapshot.head_name,
        )
        self._scan = b""
        self.form = Form([section("", InkSignature, "number", "dated_on", "signer_name")], desk.today, columns=1)
        self.form.load(self._base)
        self.scan = ElidedLabel(_("no scan yet"), "muted")
        choose = Button(_("Attach the scan…"), icon="paperclip")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        self.contents.addLayout(column(self.form, row(choose, (self.scan, 1), gap=10), gap=6))
        self.deed_button(_("Sign in ink"), self.send)
        self.end_buttons(begin=self.form.first())

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Attach the scan"), "", "PDF, JPEG, PNG (*.pdf *.jpg *.jpeg *.png)"
        )
        if path:
            self.take_scan(Path(path))

    def take_scan(self, path: Path) -> None:
        """Attach this file."""
        try:
            self._scan = path.read_bytes()
        except OSError:
            self.bar.say(_("“{file}” could not be read.").format(file=path.name), "danger")
            return
        self.scan.setWhole(path.name)
        self.bar.clear()

    def send(self) -> None:
        """Keep the signature of the paper."""
        kept = self.form.record(self._base) if self.form else None
        if kept is None:
            return
        self.working(_("Saving…"))
        self.desk.do(signing.sign_in_ink, kept, self._scan, then=self.finished_well, failed=self.refused)
