"""What the page of orders asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.medication import Prescription
from carebook.rules import dated
from carebook.rules.prescriptions import OrderState, ends_soon, state_of
from carebook.rules.search_words import fold
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor
from carebook.store.drafts import Draft, own_drafts
from carebook.store.prescriptions import OrderLine, orders_of, orders_on, people_of_medicines
from carebook.ui.parts.fields import Choices
from carebook.ui.parts.prescriptions import FORMS, medicine_words

CURRENT, ENDING, STOPPED = "current", "ending", "stopped"


@dataclass(frozen=True)
class Orders:
    """The orders on show: those that hold on a day, of everybody or of one person, who then also has the earlier ones.

    ``people`` are all for whom an order can be written; ``soon`` is within how many days an end is near.
    """

    today: date
    lines: tuple[OrderLine, ...]
    people: tuple[CaredFor, ...]
    wards: Choices
    soon: int
    drafts: tuple[Draft, ...]
    who: CaredFor | None = None

    def of(self, view: str, typed: str = "") -> list[OrderLine]:
        """The lines of a view that have all the words typed in their names or medicines."""
        words = fold(typed).split()
        return [one for one in self.lines if self._is_in(view, one) and all(word in _searched(one) for word in words)]

    def _is_in(self, view: str, line: OrderLine) -> bool:
        state = state_of(line.order, self.today)
        if view == ENDING:
            return ends_soon(line.order, self.today, self.soon)
        holds = state in (OrderState.CURRENT, OrderState.AHEAD)
        return holds if view == CURRENT else not holds


def _searched(line: OrderLine) -> str:
    return fold(" ".join((line.who.name, line.who.code, medicine_words(line.order), line.order.substance)))


def orders(reader: Reader, today: date, ward_id: str, episode_id: str) -> Orders:
    """Everything the page shows."""
    people = people_of_medicines(reader, today)
    who = next((one for one in people if one.episode_id == episode_id), None)
    own = [OrderLine(one, who) for one in orders_of(reader, episode_id)] if who is not None else None
    lines = orders_on(reader, today, ward_id) if own is None else own
    return Orders(
        today,
        tuple(lines),
        tuple(people),
        [(one.id, one.name) for one in facility.wards(reader)],
        dated.limit_on(code_lists.limits(reader), "prescription_end_notice", today).value,
        tuple(one for one in own_drafts(reader) if one.form in FORMS),
        who,
    )


def whole_order(reader: Reader, line: OrderLine) -> Prescription:
    """The order of a line with everything its asker may see; the line's own when it is gone."""
    found = orders_of(reader, line.who.episode_id, withdrawn=True)
    return next((one for one in found if one.id == line.id), line.order)
