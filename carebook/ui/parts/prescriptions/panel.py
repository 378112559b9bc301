"""The panel in which orders are written, changed and stopped, on the page of all orders and on the tab of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from carebook.actions.change import Change, Outdated
from carebook.actions.prescriptions import change_prescription, prescribe, stop_prescription
from carebook.records.medication import Prescription
from carebook.store.book import Reader
from carebook.store.doses import doses_of_order
from carebook.store.prescriptions import Ordering, ordering
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.prescriptions.sheet import FORM, OrderSheet, new_order, stop_sheet
from carebook.ui.parts.prescriptions.words import medicine_words
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import _

STOP_FORM = "prescription_stop"
FORMS = frozenset({FORM, STOP_FORM})


class OrderPanel(WritingPanel):
    """One order at a time. ``began`` when one stands there; ``kept(change)``: it is in the book; ``refused(error)``: what stands
    against it has no field here.
    """

    kept = Signal(object)
    began = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, width=420)
        self._order: Prescription | None = None
        self._had_doses = False
        self._busy = False

    def begin_new(self, episode_id: str) -> None:
        """An empty order for a stay."""
        self._begin(new_order(self._desk, episode_id))

    def begin_change(self, order: Prescription) -> None:
        """An order written anew."""
        self._begin(order)

    def _begin(self, order: Prescription) -> None:
        if not self.has_unsaved():
            asked = partial(_asked, order=order, today=self._desk.today())
            self._desk.ask(self, asked, partial(self._open_order, order), self.refused.emit, key="ordering")

    def _open_order(self, order: Prescription, asked: tuple[Ordering | None, bool]) -> None:
        found, had_doses = asked
        if found is None:
            return
        self._order, self._had_doses = order, had_doses
        begun = replace(order, stopped_because="", **_from_now(self._desk)) if had_doses else order
        sheet = OrderSheet(self._desk, found, begun, changes=had_doses)
        title = _("Change the order") if order.id else _("Write an order")
        self.open(sheet, FORM, order.id or order.episode_id, title, f"{found.name} · {found.code}")
        self.began.emit()

    def begin_stop(self, order: Prescription) -> None:
        """An order that ends."""
        if self.has_unsaved():
            return
        self._order, self._had_doses = order, True
        self.open(stop_sheet(self._desk, order), STOP_FORM, order.id, _("Stop the medicine"), medicine_words(order))
        self.began.emit()

    def keep(self) -> None:
        """Do the deed that keeps what stands on the sheet."""
        written = None if self._busy else self.written()
        order = self._order
        if not isinstance(written, Prescription) or order is None:
            return
        self._busy = True
        then, failed = self._kept_now, self._refused_now
        if self.form == STOP_FORM:
            given = (order.id, written.stopped_on, written.stopped_round)
            why = written.stopped_because
            self._desk.do(stop_prescription, *given, seen=order.version, reason=why, then=then, failed=failed)
        elif order.id:
            why = written.stopped_because if self._had_doses else ""
            self._desk.do(change_prescription, written, seen=order.version, reason=why, then=then, failed=failed)
        else:
            self._desk.do(prescribe, written, then=then, failed=failed)

    def _kept_now(self, change: Change) -> None:
        self._busy = False
        self.close_up()
        self.kept.emit(change)

    def _refused_now(self, error: BaseException) -> None:
        self._busy = False
        problems: Any = getattr(error, "problems", ())
        if problems and not isinstance(error, Outdated):
            self.show_problems(problems)
        else:
            self.refused.emit(error)


def _from_now(desk: Desk) -> dict[str, Any]:
    """Where the order begins that takes the place of another: with the next round."""
    fresh = new_order(desk, "")
    return {"from_on": fresh.from_on, "from_round": fresh.from_round, "prescribed_on": fresh.prescribed_on}


def _asked(reader: Reader, order: Prescription, today: date) -> tuple[Ordering | None, bool]:
    """What must be known before an order is written, and whether doses of it were recorded."""
    given = bool(doses_of_order(reader, order.id)) if order.id else False
    return ordering(reader, order.episode_id, today), given
