"""Writing on the page of a way home: one sheet at a time in the panel, its deed, striking through."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carebook.actions.change import Change, Outdated
from carebook.actions.reintegration import start_path
from carebook.records.reintegration import Reintegration, TrialReport
from carebook.rules.problem import Problem
from carebook.ui.pages.home_path.asking import DECISION, PATH, READINESS, PathView
from carebook.ui.pages.home_path.sheets import DEEDS, Opening, Sheets
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.writing_panel import FormSheet, WritingPanel
from carebook.words import _


class Writing(QObject):
    """``saved(change)`` when a sheet was saved or a record struck through, ``refused(error)`` when no field can tell why not."""

    saved = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._view: PathView | None = None
        self._opening: Opening | None = None
        self._busy = False
        self.panel = WritingPanel(desk, width=460)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._ask_why)
        self.strike_button.hide()
        self.panel.add_actions(self.strike_button)

    def know(self, view: PathView) -> None:
        """The path as it stands now."""
        self._view = view
        self.panel.know(view.drafts)

    def begin_path(self) -> None:
        """The sheet of a new path."""
        self._begin(PATH, None)

    def may_open(self, form: str) -> bool:
        """Whether who is signed in may write a form of this path, which has not ended."""
        file = self._view.file if self._view is not None else None
        return file is not None and not file.facts.is_ended and self._desk.may(DEEDS[form].right)

    def open(self, form: str, record: Any) -> None:
        """The sheet of a form about a record, or an empty one."""
        if self.may_open(form):
            self._begin(form, record)

    def _begin(self, form: str, record: Any) -> None:
        if self._view is None:
            return
        if self.panel.has_unsaved():
            self.panel.keep_draft()
        opening = Sheets(self._view, self._desk).opening(form, record)
        self._opening = opening
        self.panel.open(opening.sheet, opening.form, opening.subject, opening.title, opening.line)
        strikes = DEEDS[form].striking
        self.strike_button.setVisible(bool(opening.strikes) and self._desk.may(strikes))

    def to_field(self, name: str) -> None:
        """Put the cursor into a field of the form that is open, if it has one of this name."""
        sheet = self.panel.sheet
        if isinstance(sheet, FormSheet) and name in sheet.form.names():
            sheet.form.editor(name).setFocus()

    def put_away(self) -> None:
        """Another person is shown: what was typed stays as a draft."""
        if self.panel.is_open():
            if self.panel.has_unsaved():
                self.panel.keep_draft()
            self.panel.put_away()

    # deeds

    def save(self) -> None:
        """Do the deed of the sheet."""
        written = None if self._busy else self.panel.written()
        opening, view = self._opening, self._view
        if written is None or opening is None or view is None:
            return
        if opening.form == READINESS and not written:
            self.panel.close_up()
            return
        self._busy = True
        given: dict[str, Any] = {"then": self._saved, "failed": self._refused}
        do = self._desk.do
        if opening.form == READINESS and view.file is not None:
            do(DEEDS[READINESS].save, view.file.path.id, written, **given)
        elif opening.form == DECISION:
            assert isinstance(written, TrialReport)
            do(DEEDS[DECISION].save, written.id, written.decision, reason=written.reason, seen=written.version, **given)
        elif isinstance(written, Reintegration) and not written.id:
            do(start_path, written, **given)
        else:
            do(DEEDS[opening.form].save, written, seen=written.version if written.id else None, **given)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self._opening = None
        self.panel.close_up()
        self.saved.emit(change)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems: tuple[Problem, ...] = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems or not self.panel.is_open():
            self.refused.emit(error)
            return
        self.panel.show_problems(problems)
        sheet = self.panel.sheet
        told = isinstance(sheet, FormSheet) and any(one.field in sheet.form.names() for one in problems)
        if isinstance(sheet, FormSheet) and not told:
            self.refused.emit(error)

    def _ask_why(self) -> None:
        opening = self._opening
        if opening is None or not opening.strikes:
            return
        if reason := reason_to_strike(self._page):
            self.strike(reason)

    def strike(self, reason: str) -> None:
        """Strike through the record on the sheet."""
        opening = self._opening
        if opening is None or not opening.strikes:
            return
        deed = DEEDS[opening.form].strike
        assert deed is not None
        self._desk.do(deed, opening.strikes, reason=reason, then=self._saved, failed=self._refused)
