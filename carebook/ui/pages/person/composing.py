"""Where a note is written: its words first, then the goal it serves by one press, and what else is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.drafts import keep_draft
from carebook.actions.progress import add_note, amend_note
from carebook.records.care_plans import GoalLife
from carebook.records.declaration import field_of
from carebook.records.progress import ProgressNote
from carebook.rules.problem import Problem, errors
from carebook.rules.progress import default_kind, problems_in_note, tidy_note
from carebook.store import drafts
from carebook.store.care_plans import PlanFile
from carebook.ui.pages.person.note_events import shortened
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice, FieldEditor, PillSet, Tick, commit_input_method
from carebook.ui.parts.labels import key_cap, label
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.words import _, pgettext

FORM = "progress_note"
ALWAYS = ("text", "kind", "happened_at", "done_by_id")
MORE = ("result", "reaction", "difficulty", "next_step", "minutes")
_ENDED = frozenset({GoalLife.FINISHED, GoalLife.DROPPED})
FIELD_WIDTH = 520
_LINES = 3


def _head_of(editor: FieldEditor) -> QLabel:
    """The label over an editor."""
    return next(one for one in editor.findChildren(QLabel) if one.buddy() is editor.input.target)


class NoteComposer(QFrame):
    """Writes a new note, changes one, or corrects one. ``saved(change)``; ``failed(error)`` for what has no field;
    ``touched`` when typed; ``draft_found(sentence)`` when a draft of before is there (``restore_draft`` shows it)."""

    saved = Signal(object)
    failed = Signal(object)
    touched = Signal()
    draft_found = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("well")
        self._desk = desk
        self._episode_id, self._start_on = "", date.min
        self._base = ProgressNote(episode_id="", happened_at=desk.now())
        self._known: Mapping[str, ProgressNote] = {}
        self._plan: PlanFile | None = None
        self._draft: drafts.Draft | None = None
        self._busy = self._loading = False
        self._heading = label("", "name")
        self._back = Button(_("Go back"), "link")
        self._back.clicked.connect(self.write_new)
        self.editors = {name: self._editor(name) for name in ALWAYS}
        text = self.editors["text"]
        _head_of(text).hide()  # the heading says it
        text.input.target.setProperty(
            "placeholderText", _("What was done or seen, for example “walked 5 m, rested once”")
        )
        self.editors["happened_at"].input.target.setProperty("placeholderText", pgettext("when a note happened", "now"))
        self.goals = PillSet((), one=True)
        self._goal_place = column(gap=0)
        self.activity = Choice(blank=True)
        self.activity.setAccessibleName(_("Activity"))
        self.activity.activated.connect(self._typed)
        self.activity.setMaximumWidth(FIELD_WIDTH)
        self._activity_row = box(row(label(_("Activity"), "small"), (self.activity, 1), None))
        self._goal_row = box(column(label(_("Serves the goal"), "small"), self._goal_place, self._activity_row, gap=4))
        self.tags = PillSet(desk.choices("note_tag"))
        self.tags.name_as(_("Tags"))
        self.tags.touched.connect(self._typed)
        self.for_handover = Tick(_("Into the handover of the shift"))
        self.for_handover.clicked.connect(self._typed)
        self._tag_row = column(label(_("Tags"), "small"), self.tags, gap=4)
        self.more = Button(_("More about it"), "link", "chevron-down")
        self.more.setCheckable(True)
        self.more.clicked.connect(self._unfold)
        self.save_button = Button(_("Add note"), "primary", "plus", "Ctrl+Enter", listens=False)
        self.save_button.clicked.connect(self.save)
        on_key(self, "Ctrl+Return", self.save)
        on_key(self, "Ctrl+Enter", self.save)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._more_box = box(self._grid)
        named = ("kind", "happened_at", "done_by_id")
        facts = row(*((column(self.editors[name], None, gap=0), 1) for name in named), gap=16)
        foot = row(self.more, None, self.for_handover, 12, self.save_button)
        self._rest = box(column(self._goal_row, facts, self._tag_row, self._more_box, foot, gap=6))
        head = row(self._heading, key_cap("Ctrl+N"), None, self._back)
        self.setLayout(column(head, text, self._rest, gap=6, margins=(14, 8, 14, 10)))
        text.input.target.installEventFilter(self)
        self._spread(False)
        self._more_box.hide()
        self.write_new()

    def _editor(self, name: str) -> FieldEditor:
        choices = self._desk.choices("note_kind") if name == "kind" else ()
        made = FieldEditor(field_of(ProgressNote, name), self._desk.today, choices=choices, above=True, required=False)
        made.input.setMaximumWidth(16777215)
        _head_of(made).setMinimumHeight(0)
        if name in MORE and name != "minutes":
            note = made.input.target
            note.setFixedHeight(note.fontMetrics().lineSpacing() * 2 + 18)
        made.changed.connect(self._typed)
        if name == "happened_at":
            made.left.connect(self._look_at_time)
        return made

    # of whom

    def show_case(
        self,
        episode_id: str,
        start_on: date,
        plan: PlanFile | None,
        staff: Sequence[tuple[str, str]],
        notes: Mapping[str, ProgressNote],
    ) -> None:
        """Write about this stay; what is typed about the same stay stays. ``notes`` are those on show, by id."""
        self._known = notes
        other = episode_id != self._episode_id
        self._episode_id, self._start_on = episode_id, start_on
        self.editors["done_by_id"].offer(staff)
        if other or plan != self._plan:
            self._plan = plan
            self._offer_goals()
        if other:
            self.write_new()
            self._ask_draft()

    def _offer_goals(self) -> None:
        chosen, activity = self.goals.codes(), self.activity.code()
        emptied(self._goal_place)
        goals = [goal for goal in self._plan.goals if goal.life not in _ENDED] if self._plan else []
        self.goals = PillSet([(goal.thread, shortened(goal.text)) for goal in goals], one=True)
        self.goals.name_as(_("Serves the goal"))
        chosen_font = QFontMetrics(theme.font("small", 600))
        for button in self.goals.findChildren(QPushButton):  # a chosen one is bolder, and must not be cut
            button.setMinimumWidth(chosen_font.horizontalAdvance(button.text()) + 26)
        self.goals.touched.connect(self._goal_chosen)
        self._goal_place.addWidget(self.goals)
        self._goal_row.setVisible(bool(goals))
        self._choose_goal(chosen[0] if chosen and any(g.thread == chosen[0] for g in goals) else "", activity)

    def _choose_goal(self, thread: str, activity: str = "") -> None:
        self.goals.choose([thread] if thread else [])
        ids = {goal.id for goal in self._plan.goals if goal.thread == thread} if self._plan else set()
        offered = [one for one in self._plan.activities if one.goal_id in ids] if self._plan and thread else []
        self.activity.offer([(one.id, shortened(one.text, 80)) for one in offered])
        self.activity.choose(activity if any(one.id == activity for one in offered) else "")
        self._activity_row.setVisible(bool(offered))

    def _goal_chosen(self) -> None:
        self._choose_goal("".join(self.goals.codes()), self.activity.code())
        self._typed()

    # which note

    def write_new(self) -> None:
        """An empty note; what stood here is gone."""
        self._begin(
            ProgressNote(
                episode_id=self._episode_id,
                kind=default_kind(self._desk.actor.roles_on(self._desk.today())),
                happened_at=self._desk.now(),
                done_by_id=self._desk.actor.staff_member_id,
            ),
            _("New note"),
        )

    def change(self, note: ProgressNote) -> None:
        """Change a kept note."""
        if self._busy:
            return
        self._begin(note, _("Change the note of {time}").format(time=self._moment(note.happened_at)))

    def correct(self, note: ProgressNote) -> None:
        """Write a note that corrects a kept one; it happened when that one did."""
        if self._busy:
            return
        title = _("Correct the note of {time}").format(time=self._moment(note.happened_at))
        begun = ProgressNote(
            episode_id=note.episode_id,
            kind=note.kind,
            happened_at=note.happened_at,
            done_by_id=self._desk.actor.staff_member_id,
            goal_thread=note.goal_thread,
            activity_id=note.activity_id,
            corrects_id=note.id,
        )
        self._begin(begun, title)

    def _begin(self, note: ProgressNote, heading: str) -> None:
        self._base = note
        is_new = not note.id and not note.corrects_id
        self._loading = True
        for name, editor in self.editors.items():
            editor.set_value(None if is_new and name == "happened_at" else getattr(note, name))
        self._unfold(any(getattr(note, name) for name in MORE))
        self._choose_goal(note.goal_thread or "", note.activity_id or "")
        self.tags.choose(note.tags)
        self.for_handover.setChecked(note.for_handover)
        self._loading = False
        self._before = self.content()
        self._heading.setText(heading)
        self._back.setVisible(not is_new)
        self.save_button.setText(_("Add note") if not note.id else _("Save"))
        if not is_new:
            self.begin_typing()

    def begin_typing(self) -> None:
        """Put the cursor into the text."""
        self._spread(True)
        self.editors["text"].input.target.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._spread(True)
        return super().eventFilter(watched, event)

    def _spread(self, wanted: bool) -> None:
        """One line while nobody writes, so that the notes below have the room; all of it from the first key on."""
        self._rest.setVisible(wanted)
        note = self.editors["text"].input.target
        note.setFixedHeight(note.fontMetrics().lineSpacing() * (_LINES if wanted else 1) + 26)

    def _unfold(self, wanted: bool) -> None:
        """Show what is seldom written, or fold it away; it is made when first wanted."""
        for place, name in enumerate(MORE if wanted and MORE[0] not in self.editors else ()):
            self.editors[name] = self._editor(name)
            self.editors[name].set_value(getattr(self._base, name))
            self._grid.addWidget(self.editors[name], place // 2, place % 2)
        self._more_box.setVisible(wanted)
        self.more.setChecked(wanted)

    def _moment(self, at: datetime) -> str:
        return dates.moment(at, self._desk.today())

    # what is typed

    def content(self) -> dict[str, Any]:
        """What stands here, as a draft keeps it."""
        typed = {name: self.editors[name].raw() if name in self.editors else "" for name in (*ALWAYS, *MORE)}
        chosen = {"goal_thread": "".join(self.goals.codes()), "activity_id": self.activity.code()}
        told = {"tags": list(self.tags.codes()), "for_handover": self.for_handover.isChecked()}
        return {**typed, **chosen, **told, "id": self._base.id, "corrects_id": self._base.corrects_id or ""}

    def has_unsaved(self) -> bool:
        return self.content() != self._before

    def _typed(self) -> None:
        if not self._loading:
            self.touched.emit()

    def _look_at_time(self) -> None:
        """Say that a time is unusual as soon as it is given."""
        editor = self.editors["happened_at"]
        if editor.problem() is None and isinstance(at := editor.value(), datetime):
            note = replace(self._base, happened_at=at, text="–")
            for problem in problems_in_note(note, now=self._desk.now(), start_on=self._start_on):
                if problem.field == "happened_at":
                    (editor.show_error if problem.severity == "error" else editor.show_warning)(problem.message)

    def _built(self) -> ProgressNote | None:
        """The note as it stands; None when something cannot be read, which is then said beside it."""
        commit_input_method()
        given: dict[str, Any] = {}
        for name, editor in self.editors.items():
            problem = None if name == "happened_at" and editor.is_empty() else editor.problem()
            if problem is not None:
                self._complain([Problem(name, problem)])
                return None
            given[name] = editor.value()
        given["happened_at"] = given["happened_at"] or (self._base.happened_at if self._base.id else self._desk.now())
        goal = "".join(self.goals.codes()) or None
        return replace(
            self._base,
            **given,
            goal_thread=goal,
            activity_id=self.activity.code() or None,
            tags=tuple(self.tags.codes()),
            for_handover=self.for_handover.isChecked(),
        )

    def save(self) -> None:
        """Keep the note; what is wrong with it stands beside its field and nothing is lost."""
        built = None if self._busy or not self._episode_id else self._built()
        if built is None:
            return
        note = tidy_note(built)
        problems = problems_in_note(note, now=self._desk.now(), start_on=self._start_on)
        if wrong := errors(problems):
            self._complain(wrong)
            return
        self._wait(True)
        if note.id:
            self._desk.do(amend_note, note, seen=note.version, then=self._saved, failed=self._refused)
        else:
            self._desk.do(add_note, note, then=self._saved, failed=self._refused)

    def _complain(self, problems: Sequence[Problem]) -> None:
        self._spread(True)
        for problem in problems:
            if (editor := self.editors.get(problem.field)) is not None:
                self._unfold(self.more.isChecked() or problem.field in MORE)
                editor.show_error(problem.message)
        self.editors[next((p.field for p in problems if p.field in self.editors), "text")].input.target.setFocus()

    def _wait(self, busy: bool) -> None:
        """Nothing is typed while a note is on its way into the book."""
        self._busy = busy
        self.setEnabled(not busy)

    def _saved(self, change: Change) -> None:
        self._wait(False)
        self._drop_draft()
        self.write_new()
        if self.isVisible():
            self.begin_typing()
        self.saved.emit(change)

    def _refused(self, error: BaseException) -> None:
        self._wait(False)
        problems = getattr(error, "problems", ())
        if problems and all(problem.field in self.editors for problem in problems):
            self._complain(problems)
        else:
            self.failed.emit(error)
        if self.has_unsaved():
            self.keep_draft()

    # drafts

    def _ask_draft(self) -> None:
        episode_id = self._episode_id
        self._desk.ask(self, lambda reader: drafts.own_draft(reader, FORM, episode_id), self._offer_draft, key="draft")

    def _offer_draft(self, draft: drafts.Draft | None) -> None:
        self._draft = draft
        if draft is not None and not self.has_unsaved():
            kept = dates.moment(draft.kept_at, self._desk.today())
            self.draft_found.emit(_("There is a draft kept at {time}.").format(time=kept))

    def restore_draft(self) -> None:
        """Show the draft in place of what stands here."""
        if self._draft is None:
            return
        content = self._draft.content
        if (kept := self._known.get(content.get("id") or "")) is not None:
            self.change(kept)
        elif (corrected := self._known.get(content.get("corrects_id") or "")) is not None:
            self.correct(corrected)
        else:
            self.write_new()
        self._unfold(any(content.get(name) for name in MORE))
        for name, editor in self.editors.items():
            editor.set_raw(content.get(name, editor.raw()))
        self._choose_goal(content.get("goal_thread", ""), content.get("activity_id", ""))
        self.tags.choose(content.get("tags", ()))
        self.for_handover.setChecked(bool(content.get("for_handover")))
        self.begin_typing()

    def keep_draft(self) -> None:
        """Keep what is typed inside the book."""
        if self._episode_id and self.has_unsaved():
            self._desk.do(keep_draft, FORM, self._episode_id, self.content())

    def put_away(self) -> None:
        """Another person is shown: what stands here is gone."""
        self._episode_id = ""
        self.write_new()
        self._spread(False)

    def discard(self) -> None:
        """Throw away what is typed, and its draft."""
        self.write_new()
        self._drop_draft()

    def _drop_draft(self) -> None:
        self._draft = None
        self._desk.do(keep_draft, FORM, self._episode_id, None)
