"""The morning briefing: drafted from the book, concluded, frozen with the facts of that morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carebook.actions.briefings import freeze_briefing, save_briefing
from carebook.actions.change import Outdated, Refused
from carebook.actions.undo import undo_deed
from carebook.records.incidents import Incident, Severity
from carebook.records.shifts import DutyRoster, HandoverLine, MorningBriefing, ShiftHandover, ShiftState
from carebook.records.staff import Actor
from carebook.rules.briefings import BriefingSheet
from carebook.store.book import Book
from carebook.store.briefings import briefing_facts, briefings
from tests import samples
from tests.shift_samples import DAY, at, world, write

NOW = at(7, 30)
EVE = DAY - timedelta(days=1)


def test_a_briefing_is_drafted_concluded_and_frozen(book: Book, director: Actor) -> None:
    ward = world(book, director)
    fall = Incident(
        number="1/2026",
        happened_at=at(23, 10, EVE),
        kind="fall",
        severity=Severity.SLIGHT,
        episode_id=ward.stays[0].id,
        ward_id=ward.ward.id,
        text="Trượt.",
    )
    write(book, director, at(23, 30, EVE), fall, replace(fall, number="M1", confidential=True))
    night = ShiftHandover(duty_on=EVE, shift="night", ward_id=ward.ward.id, state=ShiftState.DRAFT)
    (sheet,) = write(book, director, at(5), night)
    line = HandoverLine(shift_handover_id=sheet.id, heading="watch", episode_id=ward.stays[1].id, text="Sốt 38,6 °C")
    write(book, director, at(5), line, replace(line, included=False), samples.absence(ward.stays[2].id, from_on=EVE))
    nurse = ward.nurse.staff_member_id
    write(book, director, at(5), DutyRoster(staff_member_id=nurse, duty_on=DAY, shift="morning"))
    with book.reading_for(director, NOW) as reader:
        facts = briefing_facts(reader, DAY, NOW)
    assert (facts.until, facts.since) == (at(6), at(6, day=EVE))
    assert (len(facts.incidents), facts.restricted_incidents, facts.open_incidents) == (1, 1, 1)
    assert [len(one.lines) for one in facts.sheets] == [1]
    (told,) = facts.wards
    assert (told.beds, told.heads.at_end, told.heads.in_hospital, facts.total.present) == (6, 3, 1, 2)
    assert [[one.member.id for one in there] for _shift, there in facts.on_duty] == [[nurse], [], []]
    briefing = MorningBriefing(held_on=DAY)
    kept = save_briefing(book, briefing, by=director, now=NOW).result
    with pytest.raises(Refused):  # one a day
        save_briefing(book, briefing, by=director, now=NOW)
    with pytest.raises(Refused) as lacks:
        freeze_briefing(book, kept.id, by=director, now=NOW)
    assert [one.field for one in lacks.value.problems] == ["led_by_id", "conclusion"]
    full = replace(kept, led_by_id=director.staff_member_id, conclusion="Theo dõi sát người sốt.")
    with pytest.raises(Outdated):
        save_briefing(book, full, by=director, now=NOW, seen=7)
    save_briefing(book, full, by=director, now=NOW, seen=kept.version)
    change = freeze_briefing(book, kept.id, by=director, now=NOW)
    frozen = BriefingSheet.from_frozen(change.result.frozen)
    assert frozen.led_by == "Đào Thị Hướng Dương"
    assert frozen.shifts[0].lines == ("A101 · Lê Văn Bình · Sốt 38,6 °C",)
    assert frozen.wards[-1][-1] == "2"
    assert BriefingSheet.from_frozen(frozen.frozen()) == frozen
    with pytest.raises(Refused):
        save_briefing(book, full, by=director, now=NOW)
    with pytest.raises(Refused):
        undo_deed(book, change.op, by=director, now=NOW)
    with pytest.raises(Refused) as ahead:
        save_briefing(book, MorningBriefing(held_on=DAY + timedelta(days=1)), by=director, now=NOW)
    assert ahead.value.problems[0].field == "held_on"
    with book.reading_for(director, NOW) as reader:
        assert [one.id for one in briefings(reader, EVE, DAY)] == [kept.id]
