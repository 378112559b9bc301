"""What a handover is drafted from, under whose name, and what of it nobody may read who works in the ward."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carebook.records.daily_care import CareEntry
from carebook.records.episodes import Absence, AbsenceKind, BedAssignment, Episode
from carebook.records.facility import Ward
from carebook.records.incidents import Incident, Severity
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.progress import ProgressNote
from carebook.records.shifts import HandoverLine, ShiftHandover, ShiftState
from carebook.records.staff import Actor, Role
from carebook.rules.shifts import DraftLine
from carebook.store.book import Book, new_id
from carebook.store.shifts import (
    Draft,
    drafted,
    end_of_shift_before,
    handover_file,
    handover_on,
    handovers,
    head_count_of,
    last_handover,
    sheets_missing,
    signers,
)
from tests import samples
from tests.daily_care_samples import plan_help
from tests.shift_samples import DAY, World, at, nurse, resident, world, write

END = at(13, 55)
LONG_AGO = date(2026, 1, 5)


@pytest.fixture
def ward(book: Book, director: Actor) -> World:
    return world(book, director)


def draft(ward: World, by: Actor | None = None, code: str = "morning") -> Draft:
    with ward.book.reading_for(by or ward.nurse, END) as reader:
        return drafted(reader, ward.duty(code), ward.ward.id, END)


def told(lines: tuple[DraftLine, ...]) -> list[tuple[str, str]]:
    return [(line.heading, "; ".join(one.id for one in line.said)) for line in lines]


def measured(ward: World, place: int, measure: str, value: float, **given: object) -> Observation:
    facts = {
        "episode_id": ward.stays[place].id,
        "measure": measure,
        "duty_on": DAY,
        "round": "morning",
        "taken_at": at(7, 10),
        "value": value,
        "done_by_id": ward.nurse.staff_member_id,
    }
    return Observation(**(facts | given))  # type: ignore[arg-type]


def order(ward: World, place: int, **given: object) -> Prescription:
    facts = {
        "episode_id": ward.stays[place].id,
        "medicine": "Amlodipin",
        "strength": "5 mg",
        "dose": 1.0,
        "rounds": ("08",),
        "from_on": DAY - timedelta(days=9),
        "prescribed_on": DAY - timedelta(days=9),
        "prescriber": "BS Quách Văn Long Não",
    }
    return Prescription(**(facts | given))  # type: ignore[arg-type]


def test_only_what_changed_in_the_shift_is_drafted(ward: World) -> None:
    by, book = ward.nurse, ward.book
    write(
        book,
        by,
        at(7, 15),
        measured(ward, 0, "blood_pressure", 182, value_second=104),
        measured(ward, 0, "pulse", 72),
        measured(ward, 1, "blood_pressure", 118, value_second=76),
        measured(ward, 2, "temperature", 36.9, unusual_because="measured_again"),
        measured(ward, 2, "temperature", 39.5, taken_at=at(15), round="afternoon"),
    )
    (old,) = write(book, by, at(6, day=DAY - timedelta(days=9)), order(ward, 1))
    doses = [
        Administration(
            episode_id=ward.stays[1].id,
            prescription_id=old.id,
            duty_on=DAY,
            round="08",
            given_at=at(8, 5),
            state=state,
            reason="will_not" if state is DoseState.REFUSED else None,
            done_by_id=by.staff_member_id,
        )
        for state in (DoseState.REFUSED, DoseState.GIVEN)
    ]
    write(book, by, at(8, 6), doses[0])
    write(
        book,
        by,
        at(9),
        order(ward, 2, medicine="Paracetamol", prescribed_on=DAY, from_on=DAY, as_needed=True, rounds=()),
    )
    with book.changing(by.account_id, at(10), new_id(), "test") as writer:
        writer.amend(replace(old, stopped_on=DAY, stopped_because="hạ huyết áp"))
    fall = Incident(
        number="1/2026",
        happened_at=at(9, 40),
        kind="fall",
        severity=Severity.MODERATE,
        episode_id=ward.stays[0].id,
        ward_id=ward.ward.id,
        text="Trượt ở cửa.",
        reported_by_id=by.staff_member_id,
    )
    secret = replace(fall, kind="abuse_allegation", confidential=True, number="M1/2026")
    write(book, by, at(10), fall, secret, replace(fall, happened_at=at(3), number="2/2026"))
    note = ProgressNote(episode_id=ward.stays[1].id, happened_at=at(11), text="Mất ngủ hai đêm.", for_handover=True)
    write(book, by, at(11), note, replace(note, text="Ăn ngon.", for_handover=False))
    left = Absence(episode_id=ward.stays[2].id, kind=AbsenceKind.HOSPITAL, from_on=DAY, left_at=at(10, 50).time())
    write(book, by, at(10, 55), left)
    plan = MonitoringPlan(
        episode_id=ward.stays[1].id, measure="weight", frequency="daily", from_on=DAY - timedelta(days=3)
    )
    write(book, by, at(6), plan)
    found = draft(ward)
    assert told(found.lines)[:8] == [
        ("watch", "{time}: {text}"),
        ("watch", "{time}: {text}"),
        ("incidents", "{kind} ({severity}) at {time}; {text}"),
        ("medicines", "{state}: {medicines}, {round}; {text}"),
        ("orders", "Stopped: {order}"),
        ("orders", "New order: {order}"),
        ("absences", "Went away: {kind}, {time}"),
        ("notes", "{time}: {text}"),
    ]
    by_id = {line.about_table: line for line in found.lines}
    assert str(by_id["incident"].said[0].values["kind"]) == "Ngã"
    assert by_id["incident"].episode_id == ward.stays[0].id
    assert [line.episode_id for line in found.lines[:2]] == [ward.stays[0].id, ward.stays[2].id]
    undone = [line for line in found.lines if line.heading == "undone"]
    assert [one.about_table for one in undone] == ["monitoring_plan"]
    assert undone[0].said[0].values["n"] == 1
    assert found.heads.figures | {"at_start": 3, "at_end": 3, "in_hospital": 1} == found.heads.figures


def test_no_stool_for_days_and_care_that_is_not_written_down_are_told(ward: World) -> None:
    by, book = ward.nurse, ward.book
    write(
        book,
        by,
        at(6),
        MonitoringPlan(
            episode_id=ward.stays[0].id, measure="stool", frequency="daily", from_on=DAY - timedelta(days=3)
        ),
    )
    with book.changing(by.account_id, at(6), new_id(), "test") as writer:
        for stay in ward.stays[:2]:
            plan_help(writer, stay.id, since=at(6, day=DAY - timedelta(days=1)))
    helped = CareEntry(
        episode_id=ward.stays[1].id, duty_on=DAY, shift="morning", done_by_id=by.staff_member_id, recorded_at=at(13)
    )
    write(book, by, at(13), helped)
    lines = draft(ward).lines
    assert [
        (one.heading, one.said[0].values["days"], one.episode_id) for one in lines if one.about_id.endswith("stool")
    ] == [("watch", 3, ward.stays[0].id)]
    assert [(one.heading, one.said[0].values["n"]) for one in lines if one.about_table == "care_entry"] == [
        ("undone", 1)
    ]
    before = at(8, day=DAY - timedelta(days=20))
    heavier = measured(ward, 2, "weight", 50.0, taken_at=before, duty_on=before.date(), round=None)
    write(book, by, at(9), heavier, measured(ward, 2, "weight", 47.0, unusual_because="oedema", round=None))
    (lost,) = [one.said[0].values["text"] for one in draft(ward).lines if one.about_table == "observation"]
    assert (lost.values["now"], lost.values["percent"], lost.values["days"]) == ("47,0", "6,0", 20)
    noted = measured(ward, 0, "stool", 1, taken_at=at(8), round=None)
    write(book, by, at(8), noted)
    assert not any(one.about_id.endswith("stool") for one in draft(ward).lines)


def test_restricted_people_stand_under_their_alias_and_without_words(ward: World, director: Actor) -> None:
    book = ward.book
    with book.changing(director.account_id, at(6), new_id(), "test") as writer:
        writer.amend(replace(ward.stays[0], confidential=True))
    fall = Incident(
        happened_at=at(9), kind="fall", episode_id=ward.stays[0].id, ward_id=ward.ward.id, text="Kể tên người chồng."
    )
    note = ProgressNote(episode_id=ward.stays[0].id, happened_at=at(9), text="Kể tên người chồng.", for_handover=True)
    high = measured(ward, 0, "blood_pressure", 190, value_second=100)
    write(book, director, at(9), fall, note, high)
    for by in (ward.nurse, director):
        found = draft(ward, by)
        assert told(found.lines) == [("watch", "{time}: {text}"), ("incidents", "{kind} ({severity}) at {time}")]
    sheet = ShiftHandover(duty_on=DAY, shift="morning", ward_id=ward.ward.id)
    (kept,) = write(book, director, at(13), sheet)
    line = HandoverLine(shift_handover_id=kept.id, heading="watch", episode_id=ward.stays[0].id, text="Huyết áp cao")
    write(book, director, at(13), line)
    seen = {}
    for by in (ward.nurse, director):
        with book.reading_for(by, END) as reader:
            file = handover_file(reader, kept.id)
        assert file is not None
        seen[by.name] = (file.lines[0].name, bool(file.lines[0].person_id))
    assert seen == {ward.nurse.name: ("Bạn 1", False), director.name: ("Trần Thị An", True)}


def test_the_head_count_follows_beds_stays_and_the_hours_that_were_written(ward: World, director: Actor) -> None:
    book = ward.book
    other = write(book, director, at(5), Ward(name="Khu B", position=2))[0]
    there = write(book, director, at(5), samples.room(other.id, name="B101"))[0]
    with book.changing(director.account_id, at(9), new_id(), "test") as writer:
        _person, new = resident(writer, ward.room, 7, "Nguyễn Thị Mới", start_on=DAY)
        bed = writer.records(BedAssignment, "episode_id = ?", (ward.stays[0].id,))[0]
        writer.amend(replace(bed, to_on=DAY))
        writer.add(BedAssignment(episode_id=ward.stays[0].id, room_id=there.id, bed="1", from_on=DAY))
    with book.changing(director.account_id, at(12), new_id(), "test") as writer:
        stay = writer.record(Episode, ward.stays[1].id)
        bed = writer.records(BedAssignment, "episode_id = ?", (ward.stays[1].id,))[0]
        assert stay is not None
        writer.amend(replace(stay, end_on=DAY, end_reason="home"))
        writer.amend(replace(bed, to_on=DAY))
    found = draft(ward)
    assert (found.heads.at_start, found.heads.came, found.heads.went, found.heads.at_end) == (3, 1, 2, 2)
    assert sorted(line.said[0].id for line in found.lines if line.heading == "absences") == [
        "Admitted",
        "Left for good: {why}",
        "Moved to {ward}",
    ]
    assert {line.episode_id for line in found.lines} == {new.id, ward.stays[0].id, ward.stays[1].id}
    with book.reading_for(ward.nurse, END) as reader:
        early = head_count_of(reader, ward.duty(), ward.ward.id, at(10))
        whole = head_count_of(reader, ward.duty(), "", END)
        elsewhere = head_count_of(reader, ward.duty(), other.id, END)
    assert (early.came, early.went, early.at_end) == (1, 1, 3)
    assert (whole.at_start, whole.came, whole.went, whole.at_end) == (3, 1, 1, 3)
    assert (elsewhere.came, elsewhere.at_end) == (1, 1)


def test_the_sheets_that_were_written(ward: World, director: Actor) -> None:
    book = ward.book
    night = ShiftHandover(
        duty_on=DAY - timedelta(days=1), shift="night", ward_id=ward.ward.id, state=ShiftState.TAKEN, at_end=4
    )
    morning = replace(night, duty_on=DAY, shift="morning", state=ShiftState.REPLACED)
    again = replace(morning, state=ShiftState.DRAFT, giver_id=ward.nurse.staff_member_id)
    kept = write(book, director, at(13), night, morning, again)
    stranger = nurse(book, director, at(5), "Ngọ Thị Bạch Mai", Role.NURSE, ward_id=new_ward(book, director).id)
    with book.reading_for(ward.nurse, END) as reader:
        rows = handovers(reader, DAY - timedelta(days=1), DAY, ward.ward.id)
        file = handover_on(reader, ward.duty(), ward.ward.id)
        last = last_handover(reader, ward.duty(), ward.ward.id)
        before = end_of_shift_before(reader, ward.duty(), ward.ward.id)
        names = {one.name for one in signers(reader, DAY, ward.ward.id)}
    assert [row.id for row in rows] == [kept[2].id, kept[1].id, kept[0].id]
    assert rows[0].giver == ward.nurse.name
    assert file is not None
    assert file.handover.id == kept[2].id
    assert [one.thing for one in file.counts][:2] == ["ward_keys", "cupboard_keys"]
    assert last is not None
    assert last.handover.id == kept[0].id
    assert before == 4
    assert {ward.nurse.name, ward.next_nurse.name} <= names
    assert stranger.name not in names


def test_a_shift_that_ended_without_a_signed_sheet_is_asked_for(ward: World, director: Actor) -> None:
    book, mine = ward.book, ward.ward.id
    yesterday = DAY - timedelta(days=1)

    def missing(hour: int, minute: int = 0) -> list[tuple[str, str | None]]:
        with book.reading_for(ward.nurse, at(hour, minute)) as reader:
            found = sheets_missing(reader, at(hour, minute))
        assert all(one.kind == "shift_sheet" and one.due_at is not None for one in found)
        return [(f"{dict(one.about)['day'][-2:]} {dict(one.about)['shift']}", one.ward_id) for one in found]

    assert missing(15) == []  # nobody hands over by sheets
    taken = ShiftHandover(duty_on=yesterday, shift="morning", ward_id=mine, state=ShiftState.TAKEN)
    night = replace(taken, shift="night", state=ShiftState.GIVEN)
    draft = replace(taken, duty_on=DAY, state=ShiftState.DRAFT)
    write(book, director, at(13), taken, night, draft)
    assert missing(14, 59) == [("21 afternoon", mine)]  # the morning shift ended an hour ago, but for a minute
    assert missing(15) == [("21 afternoon", mine), ("22 morning", mine)]
    write(book, director, at(15), replace(taken, duty_on=DAY, ward_id=None))
    assert missing(16) == [("21 afternoon", mine)]  # one sheet for the whole center
    other = new_ward(book, director)
    write(book, director, at(15), replace(night, ward_id=other.id))
    assert missing(16) == [("21 afternoon", mine), ("21 afternoon", other.id)]
    with book.reading_for(ward.nurse, at(16)) as reader:
        first = sheets_missing(reader, at(16))[0]
    assert first.what == f"{ward.duty('afternoon').shift.text}, {ward.ward.name}, 21/11/2026"


def new_ward(book: Book, director: Actor) -> Ward:
    found: Ward = write(book, director, at(5), Ward(name="Khu B", position=2))[0]
    return found
