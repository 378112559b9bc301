"""The outbox: every package, where it goes, how far it is; beside it the check of any signed file; behind it the receivers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from carebook.actions import outbox
from carebook.exchange.folders import NotDelivered
from carebook.records.periods import Destination, OutboxState
from carebook.rules.outbox import GONE_STATES, OPEN_STATES
from carebook.ui.pages.exchange.check import CheckPanel
from carebook.ui.pages.exchange.destinations import DestinationDialog
from carebook.ui.pages.exchange.packages import (
    Outbox,
    Package,
    counted,
    deed_cell,
    outbox_of,
    reason_of,
    state_cell,
    what_cell,
    where_cell,
)
from carebook.ui.pages.exchange.receipts import Receipts
from carebook.ui.pages.exchange.receivers import ReceiversView
from carebook.ui.parts.bars import Footer, MessageBar
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ask_reason
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.tabs import Tabs
from carebook.words import N_, _, pgettext

_WITHDRAW_REASONS = (
    ("place", N_("Wrong destination")),
    ("anew", N_("The report is made anew")),
    ("other", N_("Another reason")),
)


class ExchangePage(DeskPage):
    """The outbox left, the check of signatures right; a file can be dropped anywhere on the page. A tab for the receivers."""

    mine = frozenset({"outbox", "periods"})
    keys = (
        KeyHint("↑↓", N_("package")),
        KeyHint("R", N_("send or retry")),
        KeyHint("U", N_("to a USB stick or folder")),
        KeyHint("P", N_("pause or resume")),
        KeyHint("Ctrl+O", N_("check a file")),
        KeyHint("Ctrl+Tab", N_("next tab")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Send and receive"))
        self._outbox = Outbox((), ())
        self._percents: dict[str, int] = {}
        self._wanted = ""  # the package that was just made
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
        hints = key_caps(("R", _("send")), ("U", _("to USB")))
        self._footer = Footer(self.count, None, hints, self.withdraw_button, self.pause_button, self.folder_button)
        left = column(row(self.error, margins=(8, 6, 8, 4)), (self.states, 1), gap=0, margins=(16, 0, 12, 0))
        self._beside = row((box(column((box(left), 1), self._footer, gap=0)), 1), self.check, gap=0)
        self._under = column((box(self._beside), 1), gap=0)
        self.offices = ReceiversView(desk)
        self.tabs = Tabs(
            [("outbox", _("Outbox")), ("receivers", _("Receivers of data packages"))], _("Send and receive")
        )
        self.tabs.chosen.connect(self._tab_chosen)
        on_key(self, "Ctrl+Tab", self.tabs.step)
        on_key(self, "Ctrl+Shift+Tab", partial(self.tabs.step, -1))
        self._stack = Stack()
        self._stack.addWidget(box(self._under))
        self._stack.addWidget(self.offices)
        self._beside_tabs = box(row(*self.receipts.buttons, gap=8))
        self.put(row((self.tabs, 1), self._beside_tabs, margins=(24, 0, 20, 0)), (self._stack, 1))
        self.header.add_actions(*self.offices.deeds)
        self.offices.said.connect(self.say)
        self.offices.refused.connect(self.complain)
        self.offices.done.connect(self.tell_done)
        self.offices.made.connect(self._package_made)
        self._show_for_rights(narrow=False)
        self.check.trusted.connect(self.say)
        desk.sending.progressed.connect(self._progressed)
        desk.sending.sent.connect(self._sent)
        desk.sending.not_sent.connect(self._not_sent)
        self.setFocusProxy(self.table)

    def _make_actions(self) -> None:
        self.place_button = Button(_("Add a destination…"), icon="plus")
        self.place_button.clicked.connect(self.begin_destination)
        self.edit_button = Button("", icon="pencil")
        self.edit_button.setAccessibleName(_("Edit the destination"))
        self.edit_button.setToolTip(_("Edit the destination"))
        self.edit_button.clicked.connect(self.edit_destination)
        self.to = Choice()
        self.to.setAccessibleName(_("Send to"))
        self.to.currentIndexChanged.connect(self._place_chosen)
        self.send_button = Button(_("Send now"), "primary", "send")
        self.send_button.clicked.connect(self.send_current)
        self.folder_button = Button(_("Open folder"), icon="folder-open")
        self.folder_button.clicked.connect(self._open_folder)
        self.folder_button.setEnabled(False)
        self.receipts = Receipts(self._desk, self)
        self.receipts.said.connect(self.say)
        self.receipts.refused.connect(self.complain)
        self.pause_button = Button(_("Pause"))
        self.pause_button.clicked.connect(self.pause_or_resume)
        self.withdraw_button = Button(_("Withdraw…"))
        self.withdraw_button.clicked.connect(self.withdraw)
        self.header.add_actions(self.place_button, self.to, self.edit_button, self.send_button)
        may = self._desk.may("send_package")
        for button in (self.send_button, self.pause_button, self.withdraw_button):
            button.setVisible(may)
            button.setEnabled(False)
        if may:
            on_key(self.table, "R", self.send_current)
            on_key(self.table, "U", self._to_folder)
            on_key(self.table, "P", self.pause_or_resume)
        on_key(self, "Ctrl+O", self.check.choose)

    def _show_for_rights(self, *, narrow: bool) -> None:
        """In the head stand the deeds of the tab that is shown, as far as there is room and right."""
        may, sending = self._desk.may, self.tabs.current() == "outbox"
        self.place_button.setVisible(sending and not narrow and may("add_destination"))
        self.edit_button.setVisible(sending and not narrow and may("amend_destination"))
        self.to.setVisible(sending and (may("send_package") or (not narrow and may("amend_destination"))))
        self.send_button.setVisible(sending and may("send_package"))
        self.offices.add_button.setVisible(not sending and may("add_receiver"))
        self.offices.package_button.setVisible(not sending and may("make_data_parcel"))

    def turn_to(self, look: str = "outbox", data_of: str = "") -> None:
        """Show a tab; with ``data_of`` (the id of a report) ask at once what of it goes to the picked receiver."""
        self.tabs.choose("receivers" if data_of else look)
        if data_of:
            self.offices.begin_for(data_of)

    def _tab_chosen(self, tab: str) -> None:
        self._stack.setCurrentIndex(0 if tab == "outbox" else 1)
        self._beside_tabs.setVisible(tab == "outbox")
        self._show_for_rights(narrow=self.is_narrow())
        table = self.table if tab == "outbox" else self.offices.table
        self.setFocusProxy(table)
        table.setFocus()

    def _package_made(self, change: Any) -> None:
        self.tabs.choose("outbox")
        self._wanted = change.ids[0]
        self.tell_done(change)

    def _columns(self) -> list[Column]:
        return [
            Column("what", pgettext("outbox", "Package"), what_cell, 200, 2, ALWAYS),
            Column("to", pgettext("outbox", "Sent to"), where_cell, 130, 2, 5),
            Column("state", pgettext("outbox", "State"), self._state, 190, 0, ALWAYS),
            Column("act", "", self._deed, 90, 0, 8, "right"),
        ]

    def _state(self, package: Package) -> Cell:
        return state_cell(package, self._percents.get(package.id), self._desk.today())

    def _deed(self, package: Package) -> Cell:
        return deed_cell(package) if self._desk.may("send_package") else Cell()

    # asking and showing

    def refresh(self) -> None:
        """Ask for the outbox."""
        self.states.show_loading()
        self.offices.refresh()
        self._desk.ask(self, outbox_of, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Outbox) -> None:
        self._outbox = found
        carried = {package.id for package in found.packages if package.state is OutboxState.SENDING}
        self._percents = {one: percent for one, percent in self._percents.items() if one in carried}
        self.table.show_records(found.packages)
        if self._place() is None and self.to.count():
            self.to.choose("")  # the one that was chosen is struck through
        self.to.offer([*((place.id, place.name) for place in found.destinations), ("", _("Chosen folder, USB…"))])
        if found.packages:
            self.states.show_content()
            wanted, self._wanted = self._wanted, ""
            if wanted or not self.table.current_id():
                self.table.pick(wanted or found.packages[0].id)
        else:
            words = _("The outbox is empty. A report goes in here once it is signed.")
            here = self._desk.facility.book_kind == "center"  # a department makes no reports of its own
            ways = ((_("Reports"), partial(self._desk.go, "reports")),) if here else ()
            self.states.show_empty(words, *ways, icon="send")
        self.count.setWhole(counted(found.packages))
        self.receipts.show_outbox(found)
        self._picked(self.table.current())

    def _picked(self, package: Package | None) -> None:
        state = package.state if package is not None else OutboxState.WITHDRAWN
        here = package is not None and package.item.state in OPEN_STATES | {OutboxState.PAUSED}
        self.send_button.setEnabled(state not in (OutboxState.WITHDRAWN, OutboxState.SENDING))
        self.pause_button.setEnabled(here)
        self.pause_button.setText(_("Resume") if state is OutboxState.PAUSED else _("Pause"))
        self.withdraw_button.setEnabled(here)
        self.receipts.show_package(package)
        local = package is not None and not package.on_a_server
        self.folder_button.setEnabled(local and bool(_folder_of(package)))
        self._complain_about(package)
        known = {place.id for place in self._outbox.destinations}
        if package is not None and package.item.destination_id in known:
            self.to.choose(package.item.destination_id)

    def _complain_about(self, package: Package | None) -> None:
        """Why the package is still here, above the list, with what helps."""
        reason = reason_of(package, self._desk.today()) if package is not None else ""
        if package is None or not reason:
            self.error.clear()
            return
        tone = "danger" if package.item.state is OutboxState.FAILED else "warn"
        if package.on_a_server and package.attempt.next_at is None and self._desk.may("amend_destination"):
            self.error.say(reason, tone, action=_("Edit the destination"), then=self.edit_destination)
        else:
            way = _("Copy to USB…") if self._desk.may("send_package") else ""
            self.error.say(reason, tone, action=way, then=self._to_folder)

    def _place_chosen(self) -> None:
        self.edit_button.setEnabled(self._place() is not None)

    def _place(self) -> Destination | None:
        """The destination chosen at the top; None for a folder that is still to be chosen."""
        return next((place for place in self._outbox.destinations if place.id == self.to.code()), None)

    # sending

    def _act(self, package: Package, _column: str) -> None:
        self.table.pick(package.id)
        if package.state is OutboxState.PAUSED:
            self.pause_or_resume()
        else:
            self.send_current()

    def send_current(self) -> None:
        """Send the current package to the chosen place, or ask for a folder when none was chosen."""
        package = self.table.current()
        if package is None or not self.send_button.isEnabled():
            return
        place = self._place()
        if place is None:
            self._to_folder()
        else:
            self._begin(package)
            self._desk.sending.send(package.id, destination_id=place.id)

    def _to_folder(self) -> None:
        package = self.table.current()
        if package is None:
            return
        begin = "" if package.on_a_server else _folder_of(package)
        folder = QFileDialog.getExistingDirectory(self, _("Choose the folder or USB stick"), begin)
        if folder:
            self.send(package, Path(folder))

    def send(self, package: Package, folder: Path) -> None:
        """Send one package to ``folder``; what stands against it is kept with it in words."""
        self._begin(package)
        self._desk.sending.send(package.id, folder=folder)

    def _begin(self, package: Package) -> None:
        self.messages.clear()
        self.error.clear()
        self._progressed(package.id, 0, 1)

    def _progressed(self, item_id: str, done: int, total: int) -> None:
        """How far a package is, in its row."""
        percent = round(100 * done / max(total, 1))
        before = self._percents.get(item_id)
        self._percents[item_id] = percent
        if before is None:
            self.make_stale()  # its claim is in the book now
        elif before != percent:
            self.table.show_records(self._outbox.packages)

    def _sent(self, change: Any) -> None:
        self._percents = {one: percent for one, percent in self._percents.items() if one not in change.ids}
        self.say(change.said)

    def _not_sent(self, item_id: str, error: BaseException) -> None:
        self._percents.pop(item_id, None)
        package = next((one for one in self._outbox.packages if one.id == item_id), None)
        waits = package is not None and package.item.state not in GONE_STATES
        if isinstance(error, NotDelivered) and waits:
            self.make_stale()  # the sentence is kept with the package and stands above the list
        else:
            self.complain(error)

    # holding back

    def pause_or_resume(self) -> None:
        """Hold the current package back, or let it go on."""
        package = self.table.current()
        if package is None or not self.pause_button.isEnabled():
            return
        deed = outbox.resume_package if package.state is OutboxState.PAUSED else outbox.pause_package
        self._desk.do(deed, package.id, then=self._held, failed=self.complain)

    def withdraw(self) -> None:
        """Take the current package out of the outbox, with the reason."""
        package = self.table.current()
        if package is None or not self.withdraw_button.isEnabled():
            return
        title = _("Withdraw {name}?").format(name=package.item.file_name)
        reasons = [(code, _(words)) for code, words in _WITHDRAW_REASONS]
        why = ask_reason(self, title, reasons, words_for="other", deed=_("Withdraw"))
        if why is not None:
            code, words = why
            reason = words or dict(reasons)[code]
            self._desk.do(outbox.withdraw_package, package.id, reason=reason, then=self._held, failed=self.complain)

    def _held(self, change: Any) -> None:
        for item_id in change.ids:
            self._desk.sending.stop(item_id)
        self.say(change.said)

    def _open_folder(self) -> None:
        if folder := _folder_of(self.table.current()):
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _open_report(self, package: Package) -> None:
        self._desk.go("reports", month=package.report.period, look="paper")

    def begin_destination(self) -> None:
        """Ask for the name and folder of a new destination."""
        self._ask(None)

    def edit_destination(self) -> None:
        """Change the destination chosen at the top: its address, its user, its password."""
        if (place := self._place()) is not None:
            self._ask(place)

    def _ask(self, place: Destination | None) -> None:
        self._dialog = DestinationDialog(self._desk, self, place, self.offices.found)
        self._dialog.succeeded.connect(self._place_kept)
        self._dialog.open()

    def _place_kept(self, change: Any) -> None:
        self.say(change.said)

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
        self.tabs.fold(narrow)
        self._show_for_rights(narrow=narrow)


def _folder_of(package: Package | None) -> str:
    return (package.item.sent_to or package.folder) if package is not None else ""
