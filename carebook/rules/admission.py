"""What an admission asks for: the papers of its form, and until when they may come later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from carebook.dates import PartialDate, age_on
from carebook.records.codes import Code, HolidayRow, Limit
from carebook.records.people import Person
from carebook.rules.calendar import add_working_days
from carebook.rules.dated import limit_on


@dataclass(frozen=True)
class Circumstances:
    """What decides which papers are asked for, besides the form of admission (NĐ 20/2021 Điều 27)."""

    child: bool = False
    disabled: bool = False
    hiv: bool = False
    abandoned: bool = False
    has_paper: bool = True

    def hold(self, when: Iterable[str]) -> bool:
        """Whether every circumstance a paper depends on is there; a paper without one is always asked for."""
        return all(getattr(self, name) for name in when)


def circumstances(person: Person, category: Code | None, *, day: date, child_age: int) -> Circumstances:
    """The circumstances of somebody admitted on ``day`` under ``category`` (None: not chosen yet)."""
    extra = category.extra if category else {}
    return Circumstances(
        child=bool(extra.get("child")) or is_under(person.born, child_age, day),
        disabled=bool(person.disability_kinds),
        hiv=extra.get("confidential") == "hiv",
        abandoned=bool(category and category.code == "child_abandoned"),
        has_paper=not person.unidentified,
    )


def is_under(born: PartialDate | None, years: int, day: date) -> bool:
    """Whether somebody is younger than ``years`` on ``day``; no when the birth is not known."""
    age = age_on(born, day)
    return age is not None and age.years < years


def papers_asked(papers: Sequence[Code], route: str, given: Circumstances) -> list[Code]:
    """The papers of the list `dossier_paper` that belong to a form of admission in these circumstances, in their order."""
    return [
        paper for paper in papers if route in paper.extra.get("forms", ()) and given.hold(paper.extra.get("when", ()))
    ]


def may_come_later(paper: Code, route: str) -> bool:
    """Whether the paper may be handed in after the admission."""
    return route in paper.extra.get("later", ())


def later_until(
    paper: Code, route: str, start_on: date, limits: Sequence[Limit], own: Sequence[HolidayRow]
) -> date | None:
    """The day by which a paper that may come later is due; None where it may not."""
    if not may_come_later(paper, route):
        return None
    limit = limit_on(limits, str(paper.extra["limit"]), start_on)
    return add_working_days(start_on, limit.value, own)


def emergency_until(start_on: date, limits: Sequence[Limit]) -> date:
    """The last day of emergency care without an extension (NĐ 20/2021 khoản 4 Điều 24)."""
    return start_on + relativedelta(months=limit_on(limits, "emergency_stay", start_on).value)
