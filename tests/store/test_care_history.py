"""What daily care left behind in a period, read from a book: restricted people count, nobody outside the period does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from carebook.records.care_history import Away, Died, Happened, Issued, Measured, Portions, Seen
from carebook.records.daily_care import CareLevel
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.figures import Period
from carebook.records.health import ChronicCondition, Consultation, HealthCheck, Immunisation, Wound
from carebook.records.hospital import Death
from carebook.records.incidents import Incident, Severity
from carebook.records.meals import MealCount, Menu
from carebook.records.monitoring import Observation
from carebook.records.record import Record
from carebook.records.staff import Actor, Role
from carebook.records.supplies import SuppliesIssued
from carebook.store.book import Book, new_id
from carebook.store.care_history import care_history
from tests import samples

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
LAST_MINUTES = datetime(2026, 10, 31, 16, 59, tzinfo=UTC)
"""23:59 of 31/10 in Vietnam; a minute later it is November there."""


def test_everything_of_the_period_is_counted_whoever_asks(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        person = writer.add(samples.person())
        stay = writer.add(samples.episode(person.id, confidential=True, start_on=date(2026, 1, 1)))
        who = director.staff_member_id

        def add(record: Record) -> str:
            return writer.add(record).id

        for day in (date(2026, 10, 5), date(2026, 11, 1)):
            add(Absence(episode_id=stay.id, kind=AbsenceKind.LEAVE, from_on=day))
            add(SuppliesIssued(episode_id=stay.id, item="towel", quantity=2, issued_on=day))
            add(HealthCheck(episode_id=stay.id, checked_on=day))
            add(Immunisation(person_id=person.id, given_on=day))
            add(Wound(episode_id=stay.id, found_on=day))
            add(MealCount(served_on=day, meal="lunch", diet="soft", ordered=10, late=-1))
            add(CareLevel(episode_id=stay.id, level="total" if day.month == 10 else "partial", from_on=day))
        add(Wound(episode_id=stay.id, found_on=date(2026, 10, 6), came_with=True))
        add(MealCount(served_on=date(2026, 10, 6), meal="lunch", diet="ordinary", ordered=20))
        add(Menu(served_on=date(2026, 10, 5), meal="lunch", dishes="Cơm", price=24_000))
        add(Menu(served_on=date(2026, 10, 5), meal="lunch", diet="soft", dishes="Cơm mềm", price=25_000))
        add(ChronicCondition(person_id=person.id, icd="I10", words="Tăng huyết áp"))
        add(ChronicCondition(person_id=person.id, icd="J45", words="Hen", ended_on=date(2026, 10, 2)))
        for at in (LAST_MINUTES, LAST_MINUTES + timedelta(minutes=1)):
            add(Consultation(episode_id=stay.id, held_at=at, complaint="Ho"))
            add(
                Incident(
                    happened_at=at,
                    kind="fall",
                    severity=Severity.MODERATE,
                    episode_id=stay.id,
                    place="A",
                    text="Ngã",
                    reported_by_id=who,
                )
            )
            add(Death(episode_id=stay.id, died_at=at, place="A", cause="Già yếu", icd="R54"))
        for value, on in ((50.0, date(2026, 9, 1)), (48.5, date(2026, 10, 2)), (40.0, date(2026, 11, 2))):
            taken = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
            add(
                Observation(
                    episode_id=stay.id, measure="weight", duty_on=on, taken_at=taken, value=value, done_by_id=who
                )
            )
        beds = room.beds
    for actor in (director, actor_with(Role.CAREGIVER)):
        with book.reading_for(actor, now) as reader:
            found = care_history(reader, OCTOBER)
        assert found.absences == (Away(stay.id, "leave", date(2026, 10, 5)),)
        assert found.issued == (Issued(stay.id, "towel", 2),)
        assert found.checks == (Seen(stay.id, "half_yearly", date(2026, 10, 5)),)
        assert found.vaccinations == (Seen(stay.id, "influenza", date(2026, 10, 5)),)
        assert found.ulcers == (Seen(stay.id, "pressure_ulcer", date(2026, 10, 5)),)
        assert found.meals == (Portions("lunch", 29, 9 * 25_000),)
        assert found.levels == {stay.id: "total"}
        assert found.illnesses == {person.id: ("I10",)}
        assert found.consultations == (Seen(stay.id, "center", date(2026, 10, 31)),)
        assert [(one.kind, one.severity, one.happened_on, one.episode_id) for one in found.incidents] == [
            ("fall", "2", date(2026, 10, 31), stay.id)
        ]
        assert isinstance(found.incidents[0], Happened)
        assert found.deaths == (Died(stay.id, date(2026, 10, 31), "R54"),)
        assert found.measured == {stay.id: Measured(48.5)}
        assert found.beds == beds
