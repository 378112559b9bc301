"""The page of the stock of medicines: what is there, what is low or expires; received, taken out and counted beside the list."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit

from carebook.actions.change import Change, Outdated
from carebook.actions.medicines import save_medicine
from carebook.actions.stock import count_stock, receive_stock, strike_stock_move, take_out_stock
from carebook.records.medication import Medicine, MoveKind, StockLot, StockMove
from carebook.rules.medicines import called
from carebook.rules.stock import warnings_about
from carebook.store.stock import CupboardLine
from carebook.ui.pages.stock.asking import (
    ALL,
    CONTROLLED,
    COUNT,
    EXPIRING,
    LOW,
    MEDICINE,
    RECEIPT,
    TAKING,
    Stock,
    stock,
)
from carebook.ui.pages.stock.card import MedicineCard, said_of
from carebook.ui.pages.stock.counting import CountSheet
from carebook.ui.pages.stock.importing import ImportPanel
from carebook.ui.pages.stock.papers import PapersPanel
from carebook.ui.pages.stock.rows import StockTable
from carebook.ui.pages.stock.sheets import ReceiptSheet, TakingSheet, medicine_sheet, taken_from
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Flow, box, row
from carebook.ui.parts.leading_tabs import MedicineTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.writing_panel import ROOM, Sheet, WritingPanel
from carebook.words import N_, _, message


class StockPage(DeskPage):
    """The cupboard of today; ``turn_to(medicine_id=…, view="low")`` shows one medicine or one view."""

    mine = frozenset({"medication"})
    keys = (
        KeyHint("Ctrl+N", N_("receive into stock")),
        KeyHint("F8", N_("take out of stock")),
        KeyHint("F7", N_("count the lots on show")),
        KeyHint("Enter", N_("book of the medicine")),
        KeyHint("F2", N_("change the medicine")),
        KeyHint("Ctrl+F", N_("search")),
        KeyHint("Ctrl+P", N_("papers of the stock")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Stock of medicines"))
        self._found: Stock | None = None
        self._wanted, self._busy = "", False
        self._alone = False  # the card in the place of the list, where a narrow window has no room for both
        self.view = Pills([(key, words) for key, words in _views().items()], ALL)
        self.view.chosen.connect(self._show_list)
        self.search = QLineEdit()
        self.search.setAccessibleName(_("Search in the list"))
        self.search.setPlaceholderText(_("Medicine, substance, lot"))
        self.search.setMinimumWidth(theme.worn().scaled(200))
        self.search.setMaximumWidth(theme.worn().scaled(260))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_list)
        self.table = StockTable(desk)
        self.table.picked.connect(self._show_card)
        self.table.opened.connect(self._focus_card)
        self.setFocusProxy(self.table)
        self.states = States(self.table)
        self.states.setContentsMargins(16, 0, 0, 0)
        self.card = MedicineCard(desk)
        self.card.struck.connect(partial(self.strike_through, strike_stock_move))
        self.card.destroying.connect(self._destroy)
        self.writing = self.writes_in(WritingPanel(desk, width=440))
        self.writing.shut.connect(self._make_room)
        self._make_buttons()
        caps = key_caps(("Enter", _("book of the medicine")))
        self.put(
            row((MedicineTabs(desk, "stock"), 1), margins=(24, 0, 20, 0)),
            row((box(Flow(self.view, self.search, gap=12)), 1), margins=(24, 8, 20, 8)),
            (row((self.states, 1), self.card, self.writing, self.papers, self.imports, gap=0), 1),
            Footer(self.import_button, None, caps, self.edit_button, self.count_button, self.out_button),
        )
        for key, slot in (
            ("Ctrl+N", self.receive),
            ("F8", self.take_out),
            ("F7", self.count),
            ("F2", self.edit),
            ("Ctrl+F", self.search.setFocus),
            ("Ctrl+P", self.open_papers),
            ("Esc", self._escape),
        ):
            on_key(self, key, slot)

    def _make_buttons(self) -> None:
        desk = self._desk

        def button(words: str, kind: str, icon: str, key: str, slot: object, deed: str) -> Button:
            made = Button(words, kind, icon, key, listens=False)
            made.clicked.connect(slot)
            made.setVisible(desk.may(deed))
            return made

        self.papers = PapersPanel(desk)
        self.imports = ImportPanel(desk)
        self.imports.done.connect(self.tell_done)
        for panel in (self.papers, self.imports):
            panel.said.connect(self.say)
            panel.refused.connect(self.complain)
            panel.shut.connect(self._make_room)
        self.papers_button = button(_("Papers"), "", "printer", "Ctrl+P", self.open_papers, "save_medicine")
        self.import_button = button(
            _("Import from Excel"), "", "file-spreadsheet", "", self.open_imports, "import_medicines"
        )
        self.add_button = button(_("Add a medicine"), "", "plus", "", self.add_medicine, "save_medicine")
        self.receive_button = button(
            _("Receive into stock"), "primary", "plus", "Ctrl+N", self.receive, "receive_stock"
        )
        self.header.add_actions(self.papers_button, self.add_button, self.receive_button)
        self.edit_button = button(_("Edit"), "", "pencil", "F2", self.edit, "save_medicine")
        self.count_button = button(_("Count the stock"), "", "", "F7", self.count, "count_stock")
        self.out_button = button(_("Take out of stock"), "", "", "F8", self.take_out, "take_out_stock")

    # what is on show

    def turn_to(self, medicine_id: str = "", view: str = "", **_more: object) -> None:
        """Show a view of the stock, and pick one medicine."""
        self._wanted = medicine_id or self._wanted
        if view in _views():
            self.view.choose(view)
        self.make_stale()

    def refresh(self) -> None:
        if self._found is None:
            self.states.show_loading()
        self._desk.ask(self, partial(stock, today=self._desk.today()), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Stock) -> None:
        self._found = found
        self.writing.know(found.drafts)
        self.header.show_line(said_of(found))
        for key, words in _views().items():
            number = len(found.of(key)) if key in (LOW, EXPIRING) else 0
            self.view.rename(key, f"{words}  {number}" if number else words)
        self._show_list()

    def _show_list(self, *_chosen: object) -> None:
        if self._found is None:
            return
        shown = self._found.of(self.view.current(), self.search.text())
        self.table.show_lines(self._found, shown)
        if not shown:
            self._tell_empty(self._found)
        else:
            self.states.show_content()
            if not self.table.pick(self._wanted) and not self.table.current_id():
                self.table.pick(shown[0].id)
        self._wanted = ""
        self._show_card()

    def _tell_empty(self, found: Stock) -> None:
        if self.search.text().strip():
            said_nothing = message("No medicine matches “{typed}”.", typed=self.search.text().strip())
            self.states.show_empty(said_nothing, (_("Clear filter"), self.search.clear), icon="pill")
        elif found.lines:
            self.states.show_empty(_("No medicine is in this view."), icon="circle-check")
        else:
            ways = ((_("Add a medicine"), self.add_medicine),) if self._desk.may("save_medicine") else ()
            self.states.show_empty(_("No medicine is on the list yet."), *ways, icon="pill")

    def _show_card(self, *_picked: object) -> None:
        line = self.table.current()
        there = isinstance(line, CupboardLine)
        for shown in (self.edit_button, self.out_button):
            shown.setEnabled(there)
        self.count_button.setEnabled(bool(self._countable()))
        if self._found is not None:
            self.card.show_line(self._found, line if isinstance(line, CupboardLine) and self._beside() else None)

    def _beside(self) -> bool:
        """Whether there is room for the card beside the list, and nothing is written."""
        return not any(one.is_open() for one in self._panels) and (self._alone or not self.is_narrow())

    @property
    def _panels(self) -> tuple[WritingPanel | PapersPanel | ImportPanel, ...]:
        return self.writing, self.papers, self.imports

    def _focus_card(self, _line: object) -> None:
        """To the book of the medicine; in a narrow window it stands in the place of the list until Esc."""
        self._alone = self.is_narrow()
        self._make_room()
        self.card.moves.setFocus()

    # writing

    def add_medicine(self) -> None:
        """An empty medicine of the list."""
        if self._desk.may("save_medicine"):
            sheet = medicine_sheet(self._desk, Medicine(name=self.search.text().strip()))
            self._write(sheet, MEDICINE, "new", _("Medicine of the list"))

    def edit(self) -> None:
        """The medicine picked."""
        line = self.table.current()
        if isinstance(line, CupboardLine) and self._desk.may("save_medicine"):
            sheet = medicine_sheet(self._desk, line.medicine)
            self._write(sheet, MEDICINE, line.id, _("Medicine of the list"), called(line.medicine))

    def receive(self) -> None:
        """A receipt of the medicine picked."""
        found, line = self._found, self.table.current()
        if found is None or not self._desk.may("receive_stock"):
            return
        if not found.lines:
            self.add_medicine()
            return
        medicine_id = line.id if isinstance(line, CupboardLine) else ""
        self._write(ReceiptSheet(self._desk, found, medicine_id), RECEIPT, medicine_id, _("Receive into stock"))

    def take_out(self) -> None:
        """What leaves the cupboard, of the medicine picked."""
        line = self.table.current()
        if isinstance(line, CupboardLine) and self._desk.may("take_out_stock"):
            self._take(taken_from(line.id, self._desk))

    def _destroy(self, lot: StockLot) -> None:
        self._take(taken_from(lot.medicine_id, self._desk, lot_id=lot.id, kind=MoveKind.DESTROYED))

    def _take(self, move: StockMove) -> None:
        if self._found is not None:
            sheet = TakingSheet(self._desk, self._found, move)
            self._write(sheet, TAKING, move.lot_id or move.medicine_id, _("Take out of stock"))

    def _countable(self) -> list[CupboardLine]:
        found = self._found
        return [one for one in found.of(self.view.current(), self.search.text()) if one.lots] if found else []

    def count(self) -> None:
        """A count of the lots on show."""
        lines = self._countable()
        if lines and self._found is not None and self._desk.may("count_stock"):
            sheet = CountSheet(self._desk, self._found, lines)
            self._write(
                sheet, COUNT, self.view.current(), _("Count the stock"), _("Lots without a number are left out.")
            )

    def open_papers(self) -> None:
        """The papers of medicines, to be made."""
        if self._found is not None and not self.writing.has_unsaved():
            self._clear_side()
            self.papers.open(self._found)
            self._make_room()

    def open_imports(self) -> None:
        """A list of medicines or of orders, to be brought in."""
        if self._found is not None and not self.writing.has_unsaved():
            self._clear_side()
            self.imports.open()
            self._make_room()

    def _clear_side(self) -> None:
        """Nothing beside the list: two panels at once would make the window wider."""
        self._put_away()
        self._alone = False
        self.card.hide()

    def _put_away(self) -> None:
        for panel in self._panels:
            if panel.is_open():
                panel.put_away()

    def _write(self, sheet: Sheet, form: str, subject: str, title: str, line: str = "") -> None:
        if not self.writing.has_unsaved():
            self._clear_side()
            self.writing.open(sheet, form, subject, title, line)
            self._make_room()

    def save(self) -> None:
        given = None if self._busy else self.writing.written()
        if given is None:
            return
        if given == []:
            self.say(_("Type at least one number."), "info", seconds=6)
            return
        self._busy = True
        do = partial(self._desk.do, then=self._saved, failed=self._refused)
        match self.writing.form:
            case "medicine":
                do(save_medicine, given, seen=given.version or None)
            case "stock_receipt":
                do(receive_stock, *given)
            case "stock_taking":
                do(take_out_stock, given)
            case _:
                sheet = self.writing.sheet
                secret = sheet.witness_secret if isinstance(sheet, CountSheet) else ""
                do(count_stock, given, witness_secret=secret, pin=self._desk.pin_of_shift)

    def _saved(self, change: Change) -> None:
        self._busy = False
        told = self._unusual(self.writing.written()) if self.writing.form == RECEIPT else []
        if self.writing.form in (RECEIPT, MEDICINE):
            self._wanted = change.ids[0]
        self.writing.close_up()
        self.make_stale()
        self.tell_done(change, besides=told)
        self.table.setFocus()

    def _unusual(self, given: tuple[StockLot, StockMove] | None) -> list[str]:
        if given is None or self._found is None:
            return []
        found = warnings_about(given[0], day=self._found.today, within_days=self._found.soon)
        return [str(one.message) for one in found]

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems or not self.writing.is_open():
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    # narrow and wide

    def _escape(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        else:
            self._put_away()
        self._alone = False
        self._make_room()
        self.table.setFocus()

    def _make_room(self) -> None:
        self._fit()
        self._show_card()

    def _fit(self) -> None:
        """A panel stands beside the list where there is room for both, else in its place."""
        tight = self.width() < theme.worn().scaled(ROOM)
        self.states.setVisible(not self._alone and not (tight and any(one.is_open() for one in self._panels)))
        for panel in self._panels:
            panel.move_under(tight)
        self.card.move_under(self._alone)

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self._alone = self._alone and narrow
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _views() -> dict[str, str]:
    return {
        ALL: _("All medicines"),
        LOW: _("Low"),
        EXPIRING: _("Expires soon"),
        CONTROLLED: _("Special control"),
    }
