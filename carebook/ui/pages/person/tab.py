"""What every tab of a person is: it shows a view, and may hold work that is not saved."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook.ui.pages.person.editor import Writing
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.desk import Desk


class Tab(QWidget):
    """One tab. It asks the page by signals: ``wants_writing(writing, record, subject id)`` for the panel, ``saved(change)``
    and ``refused(error)`` for what was done, ``wants_tab(key)`` for another tab, ``wants_to_say(sentence, tone)``;
    ``left`` when a form was closed."""

    wants_writing = Signal(object, object, str)
    wants_tab = Signal(str)
    wants_to_say = Signal(object, str)
    saved = Signal(object)
    refused = Signal(object)
    touched = Signal()
    left = Signal()
    draft_found = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.view: PersonView | None = None

    def show_view(self, view: PersonView) -> None:
        """Show a person, or the same person again after a change."""
        self.view = view

    def write(self, writing: Writing, record: Any, subject_id: str) -> None:
        """Open the panel on a record."""
        self.wants_writing.emit(writing, record, subject_id)

    def edit(self) -> None:
        """What F2 does here."""

    def has_unsaved(self) -> bool:
        return False

    def keep_draft(self) -> None:
        """Keep what is typed here as a draft."""

    def restore_draft(self) -> None:
        """Show a draft that was kept before."""

    def discard(self) -> None:
        """Throw away what is typed here."""

    def leave(self) -> bool:
        """Close the form that is open here, keeping a draft; False when none is."""
        return False

    def put_away(self) -> None:
        """Close a form without a word: another person is shown, what was typed is kept or thrown away already."""

    def save(self) -> None:
        """Save what is typed here."""

    def fold(self, narrow: bool) -> None:
        """Lay out for a narrow or a wide page."""
