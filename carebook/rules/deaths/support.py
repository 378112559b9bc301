"""The funeral support for who died in the center: whether it is due, how much it is, and the order asked, approved, paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carebook.dates import local, written
from carebook.records.codes import Code, Rate
from carebook.records.hospital import Death
from carebook.rules.dated import amount_of, rate_on
from carebook.rules.problem import Problem
from carebook.words import message

_ORDER = ("support_asked_on", "support_approved_on", "support_paid_on")


def is_support_due(route: str, forms: Iterable[Code]) -> bool:
    """Whether the form of admission gives a right to the funeral support (NĐ 20/2021 khoản 3 Điều 25); ``forms`` are the
    words of `admission_form`.
    """
    return any(one.code == route and one.extra.get("funeral", False) for one in forms)


def support_amount(rates: Iterable[Rate], day: date) -> int | None:
    """The support for a death of that day: the standard rate times the coefficient of the day; None where the book knows
    none.
    """
    rates = tuple(rates)
    standard, factor = rate_on(rates, "standard", day), rate_on(rates, "funeral_facility", day)
    return amount_of(standard, factor) if standard is not None and factor is not None else None


def problems_in_support(death: Death, name: str, day: date | None, *, due: bool, today: date) -> list[Problem]:
    """What stands against setting one of the days of the support: the day before it is missing or later, or it is not due."""
    before = _ORDER[_ORDER.index(name) - 1] if name != _ORDER[0] else ""
    died_on = local(death.died_at).date() if death.died_at is not None else None
    earlier = getattr(death, before) if before else died_on
    if not due or death.support_not_due_because.strip():
        because = death.support_not_due_because.strip()
        if because:
            return [Problem("", message("No funeral support is due: {why}.", why=because.rstrip(".")))]
        return [Problem("", message("This form of admission gives no right to the funeral support."))]
    if getattr(death, name) is not None:
        return [Problem(name, message("This was written down on {day}.", day=written(getattr(death, name))))]
    if before and earlier is None:
        said = "asked for" if before == _ORDER[0] else "approved"
        return [Problem(name, _FIRST[said])]
    if day is None:
        return [Problem(name, message("Write the day."))]
    if day > today:
        return [Problem(name, message("{day} lies in the future.", day=written(day)))]
    if earlier is not None and day < earlier:
        return [Problem(name, message("{day} comes before {earlier}.", day=written(day), earlier=written(earlier)))]
    return []


_FIRST = {
    "asked for": message("The support was not asked for yet."),
    "approved": message("The support was not approved yet."),
}
