"""Medicines, lots and moves as tests need them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from carebook.actions.medicines import save_medicine
from carebook.actions.stock import receive_stock
from carebook.records.medication import Medicine, MoveKind, StockLot, StockMove
from carebook.records.staff import Actor
from carebook.store.book import Book

TODAY = date(2026, 11, 22)


def medicine(**given: Any) -> Medicine:
    """Amlodipin 5 mg, tablets, of which 60 are to be kept."""
    return Medicine(
        **{"name": "Amlodipin", "substance": "Amlodipin", "strength": "5 mg", "keep_at_least": 60.0} | given
    )


def lot(medicine_id: str, **given: Any) -> StockLot:
    """Lot A01, good until the end of March 2027."""
    return StockLot(**{"medicine_id": medicine_id, "lot": "A01", "expires_on": date(2027, 3, 31)} | given)


def move(medicine_id: str, amount: float = 100.0, **given: Any) -> StockMove:
    """100 received on the first of the month."""
    return StockMove(
        **{
            "medicine_id": medicine_id,
            "lot_id": "",
            "kind": MoveKind.RECEIVED,
            "moved_on": date(2026, 11, 1),
            "amount": amount,
            "done_by_id": "nurse",
        }
        | given
    )


def kept_medicine(book: Book, by: Actor, now: datetime, **given: Any) -> Medicine:
    """A medicine on the list of the book."""
    kept: Medicine = save_medicine(book, medicine(**given), by=by, now=now).result
    return kept


def received(book: Book, by: Actor, now: datetime, of: Medicine, amount: float = 100.0, **given: Any) -> StockMove:
    """A lot received into the cupboard; what names a fact of the move is said of it, the rest of the lot."""
    of_move = {name: given.pop(name) for name in ("moved_on", "paper_no", "kind") if name in given}
    one = move(of.id, amount, done_by_id=by.staff_member_id, **of_move)
    kept: StockMove = receive_stock(book, lot(of.id, **given), one, by=by, now=now).result
    return kept
