"""The panel beside the devices: one loan written, or a device taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from carebook import dates
from carebook.actions.change import Change, Outdated
from carebook.actions.devices import amend_loan, lend_device, return_device
from carebook.actions.drafts import keep_draft
from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Episode
from carebook.rules.devices import problems_in_loan
from carebook.rules.problem import Problem, warnings
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_draft
from carebook.ui.pages.devices.asking import FORM, Loans
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, commit_input_method, section
from carebook.words import _

WIDTH = 420
_GIVING = ("episode_id", "device", "number", "details", "lent_on", "given", "due_back_on")
_FITTING = ("fitted_on", "fitted_by_id", "check_on", "note")
_BACK = ("returned_on", "condition")


class LoanPanel(SidePanel):
    """One loan at a time. ``saved(change, sentence)``; ``refused(error)``; ``outdated(error)``; ``draft_found(sentence)``;
    ``touched`` when something was typed; ``strike_wanted`` by its button; ``left`` when it closes."""

    saved = Signal(object, str)
    refused = Signal(object)
    outdated = Signal(object)
    draft_found = Signal(str)
    touched = Signal()
    opened = Signal()
    left = Signal()
    strike_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("", width=theme.worn().scaled(WIDTH))
        self._desk = desk
        self._base: DeviceLoan | None = None
        self._draft: Draft | None = None
        self._returning = self._busy = False
        self._told = ""
        self.form: Form | None = None
        self.save_button = Button(_("Save"), "primary", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.back_button = Button(_("Go back"), key="Esc", listens=False)
        self.back_button.clicked.connect(self.leave)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self.strike_wanted)
        self.add_actions(self.save_button, self.back_button, self.strike_button)
        self.closed.connect(self.leave)
        self.hide()

    @property
    def loan(self) -> DeviceLoan | None:
        """What is being written; None while the panel is closed."""
        return self._base if not self.isHidden() else None

    def begin(
        self, loan: DeviceLoan, found: Loans, *, returning: bool = False, typed: Mapping[str, Any] | None = None
    ) -> None:
        """Show the form of a loan, or with ``returning`` that of its return; ``typed`` is put on top of it."""
        self.clear()
        self._base, self._returning, self._busy = loan, returning, False
        desk = self._desk
        if returning:
            title = _("Take the device back")
            sections = [section("", DeviceLoan, *_BACK)]
            loan = replace(loan, returned_on=desk.today())
        else:
            title = _("Device handed out") if loan.version else _("Hand out a device")
            sections = [
                section("", DeviceLoan, *_GIVING),
                section(_("Fitting and checks"), DeviceLoan, *_FITTING),
            ]
            if loan.returned_on is not None:
                sections.append(section(_("Given back"), DeviceLoan, *_BACK))
        self.form = Form(
            sections,
            desk.today,
            choices={
                "episode_id": found.holders,
                "device": desk.choices("assistive_device"),
                "condition": desk.choices("device_condition"),
                "fitted_by_id": _with(found.here, loan.fitted_by_id, found.names),
            },
            labels={"episode_id": _("For whom")},
            required=_BACK if returning else (),
            columns=1,
        )
        self.form.changed.connect(self.touched)
        self.add(self.form)
        self.form.load(loan)
        if not returning:
            self.form.show_when("due_back_on", lambda form: not form.value("given"))
            self.form.editor("episode_id").setEnabled(not loan.version and found.episode is None)
        line = found.line(loan.id) if loan.id else None
        told = f"{line.name} · {desk.words('assistive_device', line.loan.device)}" if line else ""
        self.show_title(title, told)
        self.strike_button.setVisible(bool(loan.version) and not returning and desk.may("strike_loan"))
        self.show()
        self.opened.emit()
        if typed is not None:
            self.form.restore(typed)
        elif not returning:
            self._desk.ask(self, partial(own_draft, form=FORM, subject_id=loan.id), self._offer_draft, key="draft")
        first = self.form.editor("device") if not returning and loan.episode_id else self.form.first()
        if first is not None:
            first.setFocus()

    def _offer_draft(self, draft: Draft | None) -> None:
        self._draft = draft
        if draft is not None and self.form is not None:
            at = dates.moment(draft.kept_at, self._desk.today())
            self.draft_found.emit(_("There is a draft kept at {time}.").format(time=at))

    def restore_draft(self) -> None:
        """Show the draft over what is in the book."""
        if self._draft is not None and self.form is not None:
            self.form.restore(self._draft.content)

    def _subject(self) -> str:
        return self._base.id if self._base is not None else ""

    # work that is not saved

    def has_unsaved(self) -> bool:
        return not self.isHidden() and self.form is not None and self.form.is_dirty()

    def keep_draft(self) -> None:
        """Keep what is typed inside the book."""
        if self.has_unsaved() and not self._returning and self.form is not None:
            self._desk.do(keep_draft, FORM, self._subject(), self.form.draft())

    def discard(self) -> None:
        """Throw away what is typed, and close."""
        self._forget_draft()
        self.close_now()

    def _forget_draft(self) -> None:
        if not self._returning:
            self._desk.do(keep_draft, FORM, self._subject(), None)

    def leave(self) -> None:
        """Close; what is typed stays as a draft."""
        self.keep_draft()
        self.close_now()

    def close_now(self) -> None:
        """Close without a word."""
        self._base, self.form = None, None
        self.clear()
        self.hide()
        self.left.emit()

    # saving

    def save(self) -> None:
        """Keep the loan; what stands against it is shown beside its field."""
        base, form = self._base, self.form
        if base is None or form is None or self._busy:
            return
        commit_input_method()
        loan = form.record(base)
        if loan is None:
            return
        self._busy = True
        today = self._desk.today()

        def unusual(reader: Reader) -> Sequence[Problem]:
            stay = reader.record(Episode, loan.episode_id)
            return warnings(problems_in_loan(loan, stay=stay, today=today)) if stay is not None else ()

        self._desk.ask(self, unusual, partial(self._do, loan), self._refused, key="unusual")

    def _do(self, loan: DeviceLoan, unusual: Sequence[Problem]) -> None:
        """Do the deed; what is unusual is told when it is done."""
        self._told = " ".join(str(one.message) for one in unusual)
        do, base = self._desk.do, self._base
        assert base is not None
        then, failed, seen = self._saved, self._refused, base.version
        if self._returning:
            back = (loan.id, loan.returned_on, loan.condition)
            do(return_device, *back, seen=seen, then=then, failed=failed)
        elif base.version:
            do(amend_loan, loan, seen=seen, then=then, failed=failed)
        else:
            do(lend_device, loan, then=then, failed=failed)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self._forget_draft()
        self.close_now()
        self.saved.emit(change, self._told)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated):
            self.outdated.emit(error)
        elif problems and self.form is not None:
            self.form.show_problems(problems)
            self.keep_draft()
        else:
            self.refused.emit(error)


def _with(here: Choices, one: str | None, names: Mapping[str, str]) -> Choices:
    """The staff of today, and whom the record names."""
    return [*here, (one, names.get(one, "–"))] if one and one not in dict(here) else here
