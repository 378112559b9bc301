"""Care written down for one person or many, corrected, struck through and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.daily_care import record_care, strike_care
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import HelpLevel
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.daily_care import CareRow, care_of
from tests import samples
from tests.actions.admissions import journal_length
from tests.daily_care_samples import HELP, TODAY, a_ward, care_entry, duty, helped, plan_help


def rows(book: Book, by: Actor, now: datetime, code: str = "morning", day: date = TODAY) -> list[CareRow]:
    with book.reading_for(by, now) as reader:
        return care_of(reader, duty(book, now, code, day))


def test_a_shift_is_written_down_by_one_row_and_its_exceptions(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse, helper = actor_with(Role.NURSE), actor_with(Role.CAREGIVER, name="Lê Thị Hoa")
    ward = a_ward(book, director, now)
    helped(book, director, now, ward.stays[:3])
    assert [(row.is_due, row.is_done) for row in rows(book, nurse, now)] == [(True, False)] * 3 + [(False, False)]
    sheet = [care_entry(stay, helper, from_sheet=True) for stay in ward.stays[:3]]
    eating = replace(sheet[0], kind="eating", not_done="refused")
    before = journal_length(book, now)
    change = record_care(book, [*sheet, eating], by=nurse, now=now)
    assert journal_length(book, now) == before + 4
    assert (change.subjects, len(change.result)) == ({"daily_care"}, 4)
    found = rows(book, nurse, now)
    assert [row.is_done for row in found] == [True, True, True, False]
    first = found[0].entries[0]
    assert (first.done_by_id, first.entered_by, first.recorded_at) == (helper.staff_member_id, nurse.account_id, now)
    assert first.from_sheet
    # corrected, by who saw the newest version only
    wrong = change.result[3]
    better = record_care(
        book, [replace(wrong, not_done=None, level=HelpLevel.FULLY)], by=nurse, now=now + timedelta(minutes=1)
    )
    assert better.result[0].version == 2
    with pytest.raises(Outdated):
        record_care(book, [replace(wrong, not_done="asleep")], by=helper, now=now)
    # a second time: who and when, nothing overwritten, and nothing of the whole sheet is kept
    with pytest.raises(Refused) as refused:
        record_care(book, [replace(eating, kind="bathing"), sheet[1]], by=nurse, now=now)
    assert [(one.field, one.message.values["who"]) for one in refused.value.problems] == [("1.", "Lê Thị Hoa")]
    assert len(rows(book, nurse, now)[0].entries) == 2
    undo_deed(book, better.op, by=nurse, now=now)
    assert [one.not_done for one in rows(book, nurse, now)[0].entries] == [None, "refused"]
    with pytest.raises(Refused):
        strike_care(book, wrong.id, by=nurse, now=now)
    struck = strike_care(book, wrong.id, by=nurse, now=now, reason="nhầm người")
    assert [one.kind for one in rows(book, nurse, now)[0].entries] == [None]
    with pytest.raises(Refused):
        strike_care(book, wrong.id, by=nurse, now=now, reason="lần nữa")
    record_care(book, [eating], by=nurse, now=now)  # struck through, it may be written anew
    with pytest.raises(Refused):
        undo_deed(book, struck.op, by=nurse, now=now)  # and does not come back beside that


def test_what_may_not_be_written(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    ward = a_ward(book, director, now, restricted=frozenset({1}))
    other = a_ward(book, director, now, name="Khu B")
    helped(book, director, now, ward.stays[:2])
    nurse = actor_with(Role.NURSE, ward_id=ward.ward.id)
    before = journal_length(book, now)
    mine = care_entry(ward.stays[0], nurse)
    tomorrow = TODAY + timedelta(days=1)
    for wrong, field in (
        (replace(mine, shift="night"), "0.duty_on"),
        (replace(mine, duty_on=tomorrow), "0.duty_on"),
        (replace(mine, duty_on=date(2025, 12, 31)), "0.duty_on"),
        (replace(mine, shift="siesta"), "0.shift"),
        (replace(mine, done_by_id=None), "0.done_by_id"),
        (care_entry(ward.stays[2], nurse), "0.kind"),  # no plan
        (care_entry(other.stays[0], nurse, kind="eating", level=HelpLevel.SELF), ""),  # another ward
    ):
        with pytest.raises(Refused) as refused:
            record_care(book, [wrong], by=nurse, now=now)
        assert refused.value.problems[0].field == field
    with pytest.raises(Refused):
        record_care(book, [], by=nurse, now=now)
    assert journal_length(book, now) == before
    # a restricted person is cared for under the alias
    done = record_care(book, [care_entry(ward.stays[1], nurse)], by=nurse, now=now)
    assert done.said is not None
    assert done.said.values == {"name": "Hoa Mai"}
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.absence(ward.stays[3], from_on=TODAY - timedelta(days=1)))
        plan_help(writer, ward.stays[3], since=now - timedelta(days=2))
    with pytest.raises(Refused):  # nobody is cared for as planned who lies in hospital
        record_care(book, [care_entry(ward.stays[3], nurse)], by=nurse, now=now)
    away = care_entry(ward.stays[3], nurse, kind="eating", not_done="away")
    assert len(record_care(book, [away], by=nurse, now=now).result) == 1
    found = rows(book, nurse, now)[1]
    assert (found.who.name, found.who.masked, dict(found.plan), found.is_done) == ("Hoa Mai", True, HELP, True)
    kinds = ("eating", "bathing", "sleep", "walking")
    for role, kind in zip((Role.CAREGIVER, Role.DOCTOR, Role.HEAD, Role.DIRECTOR), kinds, strict=True):
        other = actor_with(role)
        kept = record_care(book, [replace(mine, kind=kind, level=HelpLevel.SELF)], by=other, now=now).result[0]
        strike_care(book, kept.id, by=other, now=now, reason="thử")
    for role in (Role.SOCIAL_WORKER, Role.THERAPIST, Role.ACCOUNTANT, Role.INSPECTOR, Role.IT):
        with pytest.raises(Refused):
            record_care(book, [mine], by=actor_with(role), now=now)
        with pytest.raises(Refused):
            strike_care(book, done.result[0].id, by=actor_with(role), now=now, reason="x")


def test_the_plan_of_a_day_is_the_version_that_was_in_force_then(book: Book, director: Actor, now: datetime) -> None:
    ward = a_ward(book, director, now, people=1)
    stay = ward.stays[0]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        plan_help(writer, stay, {"eating": HelpLevel.SELF}, since=now - timedelta(days=20))
        plan_help(writer, stay, {"eating": HelpLevel.FULLY}, number=2, since=now - timedelta(days=5))
    seen = {n: dict(rows(book, director, now, day=TODAY - timedelta(days=n))[0].plan) for n in (30, 10, 5, 0)}
    assert seen == {
        30: {},
        10: {"eating": HelpLevel.SELF},
        5: {"eating": HelpLevel.FULLY},
        0: {"eating": HelpLevel.FULLY},
    }
