"""Form 03 on the page of assessments: which criteria hold, the mode of service that follows, whether the client qualifies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carebook.actions.assessments import complete_eligibility, save_eligibility
from carebook.actions.change import Change
from carebook.records.assessments import EligibilityCheck
from carebook.records.intake import FormState
from carebook.rules.assessments import problems_before_completing_check, proposed_eligible, proposed_mode
from carebook.rules.problem import errors
from carebook.ui.pages.assessments.opened import Opened
from carebook.ui.pages.assessments.reading import facts
from carebook.ui.parts import dialogs
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Tick, section
from carebook.ui.parts.labels import Chip, label
from carebook.ui.parts.layouts import column, emptied, hairline, row
from carebook.words import _, pgettext

LETTERS = "abcdđeg"
"""How the law numbers the criteria."""
RESULT = ("service_mode", "eligible", "reason")
WHO = ("checked_on", "checker_id")


def reasons_for_new() -> list[tuple[str, str]]:
    """Why a completed form is replaced by a new one."""
    return [
        ("wrong", _("Something was written down wrongly")),
        ("more", _("More became known")),
        ("other", _("Other reason")),
    ]


class CriteriaPart(QFrame):
    """Writes and completes form 03 by itself. ``typed`` after every change; ``done(change)``, ``failed(error)``."""

    typed = Signal()
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._opened: Opened | None = None
        self._built = False
        self.check = EligibilityCheck(episode_id="")
        self.form: Form | None = None
        self.ticks: dict[str, Tick] = {}
        self._proposed = label("", "muted", wrap=True)
        self._proposal: tuple[str | None, bool | None] = (None, None)
        self._place: QVBoxLayout = column(gap=6)
        self.complete_button = Button(_("Complete form 03"), icon="check")
        self.complete_button.clicked.connect(self.complete)
        self.correct_button = Button(_("Correct…"), icon="pencil")
        self.correct_button.clicked.connect(self.correct)
        self._state = row(gap=6)
        self.setLayout(
            column(
                row(label(_("Criteria of service (form 03)"), "h3"), self._state, None, gap=8),
                hairline(),
                self._place,
                row(self.complete_button, self.correct_button, None),
                None,
                gap=6,
            )
        )

    # what is shown

    def load(self, check: EligibilityCheck, found: Opened) -> None:
        """Take a form 03; it is built when it is looked at."""
        self.check, self._opened = check, found
        self.form, self.ticks, self._built = None, {}, False
        emptied(self._place)
        emptied(self._state)
        if self.isVisible():
            self.build()

    def build(self) -> None:
        """Show the form 03, written or read as its state and the right say."""
        check, found = self.check, self._opened
        if self._built or found is None:
            return
        self._built = True
        if check.state is FormState.COMPLETED:
            self._state.addWidget(Chip(pgettext("form", "Completed"), "ok", "check"))
        if self.writes():
            self._write(check, found)
        else:
            names = ("criteria", *RESULT, *WHO)
            self._place.addWidget(facts(self._desk, check, names, lambda code: found.names.get(code, "")))
        completed = check.state is FormState.COMPLETED
        self.complete_button.setVisible(self.writes() and self._desk.may("complete_eligibility"))
        self.correct_button.setVisible(completed and self._desk.may("save_eligibility"))

    def writes(self) -> bool:
        """Whether it can be written on by who is signed in."""
        return self.check.state is FormState.IN_PROGRESS and self._desk.may("save_eligibility")

    def _write(self, check: EligibilityCheck, found: Opened) -> None:
        desk = self._desk
        self._place.addWidget(label(_("Which criteria hold?"), "name"))
        for letter, (code, words) in zip(LETTERS, desk.choices("eligibility_criterion"), strict=False):
            tick = Tick(f"{letter}) {words}")
            tick.setChecked(code in check.criteria)
            tick.clicked.connect(self._ticked)
            self.ticks[code] = tick
            self._place.addLayout(row(tick, None))
        self.form = Form(
            [section(_("Result"), EligibilityCheck, *RESULT), section("", EligibilityCheck, *WHO)],
            desk.today,
            choices={"service_mode": desk.choices("service_mode"), "checker_id": found.here},
        )
        self.form.load(check)
        self.form.changed.connect(self.typed)
        self._proposed = label("", "muted", wrap=True)
        self._place.addWidget(self._proposed)
        self._place.addWidget(self.form)
        self._proposal = (proposed_mode(check.criteria), proposed_eligible(check.criteria))
        self._say_proposal()

    def first(self) -> QWidget:
        """What takes the focus."""
        return next(iter(self.ticks.values()), self.correct_button)

    # what follows from the criteria

    def _criteria(self) -> tuple[str, ...]:
        return tuple(code for code, tick in self.ticks.items() if tick.isChecked())

    def _ticked(self) -> None:
        """What was proposed before follows the ticks; what was chosen by hand stays."""
        before, held = self._proposal, self._criteria()
        self._proposal = (proposed_mode(held), proposed_eligible(held))
        if self.form is not None:
            for name, old, new in zip(RESULT, before, self._proposal, strict=False):
                editor = self.form.editor(name)
                if editor.value() == old or editor.is_empty():
                    editor.set_value(new)
        self._say_proposal()
        self.typed.emit()

    def _say_proposal(self) -> None:
        mode, eligible = self._proposal
        if mode is None:
            self._proposed.setText(_("Tick the criteria that hold; the mode of service follows from them."))
            return
        qualifies = _("qualifies") if eligible else _("criterion g is not ticked")
        words = self._desk.words("service_mode", mode)
        self._proposed.setText(
            _("Follows from the criteria: {mode}, {qualifies}.").format(mode=words, qualifies=qualifies)
        )

    # what is typed

    def is_dirty(self) -> bool:
        """Whether something differs from what was saved."""
        if self.form is None:
            return False
        begun = not self.check.id and self.check.replaces_id is not None
        return begun or self.form.is_dirty() or self._criteria() != self.check.criteria

    def draft(self) -> dict[str, Any]:
        """What was typed and differs."""
        return {
            "fields": self.form.draft() if self.form else {},
            "criteria": list(self._criteria()),
            "replaces": (self.check.replaces_id or "") if not self.check.id else "",
            "because": self.check.replaced_because,
        }

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show a draft over what was loaded."""
        if content.get("replaces") == self.check.id and self.check.id:
            self.begin_correction(str(content.get("because", "")))
        self.build()
        for code, tick in self.ticks.items():
            tick.setChecked(code in content.get("criteria", ()))
        self._proposal = (proposed_mode(self._criteria()), proposed_eligible(self._criteria()))
        self._say_proposal()
        if self.form is not None:
            self.form.restore(content.get("fields", {}))

    def _record(self) -> EligibilityCheck | None:
        read = self.form.record(self.check) if self.form is not None else None
        return replace(read, criteria=self._criteria()) if read is not None else None

    # saving

    def save(self) -> None:
        """Keep form 03 as it stands."""
        self._save(self._saved)

    def complete(self) -> None:
        """Complete form 03: what is lacking stands beside its field; what is typed is saved first."""
        record, found = self._record(), self._opened
        if record is None or found is None or self.form is None:
            return
        problems = errors(problems_before_completing_check(record, found.episode, today=self._desk.today()))
        if problems:
            self.form.show_problems(problems)
        elif self.is_dirty() or not record.id:
            self._save(self._saved_to_complete)
        else:
            self._complete(record)

    def _save(self, then: Callable[[Change], object]) -> None:
        record = self._record()
        if record is not None:
            self._desk.do(save_eligibility, record, seen=record.version or None, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._take(change)
        self.done.emit(replace(change, undoable=False))

    def _saved_to_complete(self, change: Change) -> None:
        self._take(change)
        self._complete(change.result)

    def _complete(self, check: EligibilityCheck) -> None:
        self._desk.do(complete_eligibility, check.id, seen=check.version, then=self._completed, failed=self._refused)

    def _completed(self, change: Change) -> None:
        if self._opened is not None and change.result is not None:
            self.load(change.result, self._opened)
        self.done.emit(change)

    def _take(self, change: Change) -> None:
        """Go on from what was saved; nothing that is typed moves."""
        if change.result is not None:
            self.check = change.result
        if self.form is not None:
            self.form.mark_saved()

    def _refused(self, error: BaseException) -> None:
        problems = getattr(error, "problems", ())
        if self.form is not None and any(one.field for one in problems):
            self.form.show_problems(problems)
        else:
            self.failed.emit(error)

    # a correction

    def correct(self) -> None:
        """Begin a new form 03 that replaces the completed one, with its reason."""
        reasons = reasons_for_new()
        given = dialogs.ask_reason(
            self, _("Why is a new form needed?"), reasons, words_for="other", deed=_("Begin the new form")
        )
        if given is not None:
            self.begin_correction(given[1] or dict(reasons)[given[0]])

    def begin_correction(self, because: str) -> None:
        """A new form 03 with the content of the completed one."""
        if self._opened is not None:
            new = replace(self.check, id="", version=0, state=FormState.IN_PROGRESS)
            self.load(replace(new, replaces_id=self.check.id, replaced_because=because), self._opened)
            self.build()
            self.typed.emit()
