"""What can be done with a report now, by its state and the rights of who is signed in; and the dialogs that do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carebook.actions import outbox
from carebook.records.periods import Destination, ReportState, Snapshot
from carebook.records.signing import HEAD, PREPARER, SEAL
from carebook.rules.periods import may_become
from carebook.rules.signing import awaits_seal, awaits_stamps
from carebook.store.periods import destinations
from carebook.ui.pages.reports.closing import CloseDialog, ReopenDialog
from carebook.ui.pages.reports.deeds import InkDialog, NumberDialog, ReportDialog, StandIn
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.pages.reports.interchange import InterchangeDialog
from carebook.ui.pages.reports.opening import OpeningDialog
from carebook.ui.pages.reports.outside import GivingOut, TakeBackDialog
from carebook.ui.pages.reports.putting_out import PutOutDialog
from carebook.ui.pages.reports.signing import SignDialog
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
        self.dialog: ReportDialog | PutOutDialog | None = None
        self.giving_out = GivingOut(desk, page)
        self.giving_out.said.connect(self.said)
        self.giving_out.refused.connect(self.refused)
        self._stamping = ""
        desk.stamping.stamped.connect(self._stamped)
        desk.stamping.not_stamped.connect(self._not_stamped)

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
        sign_tables, sign_report = partial(self.begin_signing, PREPARER), partial(self.begin_signing, HEAD)
        found = []
        if may_become(state, ReportState.NUMBERED) and may("number_report"):
            found.append(Step("number", _("Number, date…"), "pencil", self.begin_number))
        if may_become(state, ReportState.PREPARER_SIGNED) and may("sign_as_preparer"):
            found.append(Step("preparer", _("Sign as preparer…"), "signature", sign_tables))
        if state is ReportState.PREPARER_SIGNED and may("sign_as_head"):
            found.append(Step("head", _("Sign as head…"), "signature", sign_report))
        sealing = view.snapshot is not None and awaits_seal(view.snapshot, view.signed)
        if sealing and may("sign_with_seal"):
            found.append(Step("seal", _("Set the seal…"), "signature", partial(self.begin_signing, SEAL)))
        if may_become(state, ReportState.SIGNED_IN_INK) and may("sign_in_ink"):
            found.append(Step("ink", _("Sign in ink…"), "signature", self.begin_ink))
        if may_become(state, ReportState.SIGNED) or sealing:
            found.extend(self._elsewhere())
        complete = state in (ReportState.SIGNED, ReportState.SIGNED_IN_INK) and not sealing
        if complete and not view.outbox and may("put_in_outbox"):
            found.append(Step("outbox", _("Put in outbox"), "send", self.put_in_outbox))
        if view.outbox:
            found.append(Step("exchange", _("See the outbox"), "send", partial(self._desk.go, "exchange")))
        if view.snapshot is not None and (complete or view.outbox) and may("make_data_parcel"):
            data = partial(self._desk.go, "exchange", data_of=view.snapshot.id)
            found.append(Step("data", _("Data package…"), "lock", data, leads=False))
        stamped = view.snapshot is None or not awaits_stamps(view.snapshot, view.signed)
        if not stamped and self._desk.stamping.address() and may("append_stamps"):
            found.append(Step("stamp", _("Append the timestamp now"), "clock", self.begin_stamping, leads=False))
        if may("export_interchange"):
            found.append(Step("dhis2", _("Figures for DHIS2…"), "upload", self.begin_interchange, leads=False))
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

    def begin_signing(self, role: str) -> None:
        """The digital signature of the preparer or the head, or the facility's seal."""
        if self._view is not None and self._view.snapshot is not None:
            dialog = SignDialog(self._desk, self._page, self._view, role=role)
            dialog.stand_in.connect(self.begin_stand_in if role == HEAD else self.begin_other_preparer)
            self._begin(dialog, self._signed)

    def begin_stand_in(self, who: StandIn) -> None:
        """A new version that somebody signs on behalf of the head: the one the preparer signed bears the head's name."""
        view = self._view
        if view is not None:
            dialog = CloseDialog(self._desk, self._page, view, self._narrative(), who)
            dialog.blocked.connect(self._blocked)
            self._begin(dialog, self._was_closed)

    def begin_other_preparer(self, who: StandIn) -> None:
        """Another preparer, before the first signature."""
        if self._view is not None and self._view.snapshot is not None:
            other = replace(self._view.snapshot, preparer_name=who.name, preparer_post=who.post)
            self._begin(NumberDialog(self._desk, self._page, other), self._told)

    def begin_ink(self) -> None:
        """The signature on paper, with its scan."""
        if self._view is not None and self._view.snapshot is not None:
            self._begin(InkDialog(self._desk, self._page, self._view.snapshot), self._told)

    def begin_export(self) -> None:
        """Save the report for an office's own signing tool."""
        if self._view is not None and self._view.snapshot is not None:
            self.giving_out.begin(self._view.snapshot)

    def begin_interchange(self) -> None:
        """Save the closed figures as DHIS2 imports them."""
        if self._view is not None and self._view.snapshot is not None:
            self._begin(InterchangeDialog(self._desk, self._page, self._view.snapshot), self._saved)

    def _saved(self, _change: Any) -> None:
        self.said.emit(_("The figures for DHIS2 are saved."), "ok")

    def begin_take_back(self) -> None:
        """Take back the report that was signed with another tool."""
        if self._view is not None and self._view.snapshot is not None:
            self._begin(TakeBackDialog(self._desk, self._page, self._view.snapshot), self._signed)

    def begin_stamping(self) -> None:
        """Ask for the timestamp now; the window does not wait for it."""
        if self._view is not None and self._view.snapshot is not None:
            self._stamping = self._view.snapshot.id
            self.said.emit(_("Asking for the timestamp…"), "info")
            self._desk.stamping.append(self._stamping)

    def _stamped(self, change: Any) -> None:
        if self._stamping in change.ids:
            self._stamping = ""
            self._told(change)

    def _not_stamped(self, report_id: str, error: object) -> None:
        if report_id == self._stamping:
            self._stamping = ""
            self.refused.emit(error)

    def put_in_outbox(self) -> None:
        """Put the signed report in the outbox; where it goes is asked when there is a choice."""
        if self._view is not None and self._view.snapshot is not None:
            self._desk.ask(self, destinations, partial(self._put_out, self._view.snapshot))

    def _put_out(self, snapshot: Snapshot, places: Sequence[Destination]) -> None:
        if places:
            self._begin(PutOutDialog(self._desk, self._page, snapshot, places), self._out)
        else:
            self._desk.do(outbox.put_in_outbox, snapshot.id, then=self._out, failed=self.refused.emit)

    def _begin(self, dialog: ReportDialog | PutOutDialog, done: Callable[[Any], object]) -> None:
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
