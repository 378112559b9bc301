"""Questions about consents to share information, and about who must agree to one."""

from __future__ import annotations

from datetime import date

from carebook.dates import age_on
from carebook.records.people import Person
from carebook.records.referrals import Consent
from carebook.rules.consents import Asked
from carebook.rules.dated import limit_on
from carebook.store import code_lists
from carebook.store.book import Reader


def consents_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[Consent, ...]:
    """The consents of a stay, the newest first; with ``withdrawn`` also those struck through."""
    reader.asks("services")
    order = "given_on DESC, id DESC"
    return tuple(reader.records(Consent, "episode_id = ?", (episode_id,), order=order, withdrawn=withdrawn))


def asked_of(reader: Reader, person: Person, day: date) -> Asked:
    """Who is asked for a consent of a person on a day: from which age a child agrees too is dated data of the book."""
    limits = code_lists.limits(reader)
    age = age_on(person.born, day)
    return Asked(
        age.years if age is not None else None,
        limit_on(limits, "age_own_opinion", day).value,
        limit_on(limits, "age_childhood_ends", day).value,
    )
