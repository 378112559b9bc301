"""Who was told of an incident: a row for everybody whom its kind asks to be told, with the time, the name, or why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.records.incidents import Notified
from carebook.rules.problem import Problem
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.fields.typing import Line
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import Message, _, message


class TellingRows(QFrame):
    """Rows of who is told; ``changed`` when typed. With ``reasons`` a row may say why somebody need not be told."""

    changed = Signal()

    def __init__(self, desk: Desk, *, reasons: bool) -> None:
        super().__init__()
        self._desk, self._reasons = desk, reasons
        self._rows: list[tuple[QWidget, Choice, Line, Line, Line | None]] = []
        self._lines = column(gap=8)
        self.add_button = Button(_("Somebody else was told"), "link", "plus")
        self.add_button.clicked.connect(self._begin)
        self.setLayout(column(box(self._lines), row(self.add_button, None), gap=4))

    def ask_of(self, whom: Sequence[tuple[str, bool]]) -> None:
        """A row for each of these (code, at once); rows in which something stands are kept."""
        typed = self.draft()
        for line, *_rest in self._rows:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rows.clear()
        kept = {one["whom"]: one for one in typed if one["time"] or one["name"] or one["why"]}
        for code, at_once in whom:
            self._add(code, at_once, kept.pop(code, {}))
        for code, rest in kept.items():
            self._add(code, False, rest)

    def _begin(self) -> None:
        known = {choice.code() for _line, choice, *_rest in self._rows}
        free = [code for code, _words in self._desk.choices("notified_whom") if code not in known]
        if free:
            self._add(free[0], False, {})
            self._rows[-1][1].setFocus()
            self.changed.emit()

    def _add(self, code: str, at_once: bool, typed: dict[str, str]) -> None:
        words = self._desk.words("notified_whom", code)
        choice = Choice(self._desk.choices("notified_whom"))
        choice.choose(code)
        choice.setAccessibleName(_("Who was told"))
        time = Line(typed.get("time", ""))
        time.setPlaceholderText(_("at once") if at_once else _("hour:minute"))
        time.setAccessibleName(_("{whom}: told at").format(whom=words))
        time.setFixedWidth(time.fontMetrics().horizontalAdvance("00/00 00:00") + 24)
        name = Line(typed.get("name", ""))
        name.setPlaceholderText(_("name, by telephone"))
        name.setAccessibleName(_("{whom}: name").format(whom=words))
        why = Line(typed.get("why", "")) if self._reasons else None
        under = column(name, gap=3)
        if why is not None:
            why.setPlaceholderText(_("or why it is not needed"))
            why.setAccessibleName(_("{whom}: why it is not needed").format(whom=words))
            under.addWidget(why)
        line = box(column(row((choice, 1), time, gap=6), under, gap=3))
        for one in (time, name, why):
            if one is not None:
                one.textEdited.connect(self.changed)
        choice.activated.connect(self.changed)
        self._rows.append((line, choice, time, name, why))
        self._lines.addWidget(line)

    def take_focus(self) -> None:
        """The cursor into the first time."""
        if self._rows:
            self._rows[0][2].setFocus()

    def notified(self, happened_at: datetime | None) -> list[Notified] | Message:
        """Who was told or need not be; rows in which nothing stands are left out. A sentence when a time cannot be read.

        A time of day is the first one at or after ``happened_at``; "22/11 07:10" names its day.
        """
        found = []
        for one in self.draft():
            if not (one["time"] or one["why"]):
                continue
            at = self._moment(one["time"], happened_at) if one["time"] else None
            if isinstance(at, Message):
                return at
            found.append(
                Notified(incident_id="", whom=one["whom"], name=one["name"], told_at=at, not_needed_because=one["why"])
            )
        return found

    def _moment(self, typed: str, happened_at: datetime | None) -> datetime | Message:
        began = dates.local(happened_at or self._desk.now())
        day_typed, _space, time_typed = typed.rpartition(" ")
        if day_typed.count("/") == 1:
            day_typed = f"{day_typed.strip()}/{began.year}"
        time = dates.parse_time(time_typed)
        day = dates.parse_date(day_typed, today=self._desk.today()) if day_typed.strip() else None
        if time is None or isinstance(time, Message) or isinstance(day, Message):
            return message("“{typed}” cannot be read as a time. Type it like 08:05.", typed=typed)
        at = datetime.combine(day or began.date(), time, dates.VIETNAM)
        if day is None and at < began.replace(second=0, microsecond=0):
            at += timedelta(days=1)
        return at.astimezone(UTC)

    def draft(self) -> list[dict[str, str]]:
        """What is typed, row by row."""
        return [
            {
                "whom": choice.code(),
                "time": time.text().strip(),
                "name": name.text().strip(),
                "why": why.text().strip() if why is not None else "",
            }
            for _line, choice, time, name, why in self._rows
        ]

    def restore(self, draft: Iterable[dict[str, str]]) -> None:
        """Show a draft over the rows that are there."""
        asked = {choice.code() for _line, choice, *_rest in self._rows}
        for one in draft:
            if one["whom"] not in asked:
                self._add(one["whom"], False, one)
            else:
                _line, _choice, time, name, why = next(r for r in self._rows if r[1].code() == one["whom"])
                time.setText(one["time"])
                name.setText(one["name"])
                if why is not None:
                    why.setText(one["why"])


class TellSheet(Sheet):
    """Who was told since, or why they need not be. ``asked`` are those still to be told (code, at once)."""

    def __init__(self, desk: Desk, happened_at: datetime | None, asked: Sequence[tuple[str, bool]]) -> None:
        super().__init__()
        self._happened_at = happened_at
        self.rows = TellingRows(desk, reasons=True)
        self.rows.ask_of(asked or [("management", False)])
        self.rows.changed.connect(self.changed)
        self.complaint = label("", "small", "danger", wrap=True)
        self.complaint.hide()
        self.setLayout(column(self.complaint, self.rows, None, gap=6))
        self._base = self.rows.draft()

    def is_dirty(self) -> bool:
        return self.rows.draft() != self._base

    def written(self) -> Any:
        found = self.rows.notified(self._happened_at)
        if isinstance(found, Message):
            self._say(found)
        elif not found:
            self._say(message("Write when they were told, or why they need not be told."))
        else:
            return found
        return None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._say(problems[0].message)

    def _say(self, sentence: Message) -> None:
        self.complaint.setText(str(sentence))
        self.complaint.show()
        self.rows.take_focus()

    def draft(self) -> dict[str, Any]:
        return {"rows": self.rows.draft()}

    def restore(self, draft: dict[str, Any]) -> None:
        self.rows.restore(draft["rows"])

    def take_focus(self) -> None:
        self.rows.take_focus()
