"""Writing one record: from its draft to its saving, warnings answered by a reason, a newer version shown with both values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook import dates
from carebook.actions.change import Change, Outdated
from carebook.actions.drafts import keep_draft
from carebook.records.declaration import fields
from carebook.rules.problem import Problem, errors, warnings
from carebook.store import drafts
from carebook.store.book import Reader
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, Section
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import _


def nothing_wrong(_reader: Reader, _record: Any) -> Sequence[Problem]:
    """For records whose deed alone knows what is wrong."""
    return ()


def as_it_is(record: Any, _reason: str) -> Any:
    """For records that are written as the form builds them."""
    return record


def as_kept(record: Any) -> Any:
    """For records of which everything may be shown."""
    return record


def undressed(_form: Form) -> None:
    """For forms whose fields do not depend on each other."""


@dataclass(frozen=True)
class Writing:
    """How a kind of record is written.

    ``form`` names its drafts. ``check`` looks for errors and warnings before the deed; a warning asks for a reason once.
    ``shown(record)`` leaves out what may not be seen; ``finish(record, reason)`` gives it as the deed takes it.
    ``versioned`` deeds take ``seen``; ``strikes``: the record may be struck through. ``dress`` ties fields together.
    """

    form: str
    title: str
    sections: tuple[Section, ...]
    deed: Callable[..., Change]
    choices: Mapping[str, Choices] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    check: Callable[[Reader, Any], Sequence[Problem]] = nothing_wrong
    shown: Callable[[Any], Any] = as_kept
    finish: Callable[[Any, str], Any] = as_it_is
    given: Mapping[str, Any] = field(default_factory=dict)
    dress: Callable[[Form], object] = undressed
    versioned: bool = False
    strikes: bool = False
    columns: int = 1
    note: str = ""


class RecordEditor(QFrame):
    """A form that writes. ``saved(change)``; ``touched`` when typed; ``told(sentence)`` when a draft is kept; a draft of
    before is told by ``draft_found(sentence)`` and comes back with ``restore_draft``."""

    saved = Signal(object)
    touched = Signal()
    told = Signal(str)
    draft_found = Signal(str)

    def __init__(self, desk: Desk, writing: Writing) -> None:
        super().__init__()
        self._desk, self._writing = desk, writing
        self._base: Any = None
        self._subject = ""
        self._draft: drafts.Draft | None = None
        self._busy = False
        self.form = Form(
            writing.sections, desk.today, choices=writing.choices, required=writing.required, columns=writing.columns
        )
        self.form.changed.connect(self.touched)
        writing.dress(self.form)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Save all the same, because"))
        self.reason.setPlaceholderText(_("reason, for example “compared with the original”"))
        self._reason_row = box(column(label(_("Save all the same, because"), "name"), self.reason, gap=4))
        self._reason_row.hide()
        self._conflict_words = label("", wrap=True)
        self.keep_theirs = Button(_("Keep what is in the book"))
        self.write_mine = Button(_("Write what was typed, with a reason"))
        self.keep_theirs.clicked.connect(self._keep_theirs)
        self.write_mine.clicked.connect(self._write_mine)
        words = row(Sign("triangle-alert", "warn"), (self._conflict_words, 1))
        buttons = column(row(self.keep_theirs, None), row(self.write_mine, None), gap=6)
        self._conflict = box(column(words, buttons, gap=8, margins=12), "well")
        self._conflict.hide()
        self._theirs: Any = None
        notes = (label(writing.note, "small", wrap=True),) if writing.note else ()
        self.setLayout(column(*notes, self._conflict, self.form, self._reason_row, gap=8))

    @property
    def writing(self) -> Writing:
        return self._writing

    def base(self) -> Any:
        """The record as it was when the form was opened."""
        return self._base

    def open(self, record: Any, subject_id: str) -> None:
        """Show ``record``, and look whether a draft of it was kept; ``subject_id`` tells drafts of one form apart."""
        self._base, self._subject = self._writing.shown(record), subject_id
        self.form.load(self._base)
        form = self._writing.form
        self._desk.ask(self, lambda reader: drafts.own_draft(reader, form, subject_id), self._offer_draft, key="draft")

    def _offer_draft(self, draft: drafts.Draft | None) -> None:
        self._draft = draft
        if draft is not None:
            self.draft_found.emit(_("There is a draft kept at {time}.").format(time=self._moment(draft.kept_at)))

    def _moment(self, at: Any) -> str:
        today = self._desk.today()
        return dates.clock(at) if dates.local(at).date() == today else dates.moment(at, today)

    def restore_draft(self) -> None:
        """Show the draft over what is in the book."""
        if self._draft is not None:
            self.form.restore(self._draft.content)

    # work that is not saved

    def has_unsaved(self) -> bool:
        return self.form.is_dirty()

    def keep_draft(self) -> None:
        """Keep what is typed inside the book."""
        self._desk.do(keep_draft, self._writing.form, self._subject, self.form.draft(), then=self._kept)

    def _kept(self, _change: Change) -> None:
        self.told.emit(_("Draft kept at {time}").format(time=dates.clock(self._desk.now())))

    def discard(self) -> None:
        """Throw away what is typed, and its draft."""
        self.form.revert()
        self.form.mark_saved()
        self._drop_draft()

    def _drop_draft(self) -> None:
        self._draft = None
        self._desk.do(keep_draft, self._writing.form, self._subject, None)

    # saving

    def save(self) -> None:
        """Check, then do the deed; what stands against it is shown beside the fields and nothing is lost."""
        if self._busy:
            return
        built = self.form.record(self._base)
        if built is None:
            return
        record = self._writing.finish(built, self.reason.text().strip())
        self._busy = True
        check = self._writing.check
        self._desk.ask(
            self,
            lambda reader: check(reader, record),
            partial(self._checked, record),
            self._refused,
            key="check",
        )

    def _checked(self, record: Any, problems: Sequence[Problem]) -> None:
        self._busy = False
        reason = self.reason.text().strip()
        if wrong := errors(problems):
            self.form.show_problems(wrong)
        elif (unusual := warnings(problems)) and not reason:
            self.form.show_warnings(unusual)
            general = [str(p.message) for p in unusual if p.field not in self.form.names()]
            if general:
                self.form.summary.say(" ".join(general), "warn")
            self._ask_reason()
        elif self._theirs is not None and not reason:
            self._ask_reason()
        else:
            self._do(record, reason)

    def _ask_reason(self) -> None:
        self._reason_row.show()
        self.reason.setFocus()

    def _do(self, record: Any, reason: str) -> None:
        given = dict(self._writing.given)
        if self._writing.versioned and record.version:
            given["seen"] = self._base.version
        if reason:
            given["reason"] = reason
        self._busy = True
        self._desk.do(self._writing.deed, record, then=self._saved, failed=self._refused, **given)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self._theirs = None
        self.reason.clear()
        self._reason_row.hide()
        self.form.mark_saved()
        self._drop_draft()
        self.saved.emit(change)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Outdated):
            self._show_conflict(error)
        elif problems := getattr(error, "problems", ()):
            self.form.show_problems(problems)
            if self.has_unsaved():
                self.keep_draft()
        else:
            self.form.summary.say(_("This was not done, nothing was written. What was typed is still here."), "danger")

    # somebody else was faster

    def _show_conflict(self, outdated: Outdated) -> None:
        self._theirs = self._writing.shown(outdated.theirs)
        self._conflict_words.setText(str(outdated.message))
        self._conflict.show()
        declared = {one.name for one in fields(type(self._theirs))}
        for name in self.form.names():
            if name not in declared:
                continue
            there, before = getattr(self._theirs, name), getattr(self._base, name)
            if there != before and there != self.form.value(name):
                words = self._in_words(name, there)
                self.form.editor(name).show_warning(_("In the book now: {value}").format(value=words or "–"))

    def _in_words(self, name: str, value: Any) -> str:
        """A value as the form's own input would show it."""
        codes = dict(self._writing.choices.get(name, ()))
        if isinstance(value, tuple):
            return ", ".join(codes.get(one, str(one)) for one in value)
        plain = getattr(value, "value", value)
        if isinstance(plain, bool):
            return _("Yes") if plain else _("No")
        if plain is None:
            return ""
        return codes.get(str(plain)) or (dates.written(value) if hasattr(value, "year") else str(plain))

    def _keep_theirs(self) -> None:
        self._conflict.hide()
        self._base, self._theirs = self._theirs, None
        self.form.load(self._base)
        self._drop_draft()

    def _write_mine(self) -> None:
        typed = self.form.draft()
        self._conflict.hide()
        self._base = self._theirs
        self.form.load(self._base)
        self.form.restore(typed)
        self._ask_reason()
