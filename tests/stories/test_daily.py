"""The daily care of the sample book: the named values stand as they are told, all but two incidents are closed, nobody is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from carebook.actions.opening import Opened
from carebook.records.hospital import Death
from carebook.records.incidents import Incident, IncidentState
from carebook.records.medication import DoseState
from carebook.records.people import Person
from carebook.records.shifts import ShiftState
from carebook.reports import month
from carebook.store.book import Reader
from carebook.store.daily_due import daily_due
from carebook.store.doses import doses_of
from carebook.store.meals import menu_of
from carebook.store.observations import observations_of
from carebook.store.prescriptions import orders_of
from carebook.store.shifts import handovers
from carebook.store.wounds import wounds_of
from tests.stories.conftest import NOW, TODAY

DAY = timedelta(days=1)


@pytest.fixture
def reader(sample: Opened) -> Iterator[Reader]:
    with sample.book.reading_for(sample.actor, NOW) as found:
        yield found


def stay_of(reader: Reader, name: str) -> str:
    (person,) = reader.records(Person, "full_name = ?", (name,))
    found = reader.value("SELECT id FROM episode WHERE person_id = ? ORDER BY start_on DESC LIMIT 1", (person.id,))
    return str(found)


@pytest.mark.parametrize(
    ("name", "weights"),
    [
        ("Trần Thị An", [51.0, 48.6, 49.0, 49.6, 50.1, 50.4]),
        ("Mai Thị Ngần", [46.4, 46.2, 46.0, 43.3, 43.1, 43.4, 44.0, 44.6, 45.0]),
    ],
)
def test_named_weights_stand_as_told(reader: Reader, name: str, weights: list[float]) -> None:
    found = observations_of(reader, stay_of(reader, name), TODAY - 400 * DAY, TODAY, "weight")
    assert [one.value for one in sorted(found, key=lambda one: one.duty_on or TODAY)] == weights
    assert all(one.done_by_id and one.entered_by for one in found)


def test_the_wound_heals_grade_by_grade(reader: Reader) -> None:
    (wound,) = wounds_of(reader, stay_of(reader, "Mai Thị Ngần"))
    told = [(look.grade, look.length_mm, look.width_mm) for look in reversed(wound.checks)]
    assert told == [("2", 30, 20), ("3", 35, 25), ("3", 30, 20), ("3", 24, 16), ("3", 18, 11), ("3", 12, 8)]


def test_an_takes_four_medicines_and_most_doses_were_given(reader: Reader) -> None:
    stay = stay_of(reader, "Trần Thị An")
    assert sorted(order.medicine for order in orders_of(reader, stay)) == [
        "Amlodipin",
        "Atorvastatin",
        "Clopidogrel",
        "Metformin",
    ]
    doses = doses_of(reader, stay, TODAY - 31 * DAY, TODAY)
    given = sum(dose.state is DoseState.GIVEN for dose in doses)
    assert len(doses) == 5 * 31
    assert given / len(doses) > 0.85


def test_the_death_of_dien_and_what_followed(reader: Reader) -> None:
    (death,) = reader.records(Death, "episode_id = ?", (stay_of(reader, "Tạ Văn Điền"),))
    assert (death.icd, death.expected, death.support_paid_on) == ("I50.9", True, None)
    assert death.support_approved_on is not None
    assert death.support_amount == 27_000_000


def test_all_but_two_incidents_are_handled_to_the_end(reader: Reader) -> None:
    found = reader.records(Incident, order="happened_at")
    left = [(one.kind, one.state) for one in found if one.state is not IncidentState.CLOSED]
    assert left == [("power_water", IncidentState.REMEDY), ("aggression_resident", IncidentState.HANDLED)]
    assert len(found) > 40


def test_the_last_sheet_waits_for_who_takes_over(reader: Reader) -> None:
    sheets = handovers(reader, TODAY - 5 * DAY, TODAY)
    states = {row.handover.state for row in sheets}
    assert states == {ShiftState.TAKEN, ShiftState.GIVEN}
    assert sum(row.handover.state is ShiftState.GIVEN for row in sheets) == 1


def test_nothing_of_daily_care_is_late(reader: Reader) -> None:
    late = [one for one in daily_due(reader, TODAY) if one.due_on is not None and one.due_on < TODAY]
    assert [(one.kind, one.name) for one in late] == []


def test_the_months_figures_tell_of_it(reader: Reader) -> None:
    figures = month.gather(reader, "2026-10")
    keeping, health, incidents = (figures.table(code) for code in ("B05", "B06", "B16"))
    assert (keeping.cell("resident_days", "total") or 0) > 20 * 28
    assert (health.cell("illness.hypertension", "people") or 0) >= 2
    assert (incidents.cell("total", "total") or 0) >= 3
    assert (incidents.cell("total", "open") or 0) <= 1
    assert len(menu_of(reader, TODAY - TODAY.weekday() * DAY)) == 21
