"""Partners (nơi phối hợp): what must be written about one, and whether the center still works with it."""

from __future__ import annotations

from datetime import date

from carebook.records.referrals import Partner
from carebook.rules.intake import too_long
from carebook.rules.names import tone_normalised
from carebook.rules.problem import Problem, warning
from carebook.words import message

EARLIEST = 1990
_TEXTS = ("name", "address", "phone", "hours", "contact", "offers", "note")


def works_with(partner: Partner, day: date) -> bool:
    """Whether the center works with a partner on a day."""
    return partner.to_on is None or day < partner.to_on


def problems_in_partner(partner: Partner, *, today: date, known: tuple[Partner, ...] = ()) -> list[Problem]:
    """Errors and warnings of a partner, beside their fields; ``known`` are the others in the directory."""
    found = too_long(partner, _TEXTS)
    if not partner.name.strip():
        found.append(Problem("name", message("Write the name of the partner.")))
    if not partner.kind:
        found.append(Problem("kind", message("Choose the kind of partner.")))
    if partner.to_on is not None and partner.to_on.year < EARLIEST:
        found.append(Problem("to_on", message("The year {year} cannot be meant. Check it.", year=partner.to_on.year)))
    name = tone_normalised(partner.name)
    same = [one for one in known if one.id != partner.id and works_with(one, today)]
    if name and any(tone_normalised(one.name) == name and one.commune == partner.commune for one in same):
        found.append(warning("name", message("{name} is in the directory already.", name=partner.name.strip())))
    return found
