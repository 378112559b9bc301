"""A record written at the side of a page: its sheet, its draft, what is wrong beside its fields, the way back; and such pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.undo import undo_deed
from carebook.rules.problem import Problem
from carebook.store.drafts import Draft
from carebook.store.history import Entered, first_entered
from carebook.ui.parts import dialogs, theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, commit_input_method
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column
from carebook.ui.parts.page import Page
from carebook.words import _, message

ROOM = 1080
"""From this width of a page on, in pixels at base size, the panel stands beside what the page shows."""


class Sheet(QFrame):
    """What is written on: a form, or a form with rows of its own. ``changed`` when something was typed."""

    changed = Signal()

    def is_dirty(self) -> bool:
        """Whether something differs from what was loaded."""
        raise NotImplementedError

    def written(self) -> Any:
        """What stands there as records; None when something cannot be read or is missing, which is shown."""
        raise NotImplementedError

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what a rule says, beside its field or above."""
        raise NotImplementedError

    def draft(self) -> dict[str, Any]:
        """What was typed, as JSON can hold it."""
        raise NotImplementedError

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft over what was loaded."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the cursor into the first field."""
        raise NotImplementedError


class FormSheet(Sheet):
    """A sheet of one form about one record, which is loaded."""

    def __init__(self, form: Form, record: Any) -> None:
        super().__init__()
        self.form, self._record = form, record
        form.load(record)
        form.changed.connect(self.changed)
        self.setLayout(column(form))

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def written(self) -> Any:
        return self.form.record(self._record)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.form.show_problems(problems)

    def draft(self) -> dict[str, Any]:
        return self.form.draft()

    def restore(self, draft: dict[str, Any]) -> None:
        self.form.restore(draft)

    def take_focus(self) -> None:
        if (first := self.form.first()) is not None:
            first.setFocus()


class WritingPanel(SidePanel):
    """One sheet at a time, hidden without one.

    ``saving`` when it is to be saved (the page does that with ``written()``), ``opened`` when it stands there, ``shut`` when
    it has gone, ``typed`` when something was typed (connect it to ``Page.touched``). What is typed is kept as a draft under
    the form's name.
    """

    opened = Signal()
    saving = Signal()
    shut = Signal()
    typed = Signal()

    def __init__(self, desk: Desk, *, width: int = 400) -> None:
        super().__init__(width=theme.worn().scaled(width), closes=False)
        self._desk = desk
        self._sheet: Sheet | None = None
        self._form = self._subject = ""
        self._known: dict[tuple[str, str], Draft] = {}
        self._own: dict[tuple[str, str], Draft | None] = {}  # kept or thrown away here, sooner than the book tells
        self.save_button = Button(_("Save"), "primary", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.saving)
        self.back_button = Button(_("Go back"))
        self.back_button.clicked.connect(self.leave)
        self.standing, self.entered = label("", "small", wrap=True), label("", "small", wrap=True)
        self.add_actions(self.save_button, self.back_button)
        self.hide()

    def know(self, drafts: Iterable[Draft]) -> None:
        """The drafts of the book, as far as they concern the page."""
        self._known = {(one.form, one.subject_id): one for one in drafts}

    def open(self, sheet: Sheet, form: str, subject: str, title: str, line: str = "") -> None:
        """Show a sheet, with the draft on it that is kept under ``form`` and ``subject``."""
        self.clear()
        self._sheet, self._form, self._subject = sheet, form, subject
        self.show_title(title, line)
        self.standing, self.entered = label("", "small", wrap=True), label("", "small", wrap=True)
        self.add(self.entered, self.standing, 4, sheet)
        self.standing.hide()
        self.entered.hide()
        sheet.changed.connect(self.typed)
        self.show()
        self.opened.emit()
        key = (form, subject)
        draft = self._own[key] if key in self._own else self._known.get(key)
        if draft is not None:
            sheet.restore(draft.content)
            kept = dates.moment(draft.kept_at, self._desk.today())
            self._say(str(message("The draft kept at {time} is open again.", time=kept)))
        sheet.take_focus()

    def tell_who_entered(self, table: str, ids: Sequence[str]) -> None:
        """Tell above the sheet who typed these rows in, and when: who did it may be somebody else."""
        sheet = self._sheet

        def tell(found: Entered | None) -> None:
            if found is not None and self._sheet is sheet and sheet is not None:
                at = dates.moment(found.at, self._desk.today())
                self.entered.setText(_("Entered by {name}, {time}").format(name=found.name, time=at))
                self.entered.show()

        self._desk.ask(self, partial(first_entered, table=table, ids=tuple(ids)), tell, key="entered")

    def is_open(self) -> bool:
        """Whether something is being written."""
        return self._sheet is not None

    @property
    def form(self) -> str:
        """What is being written, "" for nothing."""
        return self._form

    @property
    def subject(self) -> str:
        """About what it is written."""
        return self._subject

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on show."""
        return self._sheet

    def written(self) -> Any:
        """What stands on the sheet; None without one, or when something cannot be read, which is shown."""
        return self._sheet.written() if self._sheet is not None else None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what a rule says on the sheet."""
        if self._sheet is not None:
            self._sheet.show_problems(problems)

    def make_room(self, beside: QWidget, width: int) -> None:
        """Stand beside ``beside`` where a page of ``width`` has room for both, else in its place while something is written."""
        tight = width < theme.worn().scaled(ROOM)
        beside.setVisible(not (tight and self.is_open()))
        self.move_under(tight)

    # drafts and the way out

    def has_unsaved(self) -> bool:
        """Whether something typed would be lost."""
        return self._sheet is not None and self._sheet.is_dirty()

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        if self._sheet is not None:
            commit_input_method()
            content = self._sheet.draft()
            self._own[self._form, self._subject] = Draft(self._form, self._subject, content, self._desk.now())
            self._desk.do(drafts.keep_draft, self._form, self._subject, content, then=self._kept)

    def _kept(self, _change: object) -> None:
        if self._sheet is not None:
            self._say(_("Draft kept at {time}").format(time=dates.clock(self._desk.now())))

    def _say(self, sentence: str) -> None:
        self.standing.setText(sentence)
        self.standing.show()

    def close_up(self) -> None:
        """It was saved, or thrown away: forget the draft and go."""
        if self._sheet is not None:
            self._own[self._form, self._subject] = None
            self._desk.do(drafts.keep_draft, self._form, self._subject, None)
            self.put_away()

    def put_away(self) -> None:
        """Go, leaving the draft as it was kept last."""
        self.clear()
        self._sheet, self._form, self._subject = None, "", ""
        self.hide()
        self.shut.emit()

    def leave(self) -> None:
        """Go back; asks first what to do with what is not saved."""
        if not self.has_unsaved():
            self.put_away()
            return
        match dialogs.ask_about_unsaved(self):
            case "save":
                self.saving.emit()
            case "keep":
                self.keep_draft()
                self.put_away()
            case "discard":
                self.close_up()


