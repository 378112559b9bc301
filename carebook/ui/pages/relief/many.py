"""Putting many clients of the center on a relief list at once, each with the same sum and goods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carebook.records.services import ReliefItem
from carebook.rules.problem import Problem
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields import Choices, Form, TickList
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import _, ngettext

_LIST_HEIGHT = 240


class ManySheet(Sheet):
    """A list with ticks above what each of them gets; ``written()`` gives a line for everybody who is ticked."""

    def __init__(self, form: Form, item: ReliefItem, stays: Choices) -> None:
        super().__init__()
        self.form, self._item, self._stays = form, item, stays
        form.load(item)
        self.people = TickList(stays)
        self.people.name_as(_("Clients of the center"))
        self.people.setSpacing(3)
        self.people.setMaximumHeight(theme.worn().scaled(_LIST_HEIGHT))
        place = box(column(self.people, gap=0), height=theme.worn().scaled(_LIST_HEIGHT))
        self.all_button = Button(_("Tick everybody"), icon="check")
        self.all_button.clicked.connect(self._tick_all)
        self.count = label("", "muted")
        self.complaint = label("", "small", "danger", wrap=True)
        self.complaint.hide()
        form.changed.connect(self.changed)
        self.people.touched.connect(self._ticked)
        head = section_head(_("Clients of the center"))
        ways = row(self.all_button, self.count, None, gap=10)
        self.setLayout(column(head, hairline(), ways, place, self.complaint, form, gap=6))
        self._tell_count()

    def _tick_all(self) -> None:
        everybody = [stay for stay, _words in self._stays]
        self.people.choose([] if self.people.codes() == everybody else everybody)
        self._ticked()

    def _ticked(self) -> None:
        self._tell_count()
        self.changed.emit()

    def _tell_count(self) -> None:
        many = len(self.people.codes())
        self.count.setText(ngettext("{n} person ticked", "{n} people ticked", many).format(n=many))
        self.complaint.hide()

    def is_dirty(self) -> bool:
        return bool(self.people.codes()) or self.form.is_dirty()

    def written(self) -> tuple[ReliefItem, ...] | None:
        item = self.form.record(self._item)
        if item is None:
            return None
        found = tuple(ReliefItem(**{**vars(item), "episode_id": stay}) for stay in self.people.codes())
        if not found:
            self.complaint.setText(_("Tick who is to stand on the list."))
            self.complaint.show()
            self.people.setFocus()
        return found or None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.form.show_problems(problems)

    def draft(self) -> dict[str, Any]:
        return {"people": self.people.codes(), "fields": self.form.draft()}

    def restore(self, draft: dict[str, Any]) -> None:
        offered = {stay for stay, _words in self._stays}
        self.people.choose([stay for stay in draft["people"] if stay in offered])
        self.form.restore(draft["fields"])
        self._tell_count()

    def take_focus(self) -> None:
        self.people.setFocus()
