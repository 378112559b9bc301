"""The dialogs that close a report, make a new version of it, and open it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.actions import periods
from carebook.records.periods import Snapshot
from carebook.rules.estimates import from_json
from carebook.store.signing import sealed_last
from carebook.ui.pages.reports.addressing import AddressingChoice
from carebook.ui.pages.reports.annexes import AnnexChoice
from carebook.ui.pages.reports.deeds import ReportDialog, StandIn, signer_section, signers_of
from carebook.ui.pages.reports.estimates import EstimatesChoice
from carebook.ui.pages.reports.gathering import ReportView, said_period
from carebook.ui.pages.reports.layout_choice import LayoutChoice
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Tick, section
from carebook.ui.parts.fields.form import TWO_COLUMNS
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


def _on_behalf(base: Snapshot, who: StandIn) -> Snapshot:
    """The same, signed by somebody for the head (KT.); the reason stands on paper, which is Vietnamese."""
    why = f"{who.name} ký thay (KT.) {base.head_name}"
    return replace(base, head_name=who.name, head_post=who.post, head_prefix="KT", replaced_because=why)


class CloseDialog(ReportDialog):
    """Closing a span, or making a new version of a closed one, which needs its reason.

    ``stand_in`` signs the new version on behalf of the head: what is signed by the preparer already cannot change its names.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        view: ReportView,
        narrative: Mapping[str, str],
        stand_in: StandIn | None = None,
    ) -> None:
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
        room = parent.window().width() if parent is not None else TWO_COLUMNS + 60
        self.setMinimumWidth(min(TWO_COLUMNS + 60, room))  # fields beside each other: the whole fits a low screen
        self._view, self._narrative = view, dict(narrative)
        base = _template(desk, view)
        self._base = _on_behalf(base, stand_in) if stand_in is not None else base
        names = ("cutoff_on", "replaced_because") if again else ("cutoff_on",)
        self.form = Form(
            [section("", Snapshot, *names), signer_section()],
            desk.today,
            choices={"head_prefix": desk.choices("sign_capacity")},
            required=("replaced_because",) if again else (),
            columns=2,
        )
        self.form.load(self._base)
        self.early = label("", "small", "warn", wrap=True)
        self.form.changed.connect(self._warn)
        self.addressing = AddressingChoice(desk, view.kind)
        self.layouts = LayoutChoice(desk, view)
        self.layouts.standing.connect(self.addressing.stand_on)
        self.layouts.seal_wanted.connect(self._want_seal)
        self.annexes = AnnexChoice(desk, view.annexes)
        kept = from_json(view.snapshots[0].estimates) if view.snapshots else {}
        self.estimates = EstimatesChoice(view.tables, view.figures.period.last, kept)
        self.contents.addWidget(self.form)
        self.contents.addWidget(self.layouts)
        self.contents.addWidget(self.addressing)
        self.contents.addWidget(self.annexes)
        self.seal = Tick(_("The facility's seal is set on it, digitally"))
        self.seal.setToolTip(_("The last signature, with the facility's own key. Without it, no seal or one in ink."))
        self.contents.addWidget(self.seal)
        self.contents.addWidget(self.early)
        self.contents.addWidget(self.estimates)
        self._warn()
        desk.ask(self, sealed_last, self._begin_with_seal)
        self.deed_button(_("Make the new version") if again else _("Close period"), self.send)
        self.end_buttons()

    def event(self, event: QEvent) -> bool:
        """Be as high as its parts: they take less room once the fields stand in two columns."""
        done = super().event(event)
        layout = self.layout()
        if event.type() == QEvent.Type.LayoutRequest and layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
        return done

    def _begin_with_seal(self, last: bool) -> None:
        """As the last report was, or as the layout asks."""
        self.seal.setChecked(last or self.layouts.asks_seal())

    def _want_seal(self) -> None:
        self.seal.setChecked(True)

    def _warn(self) -> None:
        """Say that the span goes on after the cut-off: a report that is due before its end."""
        cutoff = self.form.value("cutoff_on") if self.form else None
        last = self._view.figures.period.last
        early = isinstance(cutoff, date) and cutoff < last
        self.early.setVisible(early)
        self.estimates.show_cutoff(cutoff if isinstance(cutoff, date) else None)
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
            annexes=self.annexes.chosen(),
            estimates=self.estimates.chosen(),
            layout=self.layouts.chosen(),
            sealed=self.seal.isChecked(),
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
