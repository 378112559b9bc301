"""The incidents of a person: the newest first, the way to the page on which they are handled, and what is withheld."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from carebook.actions.incidents import report_incident, save_remedy
from carebook.records.incidents import Involved
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.person.incidents import IncidentsPart
from carebook.ui.pages.person.view import PersonView, view_of
from carebook.ui.parts.desk import Desk, Place
from tests import incident_samples as given
from tests.ui.pages.stay_desk import button, desk_of, nameless


def shown(qtbot: Any, desk: Desk, person_id: str) -> IncidentsPart:
    with desk.book.reading_for(desk.actor, desk.now()) as reader:
        view = view_of(reader, person_id, desk.today())
    assert isinstance(view, PersonView)
    part = IncidentsPart(desk)
    qtbot.addWidget(part)
    part.resize(900, 400)
    part.show()
    part.show_person(view)
    return part


def test_the_incidents_of_a_person_and_what_is_withheld(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    stay, other = given.two_residents(book, director, now)
    fall = report_incident(book, given.incident(episode_id=stay.id), by=director, now=now).result
    save_remedy(book, given.remedy(fall.id, director.staff_member_id), by=director, now=now)
    quarrel = given.incident(kind="aggression_resident", happened_at=now - timedelta(days=2))
    named = [Involved(incident_id="", episode_id=stay.id)]
    report_incident(book, quarrel, named, by=director, now=now)
    report_incident(book, given.incident(episode_id=stay.id, kind="neglect", happened_at=now), by=director, now=now)
    nurse = actor_with(Role.NURSE)
    with desk_of(book, director, now) as desk:
        part = shown(qtbot, desk, stay.person_id)
        qtbot.waitUntil(lambda: [one.incident.kind for one in rows(part)] == ["neglect", "fall", "aggression_resident"])
        assert part._state(rows(part)[1]).sub
        assert nameless(part) == []
    with desk_of(book, nurse, now) as desk:
        went: list[Place] = []
        desk.went.connect(went.append)
        part = shown(qtbot, desk, stay.person_id)
        qtbot.waitUntil(lambda: [one.incident.kind for one in rows(part)] == ["fall", "aggression_resident"])
        part.table.opened.emit(rows(part)[0])
        button(part, "Report incident").click()
        assert went == [
            Place("incidents", {"incident_id": fall.id}),
            Place("incidents", {"new": "1", "episode_id": stay.id}),
        ]
    with desk_of(book, director, now) as desk:
        part = shown(qtbot, desk, other.person_id)
        qtbot.waitUntil(lambda: part.states.says() == "No incident is written down.")
        report_incident(book, given.incident(episode_id=other.id), by=director, now=now)
        part._ask()
        qtbot.waitUntil(lambda: len(rows(part)) == 1)


def rows(part: IncidentsPart) -> list[Any]:
    return [
        one for row in range(part.table.records.rowCount()) if (one := part.table.records.record_at(row)) is not None
    ]
