"""Beside the roster: the member one stands on, every mark as a button with its key, and the remark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from carebook.records import enum_words
from carebook.records.groups import Participation, Presence
from carebook.rules.groups import Mark
from carebook.store.groups import RosterRow
from carebook.ui.pages.groups.roster_grid import LETTERS
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import PillSet
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column
from carebook.words import _

WIDTH, NARROW_WIDTH = 276, 224


class RemarkLine(QLineEdit):
    """One line of remark; Enter finishes it and goes on to the next name."""

    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class BesideRoster(SidePanel):
    """``marked(mark)`` when a button was pressed, ``remarked(words)`` when a remark was written, ``done`` after Enter in it."""

    marked = Signal(object)
    remarked = Signal(str)
    done = Signal()

    def __init__(self, desk: Desk, reasons: Sequence[tuple[str, str]]) -> None:
        super().__init__("", width=theme.worn().scaled(WIDTH), closes=False)
        self._desk = desk
        self._mark, self._away = Mark(), ""
        self.presence = PillSet([(one.value, f"{LETTERS[one]}  {enum_words.said(one)}") for one in Presence], one=True)
        self.participation = PillSet(
            [(one.value, f"{one.value}  {enum_words.said(one)}") for one in Participation], one=True
        )
        self.reason = PillSet([(code, f"{place}  {words}") for place, (code, words) in enumerate(reasons, 1)], one=True)
        self.remark = RemarkLine()
        self.remark.setAccessibleName(_("Remark"))
        self.remark.setPlaceholderText(_("Remark (Enter goes on to the next)"))
        self.followed = label("", "small", wrap=True)
        self.protected = label(_("Remarks about this person are protected."), "small", wrap=True)
        self._part_of = box(column(label(_("Participation"), "small_name"), self.participation, gap=4))
        self._why = box(column(label(_("Reason"), "small_name"), self.reason, gap=4))
        self.presence.name_as(_("Attendance"))
        self.participation.name_as(_("Participation"))
        self.reason.name_as(_("Reason"))
        self.presence.touched.connect(self._say_presence)
        self.participation.touched.connect(self._say_participation)
        self.reason.touched.connect(self._say_reason)
        self.remark.textEdited.connect(self.remarked)
        self.remark.finished.connect(self._finish)
        parts = (self.presence, 12, self._part_of, self._why, 12, self.remark, self.protected, 8, self.followed)
        self.body.addWidget(box(column(*parts, gap=0)))

    def show_member(self, row: RosterRow | None, mark: Mark, *, writes: bool) -> None:
        """Show a member with what is marked of them."""
        self._mark, self._away = mark, row.away if row else ""
        self.setEnabled(writes and row is not None)
        if row is None:
            self.show_title("", "")
            return
        line = " · ".join(filter(None, (row.member.room, row.member.code)))
        attends = row.member.record.attends if row.member.record else ""
        self.show_title(row.member.name, " · ".join(filter(None, (line, attends))))
        self.presence.choose([mark.presence.value] if mark.presence else [])
        self.participation.choose([mark.participation.value] if mark.participation else [])
        self.reason.choose([mark.reason] if mark.reason else [])
        away = mark.presence in (Presence.EXCUSED, Presence.ABSENT)
        self._part_of.setVisible(not away)
        self._why.setVisible(away)
        self.remark.setVisible(not row.member.masked)
        self.protected.setVisible(row.member.masked)
        if self.remark.text() != mark.remark:
            self.remark.setText(mark.remark)
        asked = row.attendance.followed_up_on if row.attendance else None
        told = row.attendance.follow_up if row.attendance else ""
        self.followed.setText(
            _("Asked about on {day}: {words}").format(day=self._desk.said_day(asked), words=told) if asked else ""
        )

    def begin_remark(self) -> None:
        """Write the remark."""
        if self.isEnabled() and not self.remark.isHidden():
            self.remark.setFocus()
            self.remark.selectAll()

    def commit(self) -> None:
        """Take over what an input method still holds back in the remark."""
        if self.remark.hasFocus() and self.remark.text() != self._mark.remark:
            self.remarked.emit(self.remark.text())

    def _finish(self) -> None:
        self.commit()
        self.done.emit()

    def _say_presence(self) -> None:
        code = next(iter(self.presence.codes()), "")
        self.marked.emit(self._mark.with_presence(Presence(code) if code else None, self._away))

    def _say_participation(self) -> None:
        code = next(iter(self.participation.codes()), "")
        self.marked.emit(self._mark.with_participation(Participation(code) if code else None))

    def _say_reason(self) -> None:
        self.marked.emit(self._mark.with_reason(next(iter(self.reason.codes()), None)))

    def fold(self, narrow: bool) -> None:
        """Stand closer while the window is narrow; under the names it would leave no room for them."""
        self.setFixedWidth(theme.worn().scaled(NARROW_WIDTH if narrow else WIDTH))
