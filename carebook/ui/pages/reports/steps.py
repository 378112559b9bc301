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
from carebook.ui.pages.reports.deeds import CloseDialog, InkDialog, NumberDialog, ReportDialog, SignDialog
from carebook.ui.pages.reports.gathering import MonthView
from carebook.ui.pages.reports.opening import OpeningDialog
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
        self._view: MonthView | None = None
        self.dialog: ReportDialog | None = None

    def show_month(self, view: MonthView) -> list[Step]:
        """Everything that may be done with the report of a month, the next step of its way first."""
        self._view = view
        return self._open_month(view) if view.state is None else self._closed_month(view, view.state)

    def _open_month(self, view: MonthView) -> list[Step]:
        found = []
        if self._desk.may("close_period"):
            found.append(Step("close", _("Close period"), "lock", self.begin_closing))
        if view.is_first and self._desk.may("type_opening"):
            found.append(Step("opening", _("Type the opening figures…"), "pencil", self.begin_opening, leads=False))
        return found

    def _closed_month(self, view: MonthView, state: ReportState) -> list[Step]:
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
        complete = state in (ReportState.SIGNED, ReportState.SIGNED_IN_INK)
        if complete and not view.outbox and may("put_in_outbox"):
            found.append(Step("outbox", _("Put in outbox"), "send", self.put_in_outbox))
        if view.outbox:
            found.append(Step("exchange", _("See the outbox"), "send", partial(self._desk.go, "exchange")))
        if may("close_period"):
            found.append(Step("version", _("New version…"), "history", self.begin_version, leads=False))
        if state is ReportState.NUMBERED:
            found.sort(key=lambda step: step.key == "number")
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
        self._begin(dialog, self._closed)

    def begin_version(self) -> None:
        """Ask why, then make a new version of a closed month."""
        if self._view is not None and self._view.snapshot is not None:
            self.begin_closing()

    def _blocked(self, _error: object) -> None:
        self.blocked.emit()

    def _closed(self, change: Any) -> None:
        self.closed.emit()
        self.said.emit(change.said, "ok")

    # the other dialogs

    def begin_opening(self) -> None:
        """Type the opening figures of the first month."""
        if self._view is not None:
            self._begin(OpeningDialog(self._desk, self._page, self._view), self._told)

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
