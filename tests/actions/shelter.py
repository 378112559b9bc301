"""Somebody in the shelter, as tests of protection need them: a restricted stay, who works on it, a partner."""

from __future__ import annotations

from datetime import date, datetime

from carebook.actions.partners import save_partner
from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.referrals import Consent, Partner, Referral
from carebook.records.staff import Actor
from carebook.store.book import Book
from tests import samples
from tests.actions.admissions import admit, emergency

ARRIVED = date(2026, 11, 2)


def sheltered(book: Book, by: Actor, now: datetime, born: str = "1997") -> tuple[Person, Episode]:
    """A woman in the shelter since 2 November 2026, known by her alias."""
    person = samples.person(code="", full_name="Khổng Thị Tường Lam", alias="Chị Hoa Sữa", born=PartialDate(born))
    return admit(book, by, now, person=person, episode=emergency(start_on=ARRIVED), category="victim_dv")


def partner(book: Book, by: Actor, now: datetime, name: str = "Trung tâm trợ giúp pháp lý nhà nước") -> Partner:
    """A partner in the directory."""
    kept: Partner = save_partner(book, Partner(name=name, kind="legal_aid_centre"), by=by, now=now).result
    return kept


def proposed(stay: Episode, to: Partner) -> Referral:
    """A referral that is not sent yet."""
    return Referral(
        episode_id=stay.id, partner_id=to.id, service="legal_aid", reason="Đơn ly hôn", proposed_on=date(2026, 11, 9)
    )


def given(stay: Episode, to: Partner) -> Consent:
    """A consent to share with that partner, not approved yet."""
    return Consent(
        episode_id=stay.id,
        shared_with=to.name,
        purpose="Trợ giúp pháp lý",
        shared="Tên gọi, việc đã xảy ra",
        withheld="Nơi ở, trường của con",
        given_by="Chị Hoa Sữa",
        given_on=date(2026, 11, 9),
    )
