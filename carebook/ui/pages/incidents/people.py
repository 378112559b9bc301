"""Who else was in an incident: residents, staff, and people from outside by name, a row each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records import enum_words
from carebook.records.incidents import Involved, InvolvedPart
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields import Choice, Choices, SearchChoice
from carebook.ui.parts.fields.typing import Line
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import _

_STAY, _STAFF = "stay:", "staff:"


class InvolvedRows(QFrame):
    """One box finds residents and staff; what is found nowhere is somebody from outside. ``changed`` when typed."""

    changed = Signal()

    def __init__(self, stays: Choices, members: Choices) -> None:
        super().__init__()
        self._people = [
            *((f"{_STAY}{stay}", words) for stay, words in stays),
            *((f"{_STAFF}{member}", words) for member, words in members),
        ]
        self._rows: list[tuple[QWidget, Involved, SearchChoice, Choice, Line]] = []
        self._lines = column(gap=6)
        self.add_button = Button(_("Somebody involved"), "link", "plus")
        self.add_button.clicked.connect(self._begin)
        self.setLayout(column(box(self._lines), row(self.add_button, None), gap=4))

    def load(self, involved: Iterable[Involved]) -> None:
        """Show these, and nobody else."""
        for line in [line for line, *_rest in self._rows]:
            self._take_away(line)
        for one in involved:
            self._add(one)

    def _begin(self) -> None:
        self._add(Involved(incident_id=""))
        self._rows[-1][2].setFocus()
        self.changed.emit()

    def _add(self, one: Involved) -> None:
        who = SearchChoice(self._people)
        part = Choice(enum_words.choices(InvolvedPart))
        injury = Line(one.injury)
        injury.setPlaceholderText(_("injury, what was seen"))
        number = len(self._rows) + 1
        who.setAccessibleName(_("Somebody involved {n}: name").format(n=number))
        part.setAccessibleName(_("Somebody involved {n}: part").format(n=number))
        injury.setAccessibleName(_("Somebody involved {n}: injury").format(n=number))
        if one.episode_id or one.staff_member_id:
            who.choose(f"{_STAY}{one.episode_id}" if one.episode_id else f"{_STAFF}{one.staff_member_id}")
        else:
            who.setEditText(one.outsider)
        part.choose(one.part.value)
        gone = Button("", "ghost", "trash-2")
        gone.setAccessibleName(_("Take this person away"))
        gone.setToolTip(gone.accessibleName())
        line = box(column(row((who, 1), gone, gap=6), row((part, 1), (injury, 1), gap=6), gap=3))
        gone.clicked.connect(partial(self._leave_out, line))
        for box_ in (who, part):
            box_.activated.connect(self.changed)
        for typed in (who.lineEdit(), injury):
            if typed is not None:
                typed.textEdited.connect(self.changed)
        self._rows.append((line, one, who, part, injury))
        self._lines.addWidget(line)

    def _leave_out(self, line: QWidget, *_more: object) -> None:
        self._take_away(line)
        self.changed.emit()

    def _take_away(self, line: QWidget) -> None:
        self._rows = [one for one in self._rows if one[0] is not line]
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()

    def involved(self) -> tuple[Involved, ...]:
        """Who is named; rows without a name are left out."""
        found = []
        for _line, base, who, part, injury in self._rows:
            code, typed = who.code(), who.typed()
            if typed:
                stay = code.removeprefix(_STAY) if code.startswith(_STAY) else None
                member = code.removeprefix(_STAFF) if code.startswith(_STAFF) else None
                one = replace(base, episode_id=stay, staff_member_id=member, outsider="" if code else typed)
                found.append(replace(one, part=InvolvedPart(part.code()), injury=injury.text().strip()))
        return tuple(found)

    def draft(self) -> list[dict[str, Any]]:
        """What is typed, as JSON can hold it."""
        return [
            {
                "id": one.id,
                "incident_id": one.incident_id,
                "version": one.version,
                "episode_id": one.episode_id,
                "staff_member_id": one.staff_member_id,
                "outsider": one.outsider,
                "part": one.part.value,
                "injury": one.injury,
            }
            for one in self.involved()
        ]

    def restore(self, draft: Iterable[dict[str, Any]]) -> None:
        """Show a draft."""
        self.load(Involved(**(one | {"part": InvolvedPart(one["part"])})) for one in draft)


def heading() -> QWidget:
    """What stands over the rows."""
    return label(_("Others involved, witnesses"), "strong")
