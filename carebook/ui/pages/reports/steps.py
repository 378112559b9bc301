"""What can be done with a report now, by its state and the rights of who is signed in; and the dialogs that do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carebook.actions import outbox
from carebook.records.periods import ReportState
from carebook.rules.periods import may_become
from carebook.ui.pages.reports.closing import CloseDialog, ReopenDialog
from carebook.ui.pages.reports.deeds import InkDialog, NumberDialog, ReportDialog, SignDialog
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.pages.reports.opening import OpeningDialog
from carebook.ui.pages.reports.outside import GivingOut, TakeBackDialog
from carebook.ui.pages.reports.targets import TargetsDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.verdict import tone_of, without_sign
from carebook.words import _


@dataclass(frozen=True)
class Step:
    """Something that can be done with the report now: its words, icon, and what begins it.

    ``leads``: it is a step of the report's way and may be the one primary button.
    """

    key: str
    words: str
    icon: str
    begin: Callable[[], object]
    leads: bool = True


class Steps(QObject):
    """``said(sentence, tone)``, ``refused(error)`` and ``put_out(sentence)`` are for the bar; ``blocked`` asks the page to
    list what stands against closing; ``closed`` says that the narrative is frozen now."""

    said = Signal(object, str)
    refused = Signal(object)
    blocked = Signal()
    closed = Signal()
    put_out = Signal(object)

    def __init__(self, desk: Desk, page: QWidget, narrative: Callable[[], dict[str, str]]) -> None:
        super().__init__(page)
        self._desk, self._page, self._narrative = desk, page, narrative
        self._view: ReportView | None = None
        self.dialog: ReportDialog | None = None
        self.giving_out = GivingOut(desk, page)
        self.giving_out.said.connect(self.said)
        self.giving_out.refused.connect(self.refused)

    def show_report(self, view: ReportView) -> list[Step]:
        """Everything that may be done with a report, the next step of its way first."""
        self._view = view
        found = self._closed(view, view.snapshot.state) if view.snapshot is not None else self._open(view)
        if self._desk.may("save_target"):
            found.append(Step("targets", _("Targets of the year…"), "target", self.begin_targets, leads=False))
        return found

    def _open(self, view: ReportView) -> list[Step]:
        found = []
        if self._desk.may("close_period"):
            found.append(Step("close", _("Close period"), "lock", self.begin_closing))
        if view.is_first and self._desk.may("type_opening"):
            found.append(Step("opening", _("Type the opening figures…"), "pencil", self.begin_opening, leads=False))
        return found

    def _closed(self, view: ReportView, state: ReportState) -> list[Step]:
        may = self._desk.may
        sign_tables, sign_report = partial(self.begin_signing, head=False), partial(self.begin_signing, head=True)
        found = []
        if may_become(state, ReportState.NUMBERED) and may("number_report"):
            found.append(Step("number", _("Number, date…"), "pencil", self.begin_number))
        if may_become(state, ReportState.PREPARER_SIGNED) and may("sign_as_preparer"):
            found.append(Step("preparer", _("Sign as preparer…"), "signature", sign_tables))
        if state is ReportState.PREPARER_SIGNED and may("sign_as_head"):
            found.append(Step("head", _("Sign as head…"), "signature", sign_report))
        if may_become(state, ReportState.SIGNED_IN_INK) and may("sign_in_ink"):
            found.append(Step("ink", _("Sign in ink…"), "signature", self.begin_ink))
        if may_become(state, ReportState.SIGNED):
            found.extend(self._elsewhere())
        complete = state in (ReportState.SIGNED, ReportState.SIGNED_IN_INK)
        if complete and not view.outbox and may("put_in_outbox"):
            found.append(Step("outbox", _("Put in outbox"), "send", self.put_in_outbox))
        if view.outbox:
            found.append(Step("exchange", _("See the outbox"), "send", partial(self._desk.go, "exchange")))
        if may("close_period"):
            found.append(Step("version", _("New version…"), "history", self.begin_version, leads=False))
        if may_become(state, ReportState.REOPENED) and may("reopen_period"):
            found.append(Step("reopen", _("Reopen period…"), "lock-open", self.begin_reopening, leads=False))
        if state is ReportState.NUMBERED:
            found.sort(key=lambda step: step.key == "number")
        return found

    def _elsewhere(self) -> list[Step]:
        found = []
        if self._desk.may("export_for_signing"):
            words = _("Export for signing elsewhere…")
            found.append(Step("export", words, "upload", self.begin_export, leads=False))
        if self._desk.may("take_back_signed"):
            words = _("Take back the signed file…")
            found.append(Step("take_back", words, "folder-open", self.begin_take_back, leads=False))
        return found

    # closing

    def begin_closing(self) -> None:
        """Ask before closing, or before a new version; what stands against it is listed on the page instead."""
        view = self._view
        if view is None:
            return
        if view.figures.blocking:
            self.blocked.emit()
            return
        dialog = CloseDialog(self._desk, self._page, view, self._narrative())
        dialog.blocked.connect(self._blocked)
        self._begin(dialog, self._was_closed)

    def begin_version(self) -> None:
        """Ask why, then make a new version of a closed report."""
        if self._view is not None and self._view.snapshot is not None:
            self.begin_closing()

    def begin_reopening(self) -> None:
        """Ask why, then let a closed report count as open again."""
        view = self._view
        if view is not None and view.snapshot is not None:
            self._begin(ReopenDialog(self._desk, self._page, view, view.snapshot), self._told)

    def _blocked(self, _error: object) -> None:
        self.blocked.emit()

    def _was_closed(self, change: Any) -> None:
        self.closed.emit()
        self.said.emit(change.said, "ok")

    # the other dialogs

    def begin_opening(self) -> None:
        """Type the opening figures of the span the book begins with."""
        if self._view is not None:
            self._begin(OpeningDialog(self._desk, self._page, self._view), self._told)

    def begin_targets(self) -> None:
        """The targets of the report's year."""
        if self._view is not None:
            self._begin(TargetsDialog(self._desk, self._page, self._view), self._told)

    def begin_number(self) -> None:
        """Number and date from the office's register."""
        if self._view is not None and self._view.snapshot is not None:
            self._begin(NumberDialog(self._desk, self._page, self._view.snapshot), self._told)

    def begin_signing(self, *, head: bool) -> None:
        """The digital signature of the preparer or the head."""
        if self._view is not None and self._view.snapshot is not None:
            self._begin(SignDialog(self._desk, self._page, self._view, head=head), self._signed)

    def begin_ink(self) -> None:
        """The signature on paper, with its scan."""
        if self._view is not None and self._view.snapshot is not None:
            self._begin(InkDialog(self._desk, self._page, self._view.snapshot), self._told)

    def begin_export(self) -> None:
        """Save the report for an office's own signing tool."""
        if self._view is not None and self._view.snapshot is not None:
            self.giving_out.begin(self._view.snapshot)

    def begin_take_back(self) -> None:
        """Take back the report that was signed with another tool."""
        if self._view is not None and self._view.snapshot is not None:
            self._begin(TakeBackDialog(self._desk, self._page, self._view.snapshot), self._signed)

    def put_in_outbox(self) -> None:
        """Put the signed report in the outbox."""
        if self._view is not None and self._view.snapshot is not None:
            snapshot = self._view.snapshot
            self._desk.do(outbox.put_in_outbox, snapshot.id, then=self._out, failed=self.refused.emit)

    def _begin(self, dialog: ReportDialog, done: Callable[[Any], object]) -> None:
        self.dialog = dialog
        dialog.succeeded.connect(done)
        dialog.open()

    def _told(self, change: Any) -> None:
        self.said.emit(change.said, "ok")

    def _signed(self, change: Any) -> None:
        verdict = change.result
        if verdict is None:
            self._told(change)
        else:
            self.said.emit(f"{change.said} {without_sign(verdict.words)}", tone_of(verdict.level.value))

    def _out(self, change: Any) -> None:
        self.put_out.emit(change.said)
