"""Deeds about incidents: reported in one go, written on, told, remedied, closed, opened anew, struck through; and who may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.incidents import (
    amend_incident,
    close_incident,
    finish_remedy,
    record_notified,
    reopen_incident,
    report_incident,
    save_remedy,
    strike_incident,
)
from carebook.actions.undo import undo_deed
from carebook.records.incidents import Incident, IncidentState, Involved, InvolvedPart, Notified, Severity
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.history import changes_of_record
from carebook.store.incidents import IncidentFile, incident_file, incidents, incidents_of, open_incidents
from tests import incident_samples as given
from tests import samples

DAY = date(2026, 11, 22)


@contextmanager
def refusing(part: str) -> Iterator[None]:
    """The deed inside is refused with a sentence that holds these words."""
    with pytest.raises(Refused) as refused:
        yield
    assert part in refused.value.message.id


def file_of(book: Book, actor: Actor, now: datetime, incident_id: str) -> IncidentFile:
    with book.reading_for(actor, now) as reader:
        found = incident_file(reader, incident_id)
    assert found is not None
    return found


def test_a_fall_is_reported_in_one_go_and_undone(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, _secret = given.two_residents(book, director, now)
    nurse = actor_with(Role.NURSE)
    witness = Involved(incident_id="", staff_member_id=nurse.staff_member_id, part=InvolvedPart.WITNESS)
    outsider = Involved(incident_id="", outsider="Bà Tư (khách thăm)", part=InvolvedPart.WITNESS)
    op = new_id()
    change = report_incident(
        book,
        given.incident(episode_id=stay.id, state=IncidentState.CLOSED),
        [witness, outsider],
        [given.mark(stay.id)],
        [given.told("doctor", 19, told_at=given.FELL_AT + timedelta(minutes=10))],
        by=nurse,
        now=now,
        op=op,
    )
    kept: Incident = change.result
    assert (kept.number, kept.state, kept.shift) == ("01/2026", IncidentState.NEW, "night")
    assert (kept.reported_by_id, kept.entered_by, kept.recorded_at) == (nurse.staff_member_id, nurse.account_id, now)
    assert change.said is not None
    assert change.said.values == {"number": "01/2026"}
    assert "incidents" in change.subjects
    file = file_of(book, nurse, now, kept.id)
    assert (file.line.name, file.line.ward, file.line.reported_by) == ("Trần Thị An 1", "Khu A", "Doãn Thị Cẩm Tú")
    assert [(one.name, one.code) for one in file.involved] == [
        ("Doãn Thị Cẩm Tú", "Điều dưỡng"),
        ("Bà Tư (khách thăm)", ""),
    ]
    assert [(mark.x, mark.y, mark.episode_id) for mark in file.marks] == [(700, 400, stay.id)]
    assert [(one.whom, one.episode_id, one.told_by_id) for one in file.notified] == [
        ("doctor", stay.id, nurse.staff_member_id)
    ]
    assert [(one.whom, one.is_done) for one in file.line.tellings] == [("management", False), ("family", False)]
    with book.reading_for(nurse, now) as reader:
        assert [told.entry.deed for told in changes_of_record(reader, "incident", kept.id)] == ["report_incident"]
        assert [line.id for line in incidents_of(reader, stay.id)] == [kept.id]
        assert [line.id for line in incidents(reader, DAY, DAY)] == [kept.id] == [x.id for x in open_incidents(reader)]
        assert incidents(reader, DAY, DAY, state="closed") == [] == incidents(reader, DAY, DAY, ward_id="other")
        assert incidents(reader, date(2026, 11, 21), date(2026, 11, 21)) == []
    assert report_incident(book, given.incident(), by=nurse, now=now, op=op).undoable is False
    undo_deed(book, op, by=nurse, now=now)
    with book.reading_for(nurse, now) as reader:
        assert incidents(reader, DAY, DAY) == []
    again = report_incident(book, given.incident(kind="power_water"), by=nurse, now=now).result
    assert (again.number, again.episode_id) == ("02/2026", None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": " "}, "place"),
        ({"text": ""}, "text"),
        ({"happened_at": None}, "happened_at"),
        ({"happened_at": datetime.fromisoformat("2026-11-22T02:02:00+00:00")}, "happened_at"),
        ({"kind": "quake"}, "kind"),
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(
    book: Book, director: Actor, now: datetime, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        report_incident(book, given.incident(**wrong), by=director, now=now)
    assert field in {problem.field for problem in refused.value.problems}
    with book.reading_for(director, now) as reader:
        assert open_incidents(reader) == []


def test_rows_that_do_not_belong_are_refused(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, _secret = given.two_residents(book, director, now)
    fall = given.incident(episode_id=stay.id)
    for rows, field in (
        ({"involved": [Involved(incident_id="")]}, "involved"),
        ({"involved": [Involved(incident_id="", episode_id=stay.id)]}, "involved"),
        ({"marks": [given.mark("nobody")]}, "marks"),
        ({"marks": [given.mark(stay.id, x=1001)]}, "marks"),
        ({"notified": [given.told(told_at=None)]}, "notified"),
        ({"notified": [given.told(told_at=given.FELL_AT - timedelta(minutes=1))]}, "notified"),
    ):
        with pytest.raises(Refused) as refused:
            report_incident(book, fall, by=director, now=now, **rows)
        assert {problem.field for problem in refused.value.problems} == {field}
    with pytest.raises(Refused):
        report_incident(book, fall, by=actor_with(Role.INSPECTOR), now=now)
    with book.reading_for(director, now) as reader:
        assert open_incidents(reader) == []
    report_incident(book, replace(fall, kind="death_unexpected"), by=director, now=now)
    with refusing("already"):
        report_incident(book, replace(fall, kind="death_unexpected"), by=director, now=now)


def test_it_is_told_remedied_closed_and_opened_anew(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, _secret = given.two_residents(book, director, now)
    nurse, caregiver = actor_with(Role.NURSE), actor_with(Role.CAREGIVER, name="Phí Thị Hoa Ban")
    fall: Incident = report_incident(book, given.incident(episode_id=stay.id), by=caregiver, now=now).result
    record_notified(book, fall.id, [given.told("management")], by=caregiver, now=now)
    assert file_of(book, nurse, now, fall.id).incident.state is IncidentState.HANDLED
    with pytest.raises(Refused):
        save_remedy(book, given.remedy(fall.id, nurse.staff_member_id), by=caregiver, now=now)
    lamp = save_remedy(book, given.remedy(fall.id, caregiver.staff_member_id), by=nurse, now=now).result
    file = file_of(book, nurse, now, fall.id)
    assert (file.incident.state, file.remedies[0].episode_id) == (IncidentState.REMEDY, stay.id)
    with pytest.raises(Refused) as refused:
        close_incident(book, fall.id, conclusion="Không di chứng", by=director, now=now)
    assert [problem.field for problem in refused.value.problems] == ["cause", "notified", "remedies"]
    with pytest.raises(Refused):
        finish_remedy(book, lamp.id, date(2026, 11, 23), "Đã lắp", by=caregiver, now=now)
    done = finish_remedy(book, lamp.id, DAY, "Đã lắp", by=caregiver, now=now)
    assert file_of(book, nurse, now, fall.id).incident.state is IncidentState.HANDLED
    undo_deed(book, done.op, by=caregiver, now=now)
    assert file_of(book, nurse, now, fall.id).incident.state is IncidentState.REMEDY
    finish_remedy(book, lamp.id, DAY, "Đã lắp", by=caregiver, now=now)
    waived = Notified(incident_id="", whom="family", not_needed_because="không còn người thân")
    (row,) = record_notified(book, fall.id, [waived], by=nurse, now=now).result
    record_notified(book, fall.id, [replace(row, not_needed_because="Không còn người thân nào")], by=nurse, now=now)
    with pytest.raises(LookupError):
        record_notified(book, fall.id, [replace(row, id="other")], by=nurse, now=now)
    with pytest.raises(Refused):
        close_incident(book, fall.id, cause="đèn hỏng", conclusion="ổn", by=nurse, now=now)
    seen = file_of(book, nurse, now, fall.id).incident.version
    with pytest.raises(Outdated):
        close_incident(book, fall.id, cause="đèn hỏng", conclusion="ổn", by=director, now=now, seen=seen - 1)
    closed: Incident = close_incident(
        book, fall.id, cause="đèn hỏng", conclusion="Không di chứng", by=director, now=now, seen=seen
    ).result
    assert (closed.state, closed.closed_on, closed.closed_by_id) == (
        IncidentState.CLOSED,
        DAY,
        director.staff_member_id,
    )
    with book.reading_for(nurse, now) as reader:
        assert open_incidents(reader) == []
    with refusing("closed"):
        amend_incident(book, closed, by=nurse, now=now)
    with refusing("closed"):
        record_notified(book, fall.id, [given.told("police")], by=nurse, now=now)
    with refusing("closed"):
        save_remedy(book, given.remedy(fall.id, nurse.staff_member_id), by=nurse, now=now)
    with pytest.raises(Refused):
        reopen_incident(book, fall.id, by=director, now=now)
    again: Incident = reopen_incident(book, fall.id, by=director, now=now, reason="Đau thêm ở hông").result
    assert (again.state, again.closed_on) == (IncidentState.REOPENED, None)


def test_it_is_written_anew_with_its_people_and_injuries(book: Book, director: Actor, now: datetime) -> None:
    stay, secret = given.two_residents(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        other = given.lived(writer, 3)
    pushed = Involved(incident_id="", episode_id=other.id, part=InvolvedPart.CAUSED)
    hidden = Involved(incident_id="", episode_id=secret.id, part=InvolvedPart.HARMED)
    first: Incident = report_incident(
        book,
        given.incident(episode_id=stay.id),
        [pushed, hidden],
        [given.mark(stay.id), given.mark(stay.id, back=True), given.mark(secret.id)],
        by=director,
        now=now,
    ).result
    file = file_of(book, director, now, first.id)
    front = file.marks[0]
    changed: Incident = amend_incident(
        book,
        replace(first, kind="aggression_resident", severity=Severity.SLIGHT, number="99/1999", cause="giành chỗ ngồi"),
        [replace(file.involved[0].involved, injury="xước tay")],
        [replace(front, note="4 cm"), given.mark(stay.id, injury="scratch")],
        by=director,
        now=now,
        seen=first.version,
    ).result
    assert (changed.number, changed.kind, changed.state) == ("01/2026", "aggression_resident", IncidentState.HANDLED)
    file = file_of(book, director, now, first.id)
    assert [(one.name, one.involved.injury) for one in file.involved] == [("Trần Thị An 3", "xước tay")]
    assert [(one.injury, one.note) for one in file.marks] == [("bruise", "4 cm"), ("scratch", "3 cm")]
    assert [line.id for line in _of(book, director, now, other.id)] == [first.id]
    struck = strike_incident(book, first.id, by=director, now=now, reason="ghi nhầm người")
    assert _of(book, director, now, other.id) == []
    undo_deed(book, struck.op, by=director, now=now)
    assert len(file_of(book, director, now, first.id).marks) == 2
    with pytest.raises(Refused):
        strike_incident(book, first.id, by=director, now=now)


def _of(book: Book, actor: Actor, now: datetime, episode_id: str) -> list[Any]:
    with book.reading_for(actor, now) as reader:
        return incidents_of(reader, episode_id)


def test_a_role_for_one_ward_does_not_reach_the_others(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, _secret = given.two_residents(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        elsewhere = writer.add(samples.ward(name="Khu B"))
    nurse = actor_with(Role.NURSE, ward_id=elsewhere.id)
    with refusing("scope"):
        report_incident(book, given.incident(episode_id=stay.id), by=nurse, now=now)
    fall = report_incident(book, given.incident(episode_id=stay.id), by=director, now=now).result
    cut = report_incident(book, given.incident(kind="power_water", ward_id=fall.ward_id), by=nurse, now=now).result
    for one in (fall, cut):
        with refusing("scope"):
            record_notified(book, one.id, [given.told()], by=nurse, now=now)
