"""The card beside the list: the lots of a medicine and its book, move after move."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.dates import written
from carebook.records.medication import MOVE_WORDS
from carebook.rules.medicines import called
from carebook.rules.stock import Held, expires_soon, is_expired, said
from carebook.store.stock import CupboardLine, MoveLine
from carebook.ui.pages.stock.asking import Stock, latest_moves
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Chip, label, section_head, two_lines
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, ngettext

_MOST = 200  # moves on show; older ones stand on paper


class MedicineCard(SidePanel):
    """One medicine. ``struck(move_id)`` when a move is to be struck through; ``destroying(lot)`` for an expired lot."""

    struck = Signal(str)
    destroying = Signal(object)

    def __init__(self, desk: Desk, *, width: int = 400) -> None:
        super().__init__(width=theme.worn().scaled(width), closes=False)
        self._desk = desk
        self.moves = RecordTable(
            [
                Column(
                    "day", _("Day"), lambda one: Cell(desk.said_day(one.move.moved_on), sub=one.lot.lot), 98, 0, ALWAYS
                ),
                Column("what", _("Move of stock"), self._what, 120, 2, ALWAYS),
                Column("amount", _("Amount moved"), self._amount, 74, 0, ALWAYS, align="right"),
                Column("left", _("Left in stock"), lambda one: said(one.left), 58, 0, 8, align="right"),
            ],
            _("Book of the medicine"),
            row_height=44,
        )
        self.moves.setMinimumHeight(theme.worn().scaled(220))
        self.moves.picked.connect(self._allow)
        self.strike_button = Button(_("Strike through…"), "ghost")
        self.strike_button.clicked.connect(self._strike)
        self._lots = column(gap=6)
        self.add(section_head(_("Lots")), hairline(), 4, box(self._lots), 10, section_head(_("Book of the medicine")))
        self.body.addWidget(self.moves, 1)
        self.add_actions(self.strike_button)
        self._allow(None)

    def show_line(self, found: Stock, line: CupboardLine | None) -> None:
        """Show a medicine; nothing with None."""
        self.setVisible(line is not None)
        if line is None:
            return
        medicine = line.medicine
        unit = self._desk.words("medicine_unit", medicine.unit)
        kept = _("keep at least {amount}").format(amount=said(medicine.keep_at_least)) if medicine.keep_at_least else ""
        form = self._desk.words("medicine_form", medicine.form)
        self.show_title(called(medicine), " · ".join(filter(None, (medicine.substance, form, kept))))
        emptied(self._lots)
        for held in line.lots:
            self._lots.addWidget(self._lot(found, held, unit))
        if not line.lots:
            self._lots.addWidget(label(_("Nothing of it is in stock."), "muted"))
        self._desk.ask(self, partial(latest_moves, medicine_id=line.id), self._show_moves, key="moves")

    def _lot(self, found: Stock, held: Held, unit: str) -> QFrame:
        lot = held.lot
        until = written(lot.expires_on) if lot.expires_on else "–"
        source = self._desk.words("medicine_source", lot.source)
        said_lot = two_lines(f"{lot.lot} · {said(held.left)} {unit}", " · ".join(filter(None, (source, lot.supplier))))
        if is_expired(lot, found.today):
            destroy = Button(_("Destroy…"), "link")
            destroy.setAccessibleName(_("Destroy lot {lot}").format(lot=lot.lot))
            destroy.clicked.connect(partial(self.destroying.emit, lot))
            destroy.setVisible(self._desk.may("take_out_stock"))
            return box(row((said_lot, 1), Chip(_("expired {day}").format(day=until), "danger"), destroy, gap=6))
        near = expires_soon(lot, found.today, found.soon)
        return box(row((said_lot, 1), Chip(_("until {day}").format(day=until), "warn" if near else "none"), gap=6))

    def _show_moves(self, moves: Sequence[MoveLine]) -> None:
        self.moves.show_records(moves[:_MOST])
        self._allow(self.moves.current())

    def _what(self, one: MoveLine) -> Cell:
        move = one.move
        words = _(MOVE_WORDS[move.kind])
        said_of = one.who or move.because or move.paper_no
        return Cell(_("Dose") if move.administration_id else words, sub=" · ".join(filter(None, (said_of, one.by))))

    def _amount(self, one: MoveLine) -> Cell:
        sign = "+" if one.move.amount > 0 else "−"
        return Cell(f"{sign}{said(abs(one.move.amount))}", weight=500)

    def _allow(self, line: object) -> None:
        by_hand = isinstance(line, MoveLine) and line.move.administration_id is None
        self.strike_button.setVisible(by_hand and self._desk.may("strike_stock_move"))

    def _strike(self) -> None:
        line = self.moves.current()
        if isinstance(line, MoveLine):
            self.struck.emit(line.id)


def said_of(found: Stock) -> str:
    """The line under the title: how many medicines, how many are low, how many lots expire."""
    low = sum(found.is_in("low", one) for one in found.lines)
    expiring = sum(found.expires(one) is not None for one in found.lines)
    parts = [ngettext("{n} medicine", "{n} medicines", len(found.lines)).format(n=len(found.lines))]
    parts += [_("{n} low").format(n=low)] if low else []
    parts += [_("{n} expiring").format(n=expiring)] if expiring else []
    return " · ".join(parts)
