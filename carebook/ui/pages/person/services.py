"""Social-work services of a stay on the page of the person: the newest ones, and the way to all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from carebook.actions.change import Change
from carebook.records.services import ServiceRecord
from carebook.store.services import services_of
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.words import _

AT_ONCE = 3


class ServicesPart(QFrame):
    """The newest services of one stay; hidden while there are none and none may be recorded."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._episode_id = ""
        self._may_ask = desk.may_ask("services")
        self.new_button = Button(_("Record a service"), "link", "plus")
        self.new_button.clicked.connect(partial(self._open, new="1"))
        self.new_button.setVisible(desk.may("save_service"))
        self.all_button = Button(_("All services"), "link", "chevron-right")
        self.all_button.clicked.connect(self._open)
        self._lines = column(gap=2)
        head = section_head(_("Social work services"), "", self.new_button, self.all_button)
        self.setLayout(column(head, hairline(), self._lines, gap=4))
        self.hide()
        desk.clerk.changed.connect(self._changed)

    def show_stay(self, episode_id: str) -> None:
        """Show the services of a stay; of none with ""."""
        self._episode_id = episode_id
        self._ask()

    def _changed(self, change: Change) -> None:
        if "services" in change.subjects:
            self._ask()

    def _ask(self) -> None:
        episode_id = self._episode_id
        if episode_id and self._may_ask:
            self._desk.ask(self, lambda reader: services_of(reader, episode_id), self._show, key="services")
        else:
            self.hide()

    def _show(self, found: tuple[ServiceRecord, ...]) -> None:
        emptied(self._lines)
        for one in found[:AT_ONCE]:
            service = self._desk.words("service", one.service)
            told = ElidedLabel(" · ".join(filter(None, (one.need.partition("\n")[0], one.result.partition("\n")[0]))))
            open_button = Button(service, "link")
            open_button.clicked.connect(partial(self._open, service_id=one.id))
            day = label(self._desk.said_day(one.given_on), "muted")
            self._lines.addWidget(box(row(day, open_button, (told, 1), gap=10)))
        if not found:
            self._lines.addWidget(label(_("No services yet."), "small"))
        self.all_button.setVisible(len(found) > AT_ONCE)
        self.setVisible(bool(found) or self._desk.may("save_service"))

    def _open(self, *_more: object, service_id: str = "", new: str = "") -> None:
        self._desk.go("services", episode_id=self._episode_id, service_id=service_id, new=new)
