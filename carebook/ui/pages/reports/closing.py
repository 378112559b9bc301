"""The dialogs that close a report, make a new version of it, and open it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.actions import periods
from carebook.records.periods import Snapshot
from carebook.ui.pages.reports.addressing import AddressingChoice
from carebook.ui.pages.reports.deeds import ReportDialog, signer_section, signers_of
from carebook.ui.pages.reports.gathering import ReportView, said_period
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.fields.typing import NoteInput
from carebook.ui.parts.labels import label
from carebook.words import _


def _template(desk: Desk, view: ReportView) -> Snapshot:
    """What the form of a closing begins with: the signers of the version before, else who closes and the head."""
    period, facility, actor = view.figures.period, desk.facility, desk.actor
    before = view.snapshots[0] if view.snapshots else None
    return Snapshot(
        kind=view.kind,
        period=view.key,
        first_on=period.first,
        last_on=period.last,
        cutoff_on=before.cutoff_on if before else period.cutoff,
        closed_at=desk.now(),
        closed_by=actor.account_id,
        content="",
        content_hash="",
        preparer_name=before.preparer_name if before else actor.name,
        preparer_post=before.preparer_post if before else actor.post,
        head_name=before.head_name if before else facility.head_name,
        head_post=before.head_post if before else facility.head_post,
        head_prefix=before.head_prefix if before else "",
    )


class CloseDialog(ReportDialog):
    """Closing a span, or making a new version of a closed one, which needs its reason."""

    def __init__(self, desk: Desk, parent: QWidget | None, view: ReportView, narrative: Mapping[str, str]) -> None:
        span = said_period(view.key)
        again = bool(view.snapshots)
        version = view.snapshots[0].report_version + 1 if view.snapshots else 1
        title = (
            _("Make version {n} of {month}?").format(n=version, month=span)
            if again
            else _("Close the figures of {month}?").format(month=span)
        )
        text = (
            _("The version before stays readable, marked as replaced. The new one is numbered and signed again.")
            if again
            else _(
                "The figures and the people behind them are kept as they are now and change no more. "
                "What is written down later goes into the late facts, or a new version."
            )
        )
        super().__init__(desk, parent, title, text)
        self._view, self._narrative = view, dict(narrative)
        self._base = _template(desk, view)
        names = ("cutoff_on", "replaced_because") if again else ("cutoff_on",)
        self.form = Form(
            [section("", Snapshot, *names), signer_section()],
            desk.today,
            choices={"head_prefix": desk.choices("sign_capacity")},
            required=("replaced_because",) if again else (),
            columns=1,
        )
        self.form.load(self._base)
        self.early = label("", "small", "warn", wrap=True)
        self.form.changed.connect(self._warn)
        self.addressing = AddressingChoice(desk, view.kind)
        self.contents.addWidget(self.form)
        self.contents.addWidget(self.addressing)
        self.contents.addWidget(self.early)
        self._warn()
        self.deed_button(_("Make the new version") if again else _("Close period"), self.send)
        self.end_buttons()

    def _warn(self) -> None:
        """Say that the span goes on after the cut-off: a report that is due before its end."""
        cutoff = self.form.value("cutoff_on") if self.form else None
        last = self._view.figures.period.last
        early = isinstance(cutoff, date) and cutoff < last
        self.early.setVisible(early)
        if early:
            self.early.setText(
                _(
                    "The data end before the span does, on {last}. What happens after that day is not in this report."
                ).format(last=dates.written(last))
            )

    def send(self) -> None:
        """Close with what stands in the form."""
        kept = self.form.record(self._base) if self.form else None
        if kept is None:
            return
        self.working(_("Closing…"))
        self.desk.do(
            periods.close_period,
            self._view.key,
            signers=signers_of(kept),
            cutoff=kept.cutoff_on,
            narrative=self._narrative,
            addressing=self.addressing.chosen(),
            reason=kept.replaced_because,
            then=self.finished_well,
            failed=self.refused,
        )


class ReopenDialog(ReportDialog):
    """Opening a closed span again, for a reason that stays in the history."""

    def __init__(self, desk: Desk, parent: QWidget | None, view: ReportView, snapshot: Snapshot) -> None:
        title = _("Reopen {month}?").format(month=said_period(view.key))
        text = _(
            "Version {n} stays readable, but no longer counts. Figures from paper can be typed again, until the report is "
            "closed anew as version {next}, numbered and signed again."
        ).format(n=snapshot.report_version, next=snapshot.report_version + 1)
        super().__init__(desk, parent, title, text)
        self._snapshot = snapshot
        self.reason = NoteInput(2)
        caption = label(_("Why it is reopened"))
        caption.setBuddy(self.reason.target)
        self.reason.name_as(_("Why it is reopened"))
        self.contents.addWidget(caption)
        self.contents.addWidget(self.reason)
        self.deed_button(_("Reopen period"), self.send, "danger")
        self.end_buttons()
        self.reason.setFocus()

    def send(self) -> None:
        """Reopen for the reason that is typed."""
        self.working(_("Saving…"))
        self.desk.do(
            periods.reopen_period,
            self._snapshot.id,
            reason=self.reason.read() or "",
            then=self.finished_well,
            failed=self.refused,
        )
