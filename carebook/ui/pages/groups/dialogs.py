"""What the page of groups asks in between: a stage, the end of a membership, a single session, what came of asking."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtWidgets import QPushButton, QWidget

from carebook.records import enum_words
from carebook.records.declaration import field_of
from carebook.records.groups import Attendance, Group, GroupMember, GroupSession, GroupStage
from carebook.rules.groups import STAGES, following_stage
from carebook.store.groups import AbsenceToAsk
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import FieldEditor, PillSet
from carebook.ui.parts.labels import label
from carebook.words import _


class _Asking(DeedDialog):
    """A dialog of a few fields: the deed is pressed by Enter, and only when every field can be read."""

    def __init__(self, parent: QWidget | None, title: str, text: str, deed: str) -> None:
        super().__init__(parent, title, text)
        self._editors: list[FieldEditor] = []
        self._deed = self.add_button("do", deed, "primary")
        self._deed.clicked.disconnect()
        self._deed.clicked.connect(self._try)
        self.add_button("", _("Go back"))
        self._deed.setDefault(True)

    def _ask(
        self, desk: Desk, cls: type, name: str, value: object, words: str = "", required: bool = True
    ) -> FieldEditor:
        editor = FieldEditor(field_of(cls, name), desk.today, required=required, words=words, above=True)
        editor.set_value(value)
        self.contents.addWidget(editor)
        self._editors.append(editor)
        return editor

    def _try(self) -> None:
        wrong = [one for one in self._editors if not one.isHidden() and one.problem() is not None]
        for one in wrong:
            one.show_error(one.problem())
        if wrong:
            wrong[0].setFocus()
        else:
            self.accept()


class StageDialog(_Asking):
    """To which stage the group moves, and at its end what came of it."""

    def __init__(self, parent: QWidget | None, desk: Desk, group: Group) -> None:
        super().__init__(parent, _("Stage of the group"), "", _("Save"))
        self.stages = PillSet([(one.value, enum_words.said(one)) for one in STAGES], one=True)
        self.stages.name_as(_("Stage"))
        following = following_stage(group.stage) or group.stage
        self.stages.choose([following.value])
        self.stages.touched.connect(self._look)
        self.contents.addWidget(self.stages)
        self.evaluation = self._ask(desk, Group, "evaluation", group.evaluation, required=False)
        said = _("Closing ends the memberships, the timetable, and what is planned for later days.")
        self.consequence = label(said, "small", wrap=True)
        self.contents.addWidget(self.consequence)
        self._look()
        for pill in self.stages.findChildren(QPushButton):
            if pill.isChecked():
                pill.setFocus()

    def stage(self) -> GroupStage | None:
        """The chosen stage."""
        codes = self.stages.codes()
        return GroupStage(codes[0]) if codes else None

    def _look(self) -> None:
        stage = self.stage()
        self.evaluation.setVisible(stage in (GroupStage.ENDING, GroupStage.CLOSED))
        self.consequence.setVisible(stage is GroupStage.CLOSED)


class LeavingDialog(_Asking):
    """Somebody's last day in a group, and why."""

    def __init__(self, parent: QWidget | None, desk: Desk, name: str) -> None:
        super().__init__(parent, _("{name} leaves the group").format(name=name), "", _("End the membership"))
        self.left_on = self._ask(desk, GroupMember, "left_on", desk.today(), _("Last day in the group"))
        self.because = self._ask(desk, GroupMember, "left_because", "", required=False)
        self.left_on.setFocus()


class SessionDialog(_Asking):
    """When a single session takes place."""

    def __init__(self, parent: QWidget | None, desk: Desk, last: GroupSession | None) -> None:
        super().__init__(parent, _("Single session"), "", _("Plan the session"))
        at, minutes = (last.planned_at, last.minutes) if last else (None, 60)
        self._on = self._ask(desk, GroupSession, "planned_on", desk.today())
        self._at = self._ask(desk, GroupSession, "planned_at", at)
        self._minutes = self._ask(desk, GroupSession, "minutes", minutes)
        self._on.setFocus()

    def when(self) -> tuple[date, time, int]:
        """The day, the time, and how many minutes."""
        return self._on.value(), self._at.value(), self._minutes.value()


class AskedDialog(_Asking):
    """On which day somebody was asked why they stayed away, and what came of it."""

    def __init__(self, parent: QWidget | None, desk: Desk, absence: AbsenceToAsk) -> None:
        title = _("Why did {name} stay away?").format(name=absence.name)
        day = desk.said_day(absence.session.planned_on)
        super().__init__(parent, title, f"{absence.group.name} · {day}", _("Save"))
        self.asked_on = self._ask(desk, Attendance, "followed_up_on", desk.today())
        self.said = self._ask(desk, Attendance, "follow_up", "")
        self.said.setFocus()
