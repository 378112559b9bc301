"""The department's page: packages taken in and answered, what is owed, everything added up, the centers, people in two of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu

from carebook.actions.receiving import strike_reporting_facility
from carebook.records.periods import Destination, ReportKind
from carebook.records.receiving import ReceivedParcel
from carebook.rules.receiving import Standing
from carebook.store.book import Reader
from carebook.store.periods import destinations
from carebook.ui.pages.receiving.arrived import ArrivedPart
from carebook.ui.pages.receiving.asking import Center, Department, department
from carebook.ui.pages.receiving.centers import CentersPart
from carebook.ui.pages.receiving.dealing import Dealing
from carebook.ui.pages.receiving.owed import OwedPart
from carebook.ui.pages.receiving.same_people import SamePeoplePart
from carebook.ui.pages.receiving.summed import SummedPart
from carebook.ui.pages.receiving.tables_out import TablesOut
from carebook.ui.pages.receiving.taking import Take, TakingIn, locked, told
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Stack, box, hairline, row
from carebook.ui.parts.page import DeskPage, KeyHint, reason_to_strike
from carebook.ui.parts.report_spans import SpanChoice
from carebook.ui.parts.states import Progress
from carebook.ui.parts.tabs import Tabs
from carebook.words import N_, _

_TABS = (
    ("arrived", N_("Received")),
    ("owed", N_("Missing, late")),
    ("summed", N_("Added up")),
    ("centers", N_("Centers")),
    ("same", N_("People in two centers")),
)


class ReceivingPage(DeskPage):
    """One kind of report and one time in the head, for all tabs; files and folders can be dropped anywhere."""

    counted = Signal(int)

    mine = frozenset({"receiving", "periods", "outbox", "codes", "facility"})
    keys = (
        KeyHint("Ctrl+O", N_("take packages from a folder")),
        KeyHint("Ctrl+Tab", N_("next part")),
        KeyHint("Enter", N_("open")),
        KeyHint("Ctrl+P", N_("print the table")),
        KeyHint("Ctrl+N", N_("a new center")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Reports of the centers"))
        self._found: Department | None = None
        self._kind, self._key = ReportKind.MONTHLY, ""
        self._places: Sequence[Destination] = ()
        self.setAcceptDrops(True)
        self.span = SpanChoice(desk.today, on_demand=False)
        self.span.turned.connect(self._turn)
        self.header.add_left(self.span)
        self.progress = Progress()
        self.taking = TakingIn(desk, self, self.progress)
        self.taking.taken.connect(self._taken)
        self.taking.refused.connect(self.complain)
        self.dealing = Dealing(desk, self, self.taking, self._parked)
        self._sees_people = desk.may_ask("received_people")
        shown = [(key, _(words)) for key, words in _TABS if key != "same" or self._sees_people]
        self.tabs = Tabs(shown, _("Reports of the centers"))
        self.tabs.chosen.connect(self._choose)
        self._make_parts()
        self._make_buttons()
        self._stack = Stack()
        for part in self._parts.values():
            self._stack.addWidget(part)
        self.put(
            box(row(self.progress, margins=(16, 0, 16, 0))),
            box(row(self.tabs, margins=(24, 0, 20, 0))),
            hairline(),
            (self._stack, 1),
        )
        for key, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            on_key(self, key, partial(self.tabs.step, by), whole_window=True)
        self._choose("arrived")

    def _make_parts(self) -> None:
        desk = self._desk
        self.arrived, self.owed = ArrivedPart(desk, self._begin_center), OwedPart(desk, self._begin_center)
        self.summed, self.centers = SummedPart(desk), CentersPart(desk)
        self._parts: dict[str, Any] = {
            "arrived": self.arrived,
            "owed": self.owed,
            "summed": self.summed,
            "centers": self.centers,
        }
        if self._sees_people:
            self._parts["same"] = SamePeoplePart(desk)
        self.tables = TablesOut(desk, self, self._shown)
        deal = self.dealing
        self.arrived.opening.connect(deal.open_file)
        self.arrived.comparing.connect(deal.compare)
        self.arrived.replacing.connect(deal.replace)
        self.arrived.again.connect(deal.look_again)
        self.arrived.answering.connect(self._answer_one)
        self.owed.opening.connect(self._show_package)
        self.summed.opening.connect(deal.open_file)
        self.summed.looking.connect(self.tables.show_table)
        self.centers.kept.connect(self.tell_done)
        self.centers.said.connect(self.say)
        self.centers.striking.connect(self._strike)

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_part)
        self.export_button = Button(_("Export to Excel"), icon="file-spreadsheet")
        self.export_button.clicked.connect(self.export_part)
        self.answer_button = Button(_("Send receipts…"), icon="signature")
        self.answer_button.clicked.connect(self.answer_all)
        self.take_button = Button(_("Take packages…"), "primary", "folder-open", "Ctrl+O", listens=False)
        self.take_button.clicked.connect(self._offer_places)
        self.header.add_actions(self.export_button, self.print_button, self.answer_button, self.take_button)
        on_key(self, "Ctrl+P", self.print_part, whole_window=True)
        if self._desk.may("receive_parcel"):
            on_key(self, "Ctrl+O", self.taking.choose_folder, whole_window=True)

    # asking and showing

    def refresh(self) -> None:
        """Ask for the kind and time on show."""
        desk = self._desk
        question = partial(
            _asked,
            kind=self._kind,
            key=self._key,
            about=desk.facility,
            today=desk.today(),
            sees_people=self._sees_people,
        )
        for part in (self.arrived, self.owed, self.summed, self.centers):
            if self._found is None:
                part.states.show_loading()
        desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        for part in self._parts.values():
            part.states.show_failed(self.make_stale)

    def _show(self, answer: tuple[Department, Sequence[Destination]]) -> None:
        found, self._places = answer
        self._found, self._kind, self._key = found, found.kind, found.key
        self.span.show_report(found.kind, found.key, found.keys)
        for part in self._parts.values():
            part.show_department(found)
        waits = len(found.waiting)
        self.tabs.rename("arrived", f"{_('Received')} ({waits})" if waits else _("Received"))
        missing = sum(one.missing for (_center, key), one in found.owed.items() if key == found.key)
        self.tabs.rename("owed", f"{_('Missing, late')} ({missing})" if missing else _("Missing, late"))
        if found.meetings:
            self.tabs.rename("same", f"{_('People in two centers')} ({len(found.meetings)})")
        self.counted.emit(waits)
        came = len(found.summed.parcels)
        self.header.show_line(_("{n} of {all} came").format(n=came, all=came + len(found.summed.missing)))
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        part, found, wide = self.tabs.current(), self._found, not self.is_narrow()
        prints = part in ("summed", "owed")
        there = found is not None and bool(found.summed.parcels if part == "summed" else found.centers)
        self.print_button.setVisible(prints)
        self.export_button.setVisible(prints and wide)
        for button in (self.print_button, self.export_button):
            button.setEnabled(there)
        self.take_button.setVisible(not prints and self._desk.may("receive_parcel"))
        answers = not prints and wide and self._desk.may("send_receipt")
        self.answer_button.setVisible(answers and bool(self._unanswered()))

    def _turn(self, kind: ReportKind, key: str) -> None:
        self._kind, self._key = kind, key
        self.make_stale()

    def turn_to(self, part: str = "", **_more: object) -> None:
        """Show one tab."""
        if part in self._parts:
            self.tabs.choose(part)

    def _choose(self, key: str) -> None:
        part = self._parts[key]
        self._stack.setCurrentWidget(part)
        self.setFocusProxy(part)
        here = self.focusWidget()
        if self.isVisible() and (here is None or not self.tabs.isAncestorOf(here)):
            part.setFocus()
        self._fit_buttons()

    def _begin_center(self) -> None:
        self.tabs.choose("centers")
        self.centers.begin_new()

    def _show_package(self, parcel: ReceivedParcel) -> None:
        self._kind, self._key = parcel.kind, parcel.period
        self.tabs.choose("arrived")
        self.make_stale()
        self._desk.ask(self, lambda _reader: parcel.id, self.arrived.show_package, key="package")

    # taking in

    def _offer_places(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("From a folder, a USB stick…"), self.taking.choose_folder)
        menu.addAction(_("Choose files…"), self.taking.choose_files)
        if self._places:
            menu.addSeparator()
        for place in self._places:
            menu.addAction(place.name, partial(self.taking.begin_destination, place))
        menu.popup(self.take_button.mapToGlobal(QPoint(0, self.take_button.height())))

    def _taken(self, inbox: Any, take: Take) -> None:
        sentence, tone = told(inbox)
        shut = locked(inbox)
        if shut:
            self.say(
                sentence,
                "warn",
                action=_("Open with the key for receiving…"),
                then=partial(self.dealing.unlock, take, shut),
            )
        elif inbox.count(Standing.PARKED, Standing.CONFLICT):
            self.say(sentence, tone, action=_("Look at them"), then=self._look)
        elif inbox.to_answer and self._desk.may("send_receipt"):
            self.say(sentence, tone, action=_("Send receipts…"), then=partial(self.answer_ids, inbox.to_answer))
        else:
            self.say(sentence, tone)

    def _look(self) -> None:
        self.tabs.choose("arrived")
        self.arrived.show_waiting()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if urls and all(url.isLocalFile() for url in urls) and self._desk.may("receive_parcel"):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.taking.begin_paths([Path(url.toLocalFile()) for url in event.mimeData().urls()])
        event.acceptProposedAction()

    def _shown(self) -> Department | None:
        """What the page shows."""
        return self._found

    def _parked(self) -> list[ReceivedParcel]:
        """The packages that wait for comparison."""
        found = self._found
        return [one.parcel for one in found.waiting if one.standing is Standing.PARKED] if found is not None else []

    # receipts

    def _unanswered(self) -> list[ReceivedParcel]:
        """The packages of the time on show that still get a receipt."""
        if self._found is None:
            return []
        without = {Standing.PARKED, Standing.CONFLICT}
        rows = [one.parcel for one in self._found.arrived if one.standing not in without]
        return [one for one in rows if one.receipt_sent_at is None]

    def answer_all(self) -> None:
        """Send a receipt for every package of the time on show that has none."""
        self.dealing.answer(self._unanswered())

    def answer_ids(self, ids: Sequence[str]) -> None:
        """Send receipts for these packages."""
        found = self._found
        self.dealing.answer([one.parcel for one in found.everything if one.id in ids] if found is not None else [])

    def _answer_one(self, parcel: ReceivedParcel) -> None:
        self.dealing.answer([parcel])

    # centers

    def _strike(self, center: Center) -> None:
        reasons = [
            ("over", _("It reports to another office now")),
            ("twice", _("Written twice")),
            ("other", _("Another reason")),
        ]
        text = _("What it sent stays readable and is no longer added up.")
        title = _("Strike through {name}?").format(name=center.facility.name)
        if reason := reason_to_strike(self, title, text, reasons):
            self._desk.do(strike_reporting_facility, center.id, reason=reason, then=self.struck, failed=self.complain)

    # out on paper

    def print_part(self) -> None:
        """The sums, or what is owed, as a PDF."""
        if self.tabs.current() == "summed":
            self.tables.print_sums()
        elif self.tabs.current() == "owed":
            self.tables.print_owed()

    def export_part(self) -> None:
        """The same as a workbook."""
        if self.tabs.current() == "summed":
            self.tables.export_sums()
        else:
            self.tables.export_owed()

    # narrow and wide

    def minimumSizeHint(self) -> QSize:
        """Small enough for every window: panels move under their lists."""
        return super().minimumSizeHint().boundedTo(QSize(600, 420))

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.arrived.fold(narrow)
        self.summed.fold(narrow)
        self._fit_buttons()


def _asked(reader: Reader, **given: Any) -> tuple[Department, Sequence[Destination]]:
    return department(reader, **given), destinations(reader)
