"""The minutes of one meeting as a form: the meeting, what was found in each domain, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records.conferences import Conference, ConferenceFinding
from carebook.records.declaration import field_of
from carebook.rules.problem import Problem
from carebook.store.conferences import ConferenceFile
from carebook.ui.pages.conferences.decisions import Decisions
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, FieldEditor, Form, PillSet, commit_input_method, section
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import column, hairline
from carebook.words import _

WIDEST = 16777215


class Findings(QFrame):
    """What was found: a note for each domain that was talked about."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.pills = PillSet(desk.choices("need_domain"))
        self.pills.name_as(_("Domains talked about"))
        self.pills.touched.connect(self._chosen)
        self.editors = {
            domain: FieldEditor(field_of(ConferenceFinding, "finding"), desk.today, words=words, above=True)
            for domain, words in desk.choices("need_domain")
        }
        for editor in self.editors.values():
            editor.input.setMaximumWidth(WIDEST)
            editor.changed.connect(self.changed)
            editor.hide()
        head = column(section_head(_("Findings by domain")), hairline(), gap=0)
        line = label(_("Choose the domains that were talked about."), "small")
        self.setLayout(column(head, line, self.pills, *self.editors.values(), gap=6))

    def load(self, findings: Sequence[ConferenceFinding], *, writes: bool) -> None:
        """Show these."""
        self._there = {one.domain: one for one in findings}
        for domain, editor in self.editors.items():
            editor.set_value(self._there[domain].finding if domain in self._there else "")
        self.pills.choose(self._there)
        self.setEnabled(writes)
        self._show_chosen()

    def _chosen(self) -> None:
        self._show_chosen()
        self.changed.emit()

    def _show_chosen(self) -> None:
        chosen = self.pills.codes()
        for domain, editor in self.editors.items():
            editor.setVisible(domain in chosen)

    def written(self) -> list[ConferenceFinding]:
        """What was found in the chosen domains."""
        return [
            replace(
                self._there.get(domain) or ConferenceFinding(episode_id="", conference_id="", domain=domain),
                finding=self.editors[domain].value(),
            )
            for domain in self.pills.codes()
            if domain in self.editors
        ]

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is told about "findings.0.finding" beside its domain."""
        written = self.written()
        for problem in problems:
            part, _dot, rest = problem.field.partition(".")
            if part == "findings":
                editor = self.editors[written[int(rest.partition(".")[0])].domain]
                editor.show_error(problem.message)
                editor.input.setFocus()

    def draft(self) -> dict[str, str]:
        """What stands there by domain."""
        return {domain: self.editors[domain].raw() for domain in self.pills.codes() if domain in self.editors}

    def restore(self, draft: dict[str, str]) -> None:
        """Show a draft over what was loaded."""
        self.pills.choose(draft)
        for domain, words in draft.items():
            if domain in self.editors:
                self.editors[domain].set_raw(words)
        self._show_chosen()


class Minutes(QFrame):
    """One meeting. ``typed`` when something was typed; ``goal_wanted(decision)`` and ``thread_wanted(decision)``."""

    typed = Signal()
    goal_wanted = Signal(object)
    thread_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.file = ConferenceFile(Conference(episode_id=""))
        self.subject = FieldEditor(field_of(Conference, "subject"), desk.today)
        self.subject.input.setMaximumWidth(WIDEST)
        self.subject.changed.connect(self.typed)
        names = ("held_on", "place", "chair_id", "minutes_by_id", "client_present", "present")
        self.form = Form([section("", Conference, *names)], desk.today)
        self.opinions = Form(
            [section(_("Opinions and conclusion"), Conference, "client_opinion", "family_opinion", "conclusion")],
            desk.today,
        )
        present = self.form.editor("present").input
        present.setMaximumWidth(WIDEST)
        present.target.setFixedHeight(present.fontMetrics().lineSpacing() * 5 + 20)
        for name in self.opinions.names():
            self.opinions.editor(name).input.setMaximumWidth(WIDEST)
        self.forms = (self.form, self.opinions)
        for form in self.forms:
            form.changed.connect(self.typed)
        self.findings = Findings(desk)
        self.decisions = Decisions(desk)
        self.decisions.goal_wanted.connect(self.goal_wanted)
        self.decisions.thread_wanted.connect(self.thread_wanted)
        for part in (self.findings, self.decisions):
            part.changed.connect(self.typed)
        self._base: dict[str, Any] = {}
        whole = column(
            self.subject, self.form, self.findings, self.opinions, self.decisions, None, gap=8, margins=(24, 8, 20, 16)
        )
        self.setLayout(whole)

    def load(self, file: ConferenceFile, people: Choices, *, writes: bool) -> None:
        """Show the minutes; ``people`` are the staff who may have been in the chair."""
        self.file = file
        for name in ("chair_id", "minutes_by_id"):
            self.form.editor(name).offer(people)
        self.subject.set_value(file.conference.subject)
        self.subject.setEnabled(writes)
        for form in self.forms:
            form.load(file.conference)
            form.setEnabled(writes)
        self.findings.load(file.findings, writes=writes)
        self.decisions.load(file.decisions, writes=writes)
        self._base = self.draft()

    def is_dirty(self) -> bool:
        """Whether something differs from what was loaded."""
        return self.draft() != self._base

    def written(self) -> ConferenceFile | None:
        """The minutes as they stand; None when something cannot be read, which is shown."""
        commit_input_method()
        meeting: Conference | None = replace(self.file.conference, subject=self.subject.value())
        for form in self.forms:
            meeting = form.record(meeting) if meeting is not None else None
        decisions = self.decisions.written()
        if (problem := self.subject.problem()) is not None:
            self.subject.show_error(problem)
            self.subject.input.setFocus()
            return None
        if meeting is None or decisions is None:
            return None
        return ConferenceFile(meeting, tuple(self.findings.written()), tuple(decisions))

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show each beside its field; False when none has a field here."""
        of_form = [one for one in problems if "." not in one.field]
        for form in self.forms[::-1]:
            mine = [one for one in of_form if one.field in form.names()]
            if mine:
                form.show_problems(mine)
        for one in of_form:
            if one.field == "subject":
                self.subject.show_error(one.message)
                self.subject.input.setFocus()
        self.findings.show_problems(problems)
        self.decisions.show_problems(problems)
        return any(one.field for one in problems)

    def draft(self) -> dict[str, Any]:
        """What stands there, as JSON can hold it, also what cannot be read yet."""
        fields = {name: form.editor(name).raw() for form in self.forms for name in form.names()}
        fields["subject"] = self.subject.raw()
        return {"fields": fields, "findings": self.findings.draft(), "decisions": self.decisions.draft()}

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft over what was loaded."""
        fields = draft.get("fields", {})
        self.subject.set_raw(fields.get("subject", self.subject.raw()))
        for form in self.forms:
            form.restore({name: raw for name, raw in fields.items() if name in form.names()})
        self.findings.restore(draft.get("findings", {}))
        self.decisions.restore(draft.get("decisions", []))
