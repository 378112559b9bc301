"""What every tab of the settings is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.page import Page
from carebook.words import _


class Tab(QWidget):
    """One tab: it asks the book in `refresh`, and says what happened through the page's message bar."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page

    def refresh(self) -> None:
        """Ask for what the tab shows."""

    def show_part(self, name: str) -> None:
        """Show one of its parts, where it has several."""

    def has_unsaved(self) -> bool:
        """Whether something typed here would be lost."""
        return False

    def save(self) -> None:
        """Save what is typed, as Ctrl+S does."""

    def discard(self) -> None:
        """Throw away what is typed."""


class RecordDialog(DeedDialog):
    """A small dialog with the named fields of a record. It stays until the deed is done, so that nothing typed is lost.

    ``write(record, then, failed)`` does the deed; what stands against it is said beside its field.
    """

    def __init__(
        self,
        tab: Tab,
        title: str,
        record: Any,
        names: tuple[str, ...],
        write: Callable[[Any, Callable[[Any], object], Callable[[BaseException], object]], object],
        *,
        choices: Mapping[str, Choices] | None = None,
        text: str = "",
        save: str = "",
    ) -> None:
        super().__init__(tab, title, text)
        self._record, self._write = record, write
        self.form = Form([section("", type(record), *names)], tab.desk.today, choices=choices, columns=1)
        self.form.load(record)
        self.contents.addWidget(self.form)
        self.setMinimumWidth(560)
        self._save = self.add_button("save", save or _("Save"), "primary")
        self._save.clicked.disconnect()
        self._save.clicked.connect(self.save)
        back = self.add_button("", _("Go back"))
        back.setDefault(False)
        self._save.setDefault(True)
        self.change: Any = None
        if (first := self.form.first()) is not None:
            first.setFocus()

    def save(self) -> None:
        """Do the deed with what is typed, when all of it can be read."""
        found = self.form.record(self._record)
        if found is not None:
            self._save.setEnabled(False)
            self._write(found, self._done, self._refused)

    def outcome(self) -> Any:
        """Ask; the Change of the deed, or None when the person went back."""
        answered = self.exec()
        self.deleteLater()
        return self.change if answered else None

    def _done(self, change: Any) -> None:
        self.change = change
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._save.setEnabled(True)
        if problems := getattr(error, "problems", ()):
            self.form.show_problems(problems)
        else:
            self.form.summary.say(_("This was not done, nothing was written. What was typed is still here."), "danger")
