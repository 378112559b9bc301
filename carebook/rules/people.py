"""What is wrong or unusual about a person's facts and the details that identify them."""

from __future__ import annotations

from datetime import date

from carebook.dates import age_on
from carebook.records.people import (
    Address,
    Allergy,
    DisabilityCertificate,
    HealthCard,
    IdentityPaper,
    Person,
    Relative,
)
from carebook.records.record import Record
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.rules import identity, schooling
from carebook.rules.names import normalise
from carebook.rules.problem import Problem
from carebook.words import message

OLDEST = 125


def problems_in(person: Person, *, today: date) -> list[Problem]:
    """Errors and warnings beside the fields of a person."""
    found = []
    if not normalise(person.full_name):
        found.append(Problem("full_name", message("A name is needed; of somebody unknown, choose “Identity unknown”.")))
    elif len(person.full_name) > 200:
        found.append(Problem("full_name", message("The name is longer than 200 letters; was something else pasted?")))
    if person.sex is None:
        found.append(Problem("sex", message("Choose the sex.")))
    if person.born is not None and not person.born.is_unknown:
        age = age_on(person.born, today)
        if person.born.earliest > today:
            found.append(Problem("born", message("The birth lies in the future.")))
        elif age is not None and age.years > OLDEST:
            found.append(Problem("born", message("That would be {years} years old. Check the year.", years=age.years)))
    return found


def problems_in_detail(detail: Record, person: Person, *, today: date) -> list[Problem]:
    """Errors and warnings beside the fields of a paper, card, relative or allergy."""
    match detail:
        case IdentityPaper():
            return _in_identity_paper(detail, person)
        case HealthCard():
            found = []
            reading = identity.read_health_card(detail.number)
            if not detail.number:
                found.append(Problem("number", message("The number is needed.")))
            elif reading.problem is not None:
                found.append(Problem("number", reading.problem))
            return found + _order(detail.valid_from, detail.valid_to, "valid_to")
        case DisabilityCertificate():
            found = []
            if detail.issued_on and detail.issued_on > today:
                found.append(Problem("issued_on", message("The day of issue lies in the future.")))
            return found + _order(detail.issued_on, detail.reassess_on, "reassess_on")
        case Address():
            found = []
            if not (detail.as_written or detail.village or detail.commune or detail.province):
                found.append(Problem("as_written", message("Write at least one part of the address.")))
            return found + _order(detail.from_on, detail.to_on, "to_on")
        case Relative():
            found = []
            if not normalise(detail.full_name):
                found.append(Problem("full_name", message("A name is needed.")))
            if detail.phone:
                phone = identity.read_phone(detail.phone)
                if phone.problem is not None:
                    found.append(Problem("phone", phone.problem))
            if detail.no_contact and detail.emergency:
                found.append(
                    Problem("emergency", message("Somebody not to be contacted cannot be the emergency contact."))
                )
            return found
        case Schooling() | VocationalCourse() | Employment():
            return schooling.problems_in(detail, born=person.born, today=today)
        case Allergy() if not normalise(detail.substance):
            return [Problem("substance", message("Write what the allergy is to."))]
    return []


def _in_identity_paper(paper: IdentityPaper, person: Person) -> list[Problem]:
    if not paper.number.strip():
        return [Problem("number", message("The number is needed."))]
    found = []
    reading = identity.read_identity_number(paper.number)
    if paper.kind == "national_id":
        if reading.problem is not None:
            found.append(Problem("number", reading.problem))
        elif not paper.accepted_because:
            found += [
                Problem("number", warning.message, "warning")
                for warning in identity.national_id_warnings(reading.value, person.sex, person.born)
            ]
    return found + _order(paper.issued_on, paper.valid_to, "valid_to")


def _order(first: date | None, last: date | None, field: str) -> list[Problem]:
    if first is not None and last is not None and last < first:
        return [Problem(field, message("This day comes before the first one."))]
    return []