class WritingPage(Page):
    """A page with a `WritingPanel` beside what it shows: saving, refusals beside the fields, undo and drafts.

    A page says in ``keep`` which deed keeps what was written, and calls ``do`` with it; what it shows stands in ``beside``.
    """

    def __init__(self, desk: Desk, title: str, *, width: int = 420) -> None:
        super().__init__(desk.clerk, title)
        self.desk = desk
        self.beside: QWidget | None = None
        self.writing = WritingPanel(desk, width=width)
        self.writing.saving.connect(self.save)
        self.writing.typed.connect(self.touched)
        self.stand_back_for(self.writing)
        self.writing.shut.connect(self.make_room)
        self._busy = False

    def keep(self, written: Any) -> None:
        """Do the deed that keeps what was written on the sheet on show (`writing.form` tells which)."""
        raise NotImplementedError

    def write(self, sheet: Sheet, form: str, subject: str, title: str, line: str = "") -> None:
        """Open a sheet, unless something that is not saved stands on another."""
        if not self.writing.has_unsaved():
            self.writing.open(sheet, form, subject, title, line)
            self.make_room()

    def do(self, deed: Callable[..., Any], *values: Any, **given: Any) -> None:
        """Do a deed: then the sheet goes and undoing is offered, or what stands against it is shown."""
        self._busy = True
        self.desk.do(deed, *values, then=self.done, failed=self.refused, **given)

    def save(self) -> None:
        written = None if self._busy else self.writing.written()
        if written is not None:
            self.keep(written)

    def done(self, change: Change, besides: str = "") -> None:
        """It was done; ``besides`` is told too."""
        self._busy = False
        self.writing.close_up()
        self.make_stale()
        said = " ".join(filter(None, (str(change.said or _("Saved.")), besides)))
        if change.undoable:
            self.offer_undo(said, partial(self._undo, change.op))
        else:
            self.say(said, seconds=8)

    def refused(self, error: BaseException) -> None:
        """Something stands against it: beside its field, or in the bar."""
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems or not self.writing.is_open():
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    def _undo(self, op: str) -> None:
        self.desk.do(undo_deed, op, then=self._undone, failed=self.complain)

    def _undone(self, change: Change) -> None:
        self.make_stale()
        self.say(change.said or _("Undone."), seconds=8)

    def has_unsaved(self) -> bool:
        return self.writing.has_unsaved()

    def keep_draft(self) -> None:
        self.writing.keep_draft()

    def discard(self) -> None:
        self.writing.close_up()

    def make_room(self) -> None:
        """Give the panel its place beside what the page shows."""
        if self.beside is not None:
            self.writing.make_room(self.beside, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()
