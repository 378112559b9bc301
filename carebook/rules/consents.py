"""Consents to share information (TT 02/2020 Điều 9 khoản 2): what one must say, who must agree, how long it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.referrals import Consent
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

EARLIEST = 1990
_TEXTS = ("shared_with", "purpose", "shared", "withheld", "given_by")


@dataclass(frozen=True)
class Asked:
    """Who is asked: the age of the person in years (None: unknown) and the ages from which and to which a child agrees too."""

    age: int | None
    from_age: int
    to_age: int

    @property
    def child_agrees_too(self) -> bool:
        """Whether the person is a child old enough to agree for themselves."""
        return self.age is not None and self.from_age <= self.age < self.to_age


def giver(person: Person) -> str:
    """The name under which somebody gives a consent: the alias chosen with them, not one the book made of their code."""
    return person.alias if person.alias and person.code not in person.alias else person.full_name


def problems_in_consent(consent: Consent, *, stay: Episode, asked: Asked, today: date) -> list[Problem]:
    """Errors and warnings of a consent, beside their fields."""
    return [*_in_words(consent), *_in_days(consent, stay, today), *_in_child(consent, asked)]


def why_not_approved(consent: Consent, asked: Asked) -> Message | None:
    """What stands against the head approving a consent; None when nothing does."""
    if consent.revoked_on is not None:
        return message("This consent was withdrawn on {day}.", day=written(consent.revoked_on))
    if consent.approved_on is not None:
        return message("This consent was approved on {day}.", day=written(consent.approved_on))
    if asked.child_agrees_too and not consent.child_agreed:
        return message("A child from {age} years agrees too; that is not written yet.", age=asked.from_age)
    return None


def why_not_valid(consent: Consent, day: date, asked: Asked) -> Message | None:
    """Why nothing may be shared on a consent on a day; None when it holds."""
    if consent.is_withdrawn:
        return message("This consent was struck through ({why}).", why=consent.withdrawn_because)
    if consent.revoked_on is not None and consent.revoked_on <= day:
        return message("This consent was withdrawn on {day}.", day=written(consent.revoked_on))
    if consent.given_on is None or consent.given_on > day:
        return message("This consent was not given yet on {day}.", day=written(day))
    if consent.valid_to is not None and consent.valid_to < day:
        return message("This consent was valid to {day}.", day=written(consent.valid_to))
    if asked.child_agrees_too and not consent.child_agreed:
        return message("A child from {age} years agrees too; that is not written yet.", age=asked.from_age)
    if consent.approved_on is None or consent.approved_on > day:
        return message("This consent waits for the approval of the head.")
    return None


def problems_in_revoking(consent: Consent, on: date, *, today: date) -> list[Problem]:
    """What stands against withdrawing a consent on a day."""
    if consent.revoked_on is not None:
        said = message("This consent was withdrawn on {day}.", day=written(consent.revoked_on))
        return [Problem("revoked_on", said)]
    if on > today:
        return [Problem("revoked_on", message("{day} lies in the future.", day=written(on)))]
    if consent.given_on is not None and on < consent.given_on:
        said = message(
            "{day} lies before the consent was given ({given}).", day=written(on), given=written(consent.given_on)
        )
        return [Problem("revoked_on", said)]
    return []


def _in_words(consent: Consent) -> Iterator[Problem]:
    for name, said in (
        ("shared_with", message("Write with whom it is shared.")),
        ("purpose", message("Write what it is shared for.")),
        ("shared", message("Write what may be shared.")),
        ("given_by", message("Write who gave the consent.")),
    ):
        if not getattr(consent, name).strip():
            yield Problem(name, said)
    yield from too_long(consent, _TEXTS)


def _in_days(consent: Consent, stay: Episode, today: date) -> Iterator[Problem]:
    given, until = consent.given_on, consent.valid_to
    if given is None:
        yield Problem("given_on", message("Write on which day the consent was given."))
    elif given.year < EARLIEST:
        yield Problem("given_on", message("The year {year} cannot be meant. Check it.", year=given.year))
    elif given > today:
        yield Problem("given_on", message("{day} lies in the future.", day=written(given)))
    elif given < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(given), start=written(stay.start_on))
        yield warning("given_on", said)
    if given is not None and until is not None and until < given:
        yield Problem(
            "valid_to",
            message("{day} lies before the consent was given ({given}).", day=written(until), given=written(given)),
        )


def _in_child(consent: Consent, asked: Asked) -> Iterator[Problem]:
    if asked.child_agrees_too and consent.child_agreed is None:
        said = message("Ask the child too: from {age} years on nothing is shared without it.", age=asked.from_age)
        yield warning("child_agreed", said)
    elif asked.child_agrees_too and consent.child_agreed is False:
        yield warning("child_agreed", message("The child does not agree; nothing may be shared on this consent."))
