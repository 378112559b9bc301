"""The sheets on which a medicine of the list, a receipt, and what leaves the cupboard are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from carebook.dates import written
from carebook.records.medication import Medicine, MoveKind, StockLot, StockMove
from carebook.rules.medicines import called
from carebook.rules.stock import is_expired, said
from carebook.store.stock import CupboardLine
from carebook.ui.pages.stock.asking import Stock
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _

_FIRST = "first"
"""In the list of lots: those that expire first."""
_OF_LOT = ("medicine_id", "lot", "expires_on", "source", "supplier", "price")
_OF_RECEIPT = ("kind", "amount", "moved_on", "paper_no", "done_by_id", "because")
_OF_TAKING = ("kind", "medicine_id", "lot_id", "amount", "because", "moved_on", "paper_no", "done_by_id")


def medicine_sheet(desk: Desk, medicine: Medicine) -> FormSheet:
    """A medicine of the list."""
    names = ("name", "substance", "strength", "form", "unit", "controlled", "keep_at_least", "note")
    form = Form(
        [section("", Medicine, *names, *(("ended_on",) if medicine.version else ()))],
        desk.today,
        choices={"form": desk.choices("medicine_form"), "unit": desk.choices("medicine_unit")},
        columns=1,
    )
    return FormSheet(form, medicine)


class ReceiptSheet(FormSheet):
    """A lot received or returned, and how much of it; `written` gives both records."""

    def __init__(self, desk: Desk, found: Stock, medicine_id: str) -> None:
        kinds = [(MoveKind.RECEIVED.value, _("Received into stock")), (MoveKind.RETURNED.value, _("Returned to stock"))]
        form = Form(
            [section("", StockLot, *_OF_LOT), section("", StockMove, *_OF_RECEIPT)],
            desk.today,
            choices={
                "medicine_id": _medicines(found.lines),
                "source": desk.choices("medicine_source"),
                "kind": kinds,
                "done_by_id": found.here,
            },
            columns=1,
        )
        super().__init__(form, StockLot(medicine_id=medicine_id))
        # both records declare their medicine alike, so that the one field is that of both
        self._move = StockMove(
            medicine_id=medicine_id, lot_id="", moved_on=desk.today(), done_by_id=desk.actor.staff_member_id
        )
        form.load(self._move)
        form.editor("amount").set_value(None)
        form.mark_saved()

    def written(self) -> tuple[StockLot, StockMove] | None:
        lot: StockLot | None = self.form.record(self._record)
        if lot is None:
            return None
        move: StockMove | None = self.form.record(self._move)
        return (lot, move) if move is not None else None

    def take_focus(self) -> None:
        chosen = bool(self.form.value("medicine_id"))
        self.form.editor("lot" if chosen else "medicine_id").setFocus()


class TakingSheet(FormSheet):
    """What leaves the cupboard other than by a dose; without a choice of lot those that expire first."""

    def __init__(self, desk: Desk, found: Stock, move: StockMove) -> None:
        self._desk, self._found = desk, found
        form = Form(
            [section("", StockMove, *_OF_TAKING)],
            desk.today,
            choices={
                "medicine_id": _medicines(one for one in found.lines if one.lots),
                "kind": [(MoveKind.GIVEN_OUT.value, _("Given out")), (MoveKind.DESTROYED.value, _("Destroyed"))],
                "done_by_id": found.here,
            },
            labels={"because": _("For whom, for what; why destroyed")},
            columns=1,
        )
        self._medicine = ""
        super().__init__(form, move)
        form.editor("amount").set_value(None)
        self._offer_lots()
        form.editor("lot_id").set_value(move.lot_id or _FIRST)
        form.mark_saved()
        form.changed.connect(self._offer_lots)

    def _offer_lots(self) -> None:
        """The lots of the chosen medicine, each with what is left."""
        chosen = self.form.value("medicine_id") or ""
        if chosen == self._medicine:
            return
        self._medicine = chosen
        line = self._found.line(chosen)
        lots = [(one.id, self._called(line, one.id)) for one in line.lots] if line is not None else []
        self.form.editor("lot_id").offer([(_FIRST, _("First to expire first")), *lots])
        self.form.editor("lot_id").set_value(_FIRST)

    def _called(self, line: CupboardLine, lot_id: str) -> str:
        held = next(one for one in line.lots if one.id == lot_id)
        until = written(held.lot.expires_on) if held.lot.expires_on else "–"
        unit = self._desk.words("medicine_unit", line.medicine.unit)
        words = _("expired {day}") if is_expired(held.lot, self._found.today) else _("until {day}")
        return f"{held.lot.lot} · {words.format(day=until)} · {said(held.left)} {unit}"

    def written(self) -> StockMove | None:
        move: StockMove | None = super().written()
        return replace(move, lot_id="") if move is not None and move.lot_id == _FIRST else move

    def take_focus(self) -> None:
        chosen = bool(self.form.value("medicine_id"))
        self.form.editor("amount" if chosen else "medicine_id").setFocus()


def _medicines(lines: Iterable[CupboardLine]) -> Choices:
    return [(one.id, called(one.medicine)) for one in lines]


def taken_from(medicine_id: str, desk: Desk, *, lot_id: str = "", kind: MoveKind = MoveKind.GIVEN_OUT) -> StockMove:
    """What is taken out today by who is signed in."""
    return StockMove(
        medicine_id=medicine_id,
        lot_id=lot_id,
        kind=kind,
        moved_on=desk.today(),
        done_by_id=desk.actor.staff_member_id,
    )
