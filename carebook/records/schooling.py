"""School years, vocational courses and jobs of a person, followed also after they left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Schooling(Record):
    """One school year: school, level, class and result. ``school_year`` is written "2026-2027"."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    school_year: str = fact(N_("School year"), hint=N_("for example 2026-2027"), required=True, default="")
    level: str | None = fact(N_("Level of education"), codes="education", required=True, default=None)
    school: str = fact(N_("School"), default="")
    class_name: str = fact(N_("Class"), context="at school", default="")
    special: bool = fact(N_("Special education"), default=False)
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)
    result: str | None = fact(N_("Result of the year"), codes="school_result", default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class VocationalCourse(Record):
    """One course that teaches a trade."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    trade: str = fact(N_("Trade"), context="learnt", required=True, default="")
    provider: str = fact(N_("Taught by"), default="")
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)
    result: str | None = fact(N_("Result of the course"), codes="course_result", default=None)
    certificate: str = fact(N_("Certificate"), default="")
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class Employment(Record):
    """One job, and whether it still held after three and six months (None: not asked yet)."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    job: str = fact(N_("Job"), required=True, default="")
    employer: str = fact(N_("Employer"), default="")
    place: str = fact(N_("Where"), default="")
    from_on: date | None = fact(N_("Works there since"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    income: int | None = fact(N_("Income per month"), Kind.MONEY, unit="đ", default=None)
    kept_3_months: bool | None = fact(N_("Still there after 3 months"), Kind.YES, default=None)
    kept_6_months: bool | None = fact(N_("Still there after 6 months"), Kind.YES, default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")
