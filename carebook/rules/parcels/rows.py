"""Which facts of which people may go into a data package (TT 02/2020 Điều 9, Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.records.stay_facts import StayFacts
from carebook.rules.parcels.reading import PersonRow
from carebook.words import N_, Message, message


class Basis(Enum):
    """Why names may leave the book: a managing agency asks for them by law, or each person agreed to this receiver."""

    LAW = "law"
    CONSENT = "consent"


BASIS_WORDS = {
    Basis.LAW: N_("Reporting duty to the managing agency"),
    Basis.CONSENT: N_("Consent of each person to this receiver"),
}

FACTS = {
    "full_name": N_("Name"),
    "born": N_("Born"),
    "sex": N_("Sex"),
    "national_id": N_("National ID"),
    "category": N_("Category"),
    "since_on": N_("Admitted on"),
    "until_on": N_("Left on"),
}
"""What may be chosen for a package, with its words; the code of the file always goes."""

USUAL_FACTS = frozenset({"full_name", "born", "sex", "category", "since_on", "until_on"})
_MANAGING = frozenset({"department", "department_section", "ministry", "commune_office"})


@dataclass(frozen=True)
class Resident:
    """One stay of the report with what a package may tell; ``agreed``: a consent to this receiver stands today."""

    stay: StayFacts
    national_id: str = ""
    agreed: bool = False


def problem_with_basis(basis: Basis, role: str) -> Message | None:
    """Why names may not go to a receiver of that role on that basis; None when they may."""
    if basis is Basis.LAW and role not in _MANAGING:
        return message("This receiver is no managing agency: names go there only with the consent of each person.")
    return None


def row_of(resident: Resident, facts: Collection[str], basis: Basis, cutoff: date) -> PersonRow:
    """What is told of one person: the chosen facts, of the stay as it stood at the end of ``cutoff``.

    A confidential file, and on the basis of consent one without it, keeps name, birth and number back: a confidential one goes
    by its alias, another by its code.
    """
    stay = resident.stay
    kept_back = stay.masked or (basis is Basis.CONSENT and not resident.agreed)
    named = "full_name" in facts and not kept_back
    ended = stay.end_on if stay.end_on is not None and stay.end_on <= cutoff else None
    return PersonRow(
        code=stay.code,
        full_name=stay.name if named or (stay.masked and "full_name" in facts) else stay.code,
        born=stay.born.text if "born" in facts and stay.born is not None and not kept_back else "",
        sex=stay.sex if "sex" in facts else "",
        national_id=resident.national_id if "national_id" in facts and not kept_back else "",
        category=_category(stay, ended or cutoff) if "category" in facts else "",
        since_on=stay.start_on if "since_on" in facts else None,
        until_on=ended if "until_on" in facts else None,
        alias=not named,
    )


def _category(stay: StayFacts, day: date) -> str:
    """The category of the stay on a day; the first one holds from the start."""
    held = [one.category for n, one in enumerate(stay.categories) if not n or one.from_on <= day]
    return held[-1] if held else ""
