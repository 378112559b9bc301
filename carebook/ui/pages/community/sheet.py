"""The sheet of one activity: its form, and below it the clients of the center who were there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame

from carebook.records.services import ActivityGuest, CommunityActivity
from carebook.rules.problem import Problem
from carebook.store.community import GuestLine
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.fields import Choices, Form, SearchChoice
from carebook.ui.parts.labels import ElidedLabel, Sign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import _


class GuestList(QFrame):
    """The clients who were there, each with a way off the list; Enter in the field below puts somebody on it."""

    def __init__(self, guests: Sequence[GuestLine], stays: Choices, touched: Any) -> None:
        super().__init__()
        self._touched = touched
        self._hidden = [one for one in guests if one.masked]
        self._names = {**dict(stays), **{one.guest.episode_id: f"{one.name} · {one.code}" for one in guests}}
        self._known = {one.guest.episode_id: one.guest for one in guests if not one.masked}
        self._chosen = list(self._known)
        self._rows = column(gap=2)
        self.choice = SearchChoice(stays)
        self.choice.setMinimumWidth(theme.worn().scaled(160))  # not as wide as the longest name
        self.choice.setAccessibleName(_("A client who was there"))
        if (line := self.choice.lineEdit()) is not None:
            line.setAccessibleName(_("A client who was there"))
        self.choice.activated.connect(self._add)
        self.add_button = Button(_("Add"), icon="plus")
        self.add_button.clicked.connect(self._add)
        on_key(self.choice, "Return", self._add)
        head = section_head(_("Clients of the center who were there"))
        self.setLayout(column(head, hairline(), self._rows, row((self.choice, 1), self.add_button, gap=8), gap=6))
        self._show()

    def guests(self) -> tuple[ActivityGuest, ...]:
        """Whom the list names; who is protected from the reader is kept by the deed."""
        return tuple(self._known.get(stay) or ActivityGuest(episode_id=stay, activity_id="") for stay in self._chosen)

    def stays(self) -> list[str]:
        """The stays on the list, in the order in which they came."""
        return list(self._chosen)

    def show_stays(self, stays: Sequence[str]) -> None:
        """Show exactly these."""
        self._chosen = [stay for stay in stays if stay in self._names]
        self._show()

    def _add(self, *_more: object) -> None:
        stay = self.choice.code()
        if not stay:
            return
        if stay not in self._chosen:
            self._chosen.append(stay)
            self._show()
            self._touched()
        self.choice.choose("")
        self.choice.setFocus()

    def _remove(self, stay: str) -> None:
        self._chosen.remove(stay)
        self._show()
        self._touched()
        self.choice.setFocus()

    def _show(self) -> None:
        emptied(self._rows)
        for one in self._hidden:
            self._rows.addWidget(box(row(Sign("lock", "text2", 14), (ElidedLabel(one.name), 1), gap=6)))
        for stay in self._chosen:
            name = self._names[stay]
            off = Button("", "ghost", "x")
            off.setAccessibleName(_("Take {name} off the list").format(name=name))
            off.clicked.connect(partial(self._remove, stay))
            self._rows.addWidget(box(row((ElidedLabel(name), 1), off, gap=6)))
        if not self._chosen and not self._hidden:
            self._rows.addWidget(label(_("Nobody by name; the numbers above are enough."), "small", wrap=True))


class ActivitySheet(Sheet):
    """An activity with its guests; ``written()`` gives both."""

    def __init__(self, form: Form, activity: CommunityActivity, guests: Sequence[GuestLine], stays: Choices) -> None:
        super().__init__()
        self.form, self._activity = form, activity
        form.load(activity)
        form.changed.connect(self.changed)
        self.guests = GuestList(guests, stays, self.changed.emit)
        self._base = self.guests.stays()
        self.complaint = label("", "small", "danger", wrap=True)
        self.complaint.hide()
        self.setLayout(column(form, self.guests, self.complaint, gap=10))

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or self.guests.stays() != self._base

    def written(self) -> tuple[CommunityActivity, tuple[ActivityGuest, ...]] | None:
        activity = self.form.record(self._activity)
        return None if activity is None else (activity, self.guests.guests())

    def show_problems(self, problems: Sequence[Problem]) -> None:
        about = [str(one.message) for one in problems if one.field == "guests"]
        self.complaint.setText(" ".join(about))
        self.complaint.setVisible(bool(about))
        self.form.show_problems([one for one in problems if one.field != "guests"])

    def draft(self) -> dict[str, Any]:
        return {"fields": self.form.draft(), "guests": self.guests.stays()}

    def restore(self, draft: dict[str, Any]) -> None:
        self.form.restore(draft["fields"])
        self.guests.show_stays(draft["guests"])

    def take_focus(self) -> None:
        if (first := self.form.first()) is not None:
            first.setFocus()
