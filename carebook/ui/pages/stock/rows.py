"""The list of the cupboard: one medicine a row, what of it can be used, what is low or expires."""

from __future__ import annotations

from collections.abc import Sequence

from carebook.dates import written
from carebook.rules.medicines import called
from carebook.rules.stock import is_low, said
from carebook.store.stock import CupboardLine
from carebook.ui.pages.stock.asking import Stock
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _


class StockTable(RecordTable):
    """The medicines of a view in two lines each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: Stock | None = None
        super().__init__(
            [
                Column("name", _("Medicine"), self._name, 200, 3, ALWAYS),
                Column("left", _("Can be used"), self._left, 110, 0, ALWAYS, align="right"),
                Column("keep", _("Keep at least"), self._keep, 96, 0, 5, align="right"),
                Column("lots", _("Lots"), lambda one: str(len(one.lots)) if one.lots else "–", 56, 0, 4, align="right"),
                Column("expiry", _("First expiry"), self._expiry, 130, 0, 7),
                Column("state", _("State"), self._state, 130, 1, 8),
            ],
            _("Stock of medicines"),
            row_height=44,
        )

    def show_lines(self, found: Stock, lines: Sequence[CupboardLine]) -> None:
        """Show these of what was found."""
        self._found = found
        self.show_records(lines)

    def _name(self, one: CupboardLine) -> Cell:
        icon = "shield-check" if one.medicine.controlled else ""
        return Cell(called(one.medicine), sub=one.medicine.substance, weight=500, icon=icon)

    def _left(self, one: CupboardLine) -> Cell:
        gone = one.left - one.usable
        expired = _("{amount} expired").format(amount=said(gone)) if gone else ""
        unit = self._desk.words("medicine_unit", one.medicine.unit)
        return Cell(f"{said(one.usable)} {unit}", sub=expired, sub_tone="danger", weight=500)

    def _keep(self, one: CupboardLine) -> str:
        return said(one.medicine.keep_at_least) if one.medicine.keep_at_least is not None else "–"

    def _expiry(self, one: CupboardLine) -> Cell:
        if one.first_expiry is None or self._found is None:
            return Cell("–", tone="text2")
        expired = self._found.expires(one)
        tone = "text" if expired is None else "danger" if expired else "warn"
        return Cell(written(one.first_expiry), tone=tone)

    def _state(self, one: CupboardLine) -> Cell:
        expired = self._found.expires(one) if self._found is not None else None
        if expired:
            return Cell(_("Lot expired"), mark=("cross", "danger"))
        if not one.usable:
            return Cell(_("None left"), mark=("ring", "danger" if one.medicine.keep_at_least else "none"))
        if is_low(one.medicine, one.usable):
            return Cell(_("Low"), mark=("half", "warn"))
        if expired is not None:
            return Cell(_("Expires soon"), mark=("half", "warn"))
        return Cell(_("Enough"), mark=("full", "ok"))
