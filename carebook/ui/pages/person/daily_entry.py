"""Where measures of one person are written down: a line for each measure, unusual ones ask why by one key, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.drafts import keep_draft
from carebook.actions.observations import amend_observation, record_observations
from carebook.records.declaration import field_of
from carebook.records.monitoring import Observation
from carebook.rules.observations import (
    said_reading,
)
from carebook.rules.permissions.groups import CARE
from carebook.rules.problem import Problem
from carebook.store import drafts
from carebook.ui.pages.person.daily_facts import MonitoringFacts, Watched
from carebook.ui.pages.person.daily_line import ValueLine, as_typed
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice, FieldEditor, commit_input_method
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.words import _

FORM = "observations"


class ObservationEntry(QFrame):
    """Writes measures down at one moment, or corrects one. ``saved(change)``; ``failed(error)`` for what has no line; ``touched``
    when typed; ``shut`` when it has gone; ``draft_found(sentence)`` when a draft of before is there.
    """

    saved = Signal(object)
    failed = Signal(object)
    touched = Signal()
    shut = Signal()
    draft_found = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("well")
        self._desk = desk
        self._facts: MonitoringFacts | None = None
        self._base: Observation | None = None  # the one that is corrected
        self._draft: drafts.Draft | None = None
        self._lines: list[ValueLine] = []
        self._busy = False
        self._title = label("", "h3")
        self._place = column(gap=6)
        self.more = Choice((), blank=True)
        self.more.setAccessibleName(_("Another measure"))
        self.more.activated.connect(self._add_more)
        self._more_row = box(row(label(_("Another measure"), "small"), self.more, None, gap=10))
        self._head = column(gap=6)
        self.save_button = Button(_("Save"), "primary", "check", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.back_button = Button(_("Go back"), key="Esc", listens=False)
        self.back_button.clicked.connect(self.leave)
        keys = key_caps(("Enter", _("next measure")), ("1–5", _("why unusual")))
        foot = row(self.save_button, self.back_button, None, keys, gap=10)
        self.setLayout(
            column(self._title, self._head, self._place, self._more_row, foot, gap=10, margins=(14, 12, 14, 12))
        )
        self.hide()
        on_key(self, "Ctrl+S", self.save)
        on_key(self, "Ctrl+Return", self.save)
        on_key(self, "Esc", self.leave)

    # what is written

    def begin(self, facts: MonitoringFacts, here: Sequence[tuple[str, str]]) -> None:
        """Show a line for each measure that is planned; others by choice."""
        self._facts, self._base = facts, None
        self._title.setText(_("Write down what was measured"))
        self._show_head(here, Observation(episode_id=facts.episode.id, measure=""))
        planned = [one for one in facts.watched if one.plan is not None]
        self._show_lines(planned or [w for w in facts.watched if w.measure.extra.get("vital")])
        self._offer_more()
        self._open()
        form, stay = FORM, facts.episode.id
        self._desk.ask(self, lambda reader: drafts.own_draft(reader, form, stay), self._offer_draft, key="draft")

    def change(self, facts: MonitoringFacts, here: Sequence[tuple[str, str]], one: Observation) -> None:
        """Correct one value."""
        measure = facts.grounds.measure(one.measure)
        if measure is None:
            return
        self._facts, self._base, self._draft = facts, one, None
        self._title.setText(_("Correct what was measured"))
        self._show_head(here, one)
        self._show_lines([Watched(measure, None, None, facts.grounds.limits(one.measure))])
        line = self._lines[0]
        line.typed.setText(as_typed(one, measure, facts.grounds.codes))
        line.why.choose(one.unusual_because or "")
        line.note.setText(one.note)
        line.look(one)
        self._more_row.hide()
        self._open()

    def _show_head(self, here: Sequence[tuple[str, str]], base: Observation) -> None:
        emptied(self._head)
        today = self._desk.today
        own = self._own_id()
        self.taken_at = FieldEditor(field_of(Observation, "taken_at"), today)
        self.taken_at.set_value(base.taken_at or self._desk.now())
        self.done_by = FieldEditor(field_of(Observation, "done_by_id"), today, choices=list(here))
        self.done_by.set_value(base.done_by_id or (own if own in dict(here) else None))
        self.from_sheet = FieldEditor(field_of(Observation, "from_sheet"), today)
        self.from_sheet.set_value(base.from_sheet)
        for editor in (self.taken_at, self.done_by, self.from_sheet):
            editor.changed.connect(self.touched)
            self._head.addWidget(editor)

    def _own_id(self) -> str:
        """Who is signed in, if they look after people; "" for an office that types what others measured."""
        actor, today = self._desk.actor, self._desk.today()
        return actor.staff_member_id if any(one.role in CARE for one in actor.grants_on(today)) else ""

    def _show_lines(self, watched: Sequence[Watched]) -> None:
        emptied(self._place)
        self._lines = []
        for one in watched:
            self._add_line(one)

    def _add_line(self, one: Watched) -> ValueLine:
        assert self._facts is not None
        grounds = self._facts.grounds
        last = ""
        if one.newest is not None and one.newest.taken_at is not None:
            value = said_reading(one.newest, one.measure, grounds.codes)
            last = _("last {value}, {time}").format(
                value=value, time=dates.moment(one.newest.taken_at, self._desk.today())
            )
        line = ValueLine(one.measure, grounds, last)
        line.changed.connect(self.touched)
        line.entered.connect(self._go_on)
        line.typed.editingFinished.connect(lambda line=line: line.look(self._observation()))
        self._lines.append(line)
        self._place.addWidget(line)
        return line

    def _offer_more(self) -> None:
        assert self._facts is not None
        shown = {line.measure.code for line in self._lines}
        rest = [one for one in self._facts.grounds.codes if one.list_name == "measure" and one.code not in shown]
        self.more.offer([("", ""), *((one.code, one.text) for one in rest)])
        self._more_row.setVisible(bool(rest))

    def _add_more(self) -> None:
        code = self.more.code()
        if self._facts is None or not code:
            return
        self._line_of(code).typed.setFocus()
        self._offer_more()

    def _line_of(self, code: str) -> ValueLine:
        for line in self._lines:
            if line.measure.code == code:
                return line
        assert self._facts is not None
        grounds = self._facts.grounds
        measure = grounds.measure(code)
        assert measure is not None
        return self._add_line(self._facts.of(code) or Watched(measure, None, None, grounds.limits(code)))

    def _open(self) -> None:
        self.show()
        if self._lines:
            self._lines[0].typed.setFocus()
        else:
            self.more.setFocus()

    def _observation(self) -> Observation:
        """The observation that every line is built on."""
        stay = self._facts.episode.id if self._facts is not None else ""
        base = self._base or Observation(episode_id=stay, measure="")
        return replace(
            base,
            taken_at=self.taken_at.value() or (self._desk.now() if self.taken_at.problem() is None else None),
            duty_on=None if self._base is None else base.duty_on,
            done_by_id=self.done_by.value() or None,
            from_sheet=bool(self.from_sheet.value()),
        )

    def _go_on(self) -> None:
        """Enter: why it is unusual, the next line, after the last one saving."""
        line = next((one for one in self._lines if one.isAncestorOf(self.focusWidget() or self)), None)
        if line is None:
            return
        line.look(self._observation())
        if isinstance(line.reading(), Problem) and not line.is_empty():
            line.typed.selectAll()
        elif line.asks_why():
            line.why.setFocus()
        elif line is self._lines[-1]:
            self.save()
        else:
            self._lines[self._lines.index(line) + 1].typed.setFocus()

    # saving

    def save(self) -> None:
        """Write down all that is typed, or nothing."""
        if self._busy or self._facts is None or self.isHidden():
            return
        commit_input_method()
        if (problem := self.taken_at.problem()) is not None:
            self.taken_at.show_error(problem)
            self.taken_at.setFocus()
            return
        if not self.done_by.value():
            self.done_by.show_error(_("Choose who measured."))
            self.done_by.setFocus()
            return
        filled = [line for line in self._lines if not line.is_empty()]
        if not filled:
            self._lines[0].typed.setFocus() if self._lines else self.more.setFocus()
            return
        base = self._observation()
        try:
            written = [line.written(base) for line in filled]
        except LookupError:
            return
        self._busy = True
        if self._base is not None:
            seen = self._base.version
            self._desk.do(amend_observation, written[0], seen=seen, then=self._saved, failed=self._refused)
        else:
            self._desk.do(record_observations, written, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self._drop_draft()
        self._close()
        self.saved.emit(change)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems: Sequence[Problem] = getattr(error, "problems", ())
        filled = [line for line in self._lines if not line.is_empty()]
        rest = []
        for problem in reversed(problems):
            place, _dot, field = problem.field.rpartition(".")
            line = filled[int(place)] if place.isdigit() and int(place) < len(filled) else None
            line = line or (filled[0] if self._base is not None and filled else None)
            if field in ("taken_at", "duty_on"):
                self.taken_at.show_error(problem.message)
            elif field == "done_by_id":
                self.done_by.show_error(problem.message)
            elif line is not None and problem.field:
                line.complain(replace(problem, field=field))
            else:
                rest.append(problem)
        if rest or not problems:
            self.failed.emit(error)

    # drafts and the way out

    def has_unsaved(self) -> bool:
        """Whether something typed would be lost."""
        return not self.isHidden() and any(not line.is_empty() for line in self._lines) and not self._is_as_kept()

    def _is_as_kept(self) -> bool:
        if self._base is None or self._facts is None or not self._lines:
            return False
        line = self._lines[0]
        kept = as_typed(self._base, line.measure, self._facts.grounds.codes)
        return (line.typed.text(), line.why.code(), line.note.text()) == (
            kept,
            self._base.unusual_because or "",
            self._base.note,
        )

    def draft(self) -> dict[str, Any]:
        """What is typed, as JSON can hold it."""
        return {
            "taken_at": self.taken_at.raw(),
            "done_by_id": self.done_by.raw(),
            "from_sheet": self.from_sheet.raw(),
            "values": {
                line.measure.code: [line.typed.text(), line.why.code(), line.note.text()]
                for line in self._lines
                if not line.is_empty()
            },
        }

    def keep_draft(self) -> None:
        """Keep what is typed inside the book; a correction is not kept."""
        if self.has_unsaved() and self._base is None and self._facts is not None:
            commit_input_method()
            self._desk.do(keep_draft, FORM, self._facts.episode.id, self.draft())

    def _offer_draft(self, draft: drafts.Draft | None) -> None:
        self._draft = draft
        if draft is not None:
            kept = dates.moment(draft.kept_at, self._desk.today())
            self.draft_found.emit(_("There is a draft kept at {time}.").format(time=kept))

    def restore_draft(self) -> None:
        """Show the draft."""
        if self._draft is None or self._base is not None:
            return
        content = self._draft.content
        self.taken_at.set_raw(content.get("taken_at"))
        self.done_by.set_raw(content.get("done_by_id"))
        self.from_sheet.set_raw(content.get("from_sheet"))
        for code, (typed, why, note) in content.get("values", {}).items():
            if self._facts is not None and self._facts.grounds.measure(code) is not None:
                line = self._line_of(code)
                line.typed.setText(typed)
                line.why.choose(why)
                line.note.setText(note)
                line.look(self._observation())
        self._offer_more()

    def _drop_draft(self) -> None:
        self._draft = None
        if self._facts is not None and self._base is None:
            self._desk.do(keep_draft, FORM, self._facts.episode.id, None)

    def discard(self) -> None:
        """Throw away what is typed."""
        self._drop_draft()
        self._close()

    def put_away(self) -> None:
        """Go, leaving the draft as it was kept last."""
        self._close()

    def leave(self) -> None:
        """Go back; what is typed stays as a draft, so there is nothing to ask."""
        self.keep_draft()
        self._close()
        self.shut.emit()

    def is_open(self) -> bool:
        """Whether something is being written."""
        return not self.isHidden()

    def _close(self) -> None:
        self.hide()
        self._base = None
        emptied(self._place)
        self._lines = []
