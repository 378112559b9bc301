"""The panel beside a tab in which one record is added or edited, without leaving the page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from carebook.actions.change import Change
from carebook.actions.people import strike_detail
from carebook.ui.pages.person.editor import RecordEditor, Writing
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import reason_to_strike
from carebook.words import _


class RecordPanel(SidePanel):
    """One record at a time. ``saved(change)``; ``draft_found(sentence)``; ``refused(error)``; ``left`` when it closes."""

    saved = Signal(object)
    touched = Signal()
    draft_found = Signal(str)
    refused = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("", width=theme.worn().scaled(440))
        self._desk = desk
        self._editor: RecordEditor | None = None
        self.save_button = Button(_("Save"), "primary", "check", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.back_button = Button(_("Go back"), key="Esc", listens=False)
        self.back_button.clicked.connect(self.leave)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)
        self.add_actions(self.save_button, self.back_button, self.strike_button)
        self.closed.connect(self.leave)
        self.hide()

    def begin(self, writing: Writing, record: Any, subject_id: str) -> None:
        """Show the form of ``record``; one that is not kept yet is added."""
        self._put_away()
        editor = RecordEditor(self._desk, writing)
        editor.saved.connect(self._saved)
        editor.touched.connect(self.touched)
        editor.told.connect(self._tell)
        editor.draft_found.connect(self.draft_found)
        self._editor = editor
        self.show_title(writing.title)
        self.add(editor)
        self.strike_button.setVisible(writing.strikes and bool(record.version))
        self.show()
        editor.open(record, subject_id)
        if (first := editor.form.first()) is not None:
            first.setFocus()

    @property
    def editor(self) -> RecordEditor | None:
        """The form on show, None while the panel is closed."""
        return self._editor if not self.isHidden() else None

    def has_unsaved(self) -> bool:
        return self.editor is not None and self.editor.has_unsaved()

    def keep_draft(self) -> None:
        if self.editor is not None and self.editor.has_unsaved():
            self.editor.keep_draft()

    def discard(self) -> None:
        """Throw away what is typed and close."""
        if self.editor is not None and self.editor.has_unsaved():
            self.editor.discard()
        self._close_now()

    def save(self) -> None:
        if self.editor is not None:
            self.editor.save()

    def restore_draft(self) -> None:
        if self.editor is not None:
            self.editor.restore_draft()

    def leave(self) -> None:
        """Close; what is typed stays as a draft, so there is nothing to ask."""
        if self._editor is not None and self._editor.has_unsaved():
            self._editor.keep_draft()
        self._close_now()

    def _tell(self, sentence: str) -> None:
        self.show_title(self.title.whole(), sentence)

    def _saved(self, change: Change) -> None:
        self._close_now()
        self.saved.emit(change)

    def put_away(self) -> None:
        """Close without a word: another person is shown, and what was typed is kept or thrown away already."""
        self._close_now()

    def _close_now(self) -> None:
        self._put_away()
        self.hide()
        self.left.emit()

    def _put_away(self) -> None:
        self._editor = None
        self.clear()
        self.show_title("")

    def _strike(self) -> None:
        if self._editor is None:
            return
        reasons = [
            ("person", _("Written for the wrong person")),
            ("wrong", _("Written wrongly")),
            ("twice", _("Written twice")),
            ("other", _("Another reason")),
        ]
        if reason := reason_to_strike(self, reasons=reasons):
            self.strike(reason)

    def strike(self, reason: str) -> None:
        """Strike the record through, for ``reason``."""
        if self._editor is not None:
            record = self._editor.base()
            self._desk.do(strike_detail, record, reason=reason, then=self._saved, failed=self.refused.emit)
