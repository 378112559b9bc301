"""How an order of a medicine reads in lists."""

from __future__ import annotations

from datetime import date

from carebook import money
from carebook.records.medication import Prescription
from carebook.rules.prescriptions import ORDER_WORDS, DoseRound, OrderState, rounds_of, state_of
from carebook.rules.shifts import shifts_of
from carebook.ui.parts.desk import Desk
from carebook.words import _

STATE_MARKS: dict[OrderState, tuple[str, str]] = {
    OrderState.AHEAD: ("ring", "text2"),
    OrderState.CURRENT: ("full", "ok"),
    OrderState.ENDED: ("dash", "text2"),
    OrderState.STOPPED: ("cross", "text2"),
}


def rounds_at(desk: Desk, day: date) -> tuple[DoseRound, ...]:
    """The dose rounds that the center keeps on a day."""
    return rounds_of(desk.codes.choices("dose_round", day), shifts_of(desk.codes.choices("shift", day)))


def medicine_words(order: Prescription) -> str:
    """ "Amlodipin 5 mg"."""
    return " ".join(filter(None, (order.medicine, order.strength)))


def amount_words(desk: Desk, amount: float | None, unit: str) -> str:
    """ "1 viên", "0,5 viên"."""
    if amount is None:
        return "–"
    whole = int(amount) if amount == int(amount) else amount
    return " ".join((money.number(whole), desk.words("medicine_unit", unit)))


def dose_words(desk: Desk, order: Prescription) -> str:
    """What is given at one time: "1 viên · uống · sau ăn"."""
    parts = (amount_words(desk, order.dose, order.unit), desk.words("medicine_way", order.way).lower(), order.with_food)
    return " · ".join(filter(None, parts))


def time_words(desk: Desk, order: Prescription) -> str:
    """When it is given: "08:00, 20:00", "08:00, every 2 days", "As needed: fever"."""
    if order.as_needed:
        return ": ".join(filter(None, (_("As needed"), order.needed_for)))
    rounds = ", ".join(desk.words("dose_round", code) for code in order.rounds)
    if order.every_days == 1:
        return rounds
    return ", ".join((rounds, _("every {n} days").format(n=order.every_days)))


def bound_words(order: Prescription) -> str:
    """What bounds the giving of one as needed: "at most 4 times in 24 hours · 4 hours between"; "" of a regular one."""
    most = _("at most {n} times in 24 hours").format(n=order.most_a_day) if order.most_a_day else ""
    apart = _("{n} hours between").format(n=order.hours_between) if order.hours_between else ""
    return " · ".join(filter(None, (most, apart)))


def days_words(desk: Desk, order: Prescription) -> str:
    """From when to when: "01/11 – 30/11", "từ 01/11"; of a stopped one until it was stopped."""
    first = desk.said_day(order.from_on)
    last = order.stopped_on or order.to_on
    if last is None:
        return _("from {day}").format(day=first)
    return f"{first} – {desk.said_day(last)}"


def state_words(order: Prescription, today: date) -> str:
    """Where the order stands: "Đang dùng", "Đã ngừng"."""
    return _(ORDER_WORDS[state_of(order, today)])
