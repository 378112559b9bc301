"""The outbox: every package, where it goes, how far it is; beside it the check of any signed file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import dates
from carebook.actions import outbox
from carebook.exchange.folders import NotDelivered
from carebook.records.enum_words import said
from carebook.records.periods import Destination, OutboxItem, OutboxState, Snapshot
from carebook.store import periods
from carebook.store.book import Reader
from carebook.ui.pages.exchange.check import CheckPanel
from carebook.ui.parts.bars import Footer, MessageBar
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, ngettext, pgettext

_MARKS: dict[OutboxState, tuple[str, str]] = {
    OutboxState.WAITING: ("ring", "warn"),
    OutboxState.SENDING: ("half", "primary"),
    OutboxState.SENT: ("full", "ok"),
    OutboxState.RECEIVED: ("full", "ok"),
    OutboxState.FAILED: ("cross", "danger"),
    OutboxState.WITHDRAWN: ("dash", "text2"),
}


@dataclass(frozen=True)
class Package:
    """One row of the outbox with its report and where it goes ("" when it was not said yet)."""

    item: OutboxItem
    report: Snapshot
    destination: str
    folder: str

    @property
    def id(self) -> str:
        """The id of the package."""
        return self.item.id


@dataclass(frozen=True)
class Outbox:
    """Every package, newest first, and the places they can go."""

    packages: tuple[Package, ...]
    destinations: tuple[Destination, ...]


def outbox_of(reader: Reader) -> Outbox:
    """The outbox as its page shows it."""
    places = periods.destinations(reader)
    of_id = {place.id: place for place in places}
    packages = []
    of_folder = {place.url: place for place in places}
    for item, report in periods.outbox(reader):
        place = of_folder.get(item.sent_to) or of_id.get(item.destination_id or "")
        packages.append(Package(item, report, place.name if place else "", place.url if place else ""))
    return Outbox(tuple(packages), tuple(places))


class ExchangePage(Page):
    """The outbox left, the check of signatures right; a file can be dropped anywhere on the page."""

    mine = frozenset({"outbox", "periods"})
    keys = (
        KeyHint("↑↓", N_("package")),
        KeyHint("R", N_("send or retry")),
        KeyHint("U", N_("to a USB stick or folder")),
        KeyHint("Ctrl+O", N_("check a file")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Send and receive"))
        self._desk = desk
        self._outbox = Outbox((), ())
        self._dialog: DestinationDialog | None = None
        self.setAcceptDrops(True)
        self.table = RecordTable(self._columns(), _("Outbox"), row_height=54)
        self.table.acted.connect(self._act)
        self.table.opened.connect(self._open_report)
        self.table.picked.connect(self._picked)
        self.states = States(self.table)
        self.error = MessageBar()
        self.count = ElidedLabel("", "strong")
        self.check = CheckPanel(desk)
        self._make_actions()
        hints = key_caps(("↑↓", _("package")), ("R", _("send")), ("U", _("to USB")))
        self._footer = Footer(self.count, None, hints, self.folder_button)
        left = column(row(self.error, margins=(8, 0, 8, 4)), (self.states, 1), gap=0, margins=(16, 0, 12, 0))
        self._beside = row((box(column((box(left), 1), self._footer, gap=0)), 1), self.check, gap=0)
        self._under = column((box(self._beside), 1), gap=0)
        self.put((box(self._under), 1))
        self.check.trusted.connect(self.say)
        self.setFocusProxy(self.table)

    def _make_actions(self) -> None:
        self.place_button = Button(_("Add a destination…"), icon="plus")
        self.place_button.clicked.connect(self.begin_destination)
        self.place_button.setVisible(self._desk.may("add_destination"))
        self.to = Choice()
        self.to.setAccessibleName(_("Send to"))
        self.send_button = Button(_("Send now"), "primary", "send")
        self.send_button.clicked.connect(self.send_current)
        self.folder_button = Button(_("Open folder"), icon="folder-open")
        self.folder_button.clicked.connect(self._open_folder)
        self.folder_button.setEnabled(False)
        self.header.add_actions(self.place_button, self.to, self.send_button)
        may = self._desk.may("send_package")
        self.send_button.setVisible(may)
        self.to.setVisible(may)
        self.send_button.setEnabled(False)
        if may:
            on_key(self.table, "R", self.send_current)
            on_key(self.table, "U", self._to_folder)
        on_key(self, "Ctrl+O", self.check.choose)

    def _columns(self) -> list[Column]:
        return [
            Column("what", pgettext("outbox", "Package"), self._what, 200, 2, ALWAYS),
            Column("to", pgettext("outbox", "Sent to"), self._where, 130, 1, 5),
            Column("state", pgettext("outbox", "State"), self._state, 150, 1, ALWAYS),
            Column("act", "", self._deed, 90, 0, 8, "right"),
        ]

    def _what(self, package: Package) -> Cell:
        title = _("Report of {month}, version {n}").format(
            month=said_month(package.report.period), n=package.report.report_version
        )
        number_words = package.report.number
        sub = f"{number_words} · {package.item.file_name}" if number_words else package.item.file_name
        return Cell(title, sub=sub, weight=500)

    def _where(self, package: Package) -> Cell:
        sent = package.item.sent_to
        return Cell(package.destination or (sent and _("folder")) or "–", sub=sent or package.folder)

    def _state(self, package: Package) -> Cell:
        item = package.item
        words = said(item.state)
        sub = item.error
        if item.sent_at is not None and item.state in (OutboxState.SENT, OutboxState.RECEIVED):
            sub = dates.moment(item.sent_at, self._desk.today())
        tone = _MARKS[item.state][1]
        return Cell(words, sub=sub, weight=500, tone="text" if tone == "text2" else tone, mark=_MARKS[item.state])

    def _deed(self, package: Package) -> Cell:
        if not self._desk.may("send_package") or package.item.state is OutboxState.WITHDRAWN:
            return Cell()
        match package.item.state:
            case OutboxState.FAILED:
                return Cell(_("Retry"), acts=True)
            case OutboxState.SENT | OutboxState.RECEIVED:
                return Cell(_("Send again"), acts=True)
            case _:
                return Cell(_("Send now"), acts=True)

    # asking and showing

    def refresh(self) -> None:
        """Ask for the outbox."""
        self.states.show_loading()
        self._desk.ask(self, outbox_of, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Outbox) -> None:
        self._outbox = found
        self.table.show_records(found.packages)
        self.to.offer([*((place.id, place.name) for place in found.destinations), ("", _("Chosen folder, USB…"))])
        if found.packages:
            self.states.show_content()
            if not self.table.current_id():
                self.table.pick(found.packages[0].id)
        else:
            words = _("The outbox is empty. A report goes in here once it is signed.")
            self.states.show_empty(words, (_("Reports"), partial(self._desk.go, "reports")), icon="send")
        self.count.setWhole(counted(found.packages))
        self._picked(self.table.current())

    def _picked(self, package: Package | None) -> None:
        able = package is not None and package.item.state is not OutboxState.WITHDRAWN
        self.send_button.setEnabled(able)
        self.folder_button.setEnabled(able and bool(_folder_of(package)))
        if package is not None and package.item.state is OutboxState.FAILED:
            way = _("Copy to USB…") if self._desk.may("send_package") else ""
            self.error.say(package.item.error, "danger", action=way, then=self._to_folder)
        else:
            self.error.clear()
        if package is not None and package.item.destination_id:
            self.to.choose(package.item.destination_id)

    # sending

    def _act(self, package: Package, _column: str) -> None:
        self.table.pick(package.id)
        self.send_current()

    def send_current(self) -> None:
        """Send the current package to the chosen place, or ask for a folder when none was chosen."""
        package = self.table.current()
        if package is None or not self.send_button.isEnabled():
            return
        place = next((p for p in self._outbox.destinations if p.id == self.to.code()), None)
        if place is None:
            self._to_folder()
        else:
            self.send(package, Path(place.url))

    def _to_folder(self) -> None:
        package = self.table.current()
        if package is None:
            return
        folder = QFileDialog.getExistingDirectory(self, _("Choose the folder or USB stick"), _folder_of(package))
        if folder:
            self.send(package, Path(folder))

    def send(self, package: Package, folder: Path) -> None:
        """Send one package to ``folder``; what stands against it is kept with it in words."""
        self._desk.do(outbox.send_package, package.item.id, folder=folder, then=self._sent, failed=self._not_sent)

    def _sent(self, change: Any) -> None:
        self.say(change.said)

    def _not_sent(self, error: BaseException) -> None:
        if isinstance(error, NotDelivered):
            self.make_stale()  # the sentence is kept with the package and stands above the list
        else:
            self.complain(error)

    def _open_folder(self) -> None:
        if folder := _folder_of(self.table.current()):
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _open_report(self, package: Package) -> None:
        self._desk.go("reports", month=package.report.period, look="paper")

    def begin_destination(self) -> None:
        """Ask for the name and folder of a new destination."""
        self._dialog = DestinationDialog(self._desk, self)
        self._dialog.succeeded.connect(self._sent)
        self._dialog.open()

    @property
    def dialog(self) -> DestinationDialog | None:
        """The dialog that was begun last."""
        return self._dialog

    # a file dropped on the page

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.check.check_file(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()

    def minimumSizeHint(self) -> QSize:
        """Small enough for every window: the check moves under the outbox when it grows narrow."""
        return super().minimumSizeHint().boundedTo(QSize(600, 420))

    def fold(self, narrow: bool) -> None:
        """The check moves under the outbox."""
        super().fold(narrow)
        (self._under if narrow else self._beside).addWidget(self.check)
        self.check.move_under(narrow)
        self.check.setMaximumHeight(220 if narrow else 16777215)
        self.place_button.setVisible(not narrow and self._desk.may("add_destination"))


class DestinationDialog(DeedDialog):
    """Name and folder of a place packages are sent to; ``succeeded(change)``."""

    succeeded = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        text = _("A folder on this PC, a share of the department, or a USB stick.")
        super().__init__(parent, _("Add a destination"), text)
        self._desk = desk
        self.form = Form([section("", Destination, "name", "url")], desk.today, columns=1)
        self.form.load(Destination(name="", url=""))
        choose = Button(_("Choose…"), icon="folder-open")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        self.contents.addLayout(column(self.form, row(choose, None), gap=6))
        self.add_button("", _("Go back"))
        save = Button(_("Add"), "primary")
        save.setAutoDefault(False)
        save.clicked.connect(self.send)
        self._buttons.insertWidget(1, save)
        save.setDefault(True)
        if (first := self.form.first()) is not None:
            first.setFocus()

    def _choose(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, _("Choose the folder or USB stick")):
            self.form.editor("url").set_value(folder)

    def send(self) -> None:
        """Keep the destination."""
        kept = self.form.record(Destination(name="", url=""))
        if kept is not None:
            self._desk.do(outbox.add_destination, kept, then=self._added, failed=self._refused)

    def _added(self, change: Any) -> None:
        self.succeeded.emit(change)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.form.show_problems(getattr(error, "problems", ()))


def counted(packages: Sequence[Package]) -> str:
    """ "6 gói · 1 đã gửi · 1 lỗi"."""
    whole = ngettext("{n} package", "{n} packages", len(packages)).format(n=len(packages))
    parts = [
        f"{count} {said(state).lower()}"
        for state in OutboxState
        if (count := sum(package.item.state is state for package in packages))
    ]
    return " · ".join([whole, *parts])


def said_month(month: str) -> str:
    """A month inside a sentence: "tháng 10/2026"."""
    year, place = map(int, month.split("-"))
    return str(dates.month_name(year, place))


def _folder_of(package: Package | None) -> str:
    return (package.item.sent_to or package.folder) if package is not None else ""
