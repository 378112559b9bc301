"""Writing a rehabilitation plan: versions, rows that come and go, what is refused, taking back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from carebook.actions import therapy_plans as deeds
from carebook.actions.change import Outdated, Refused
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import PlanState
from carebook.records.rehabilitation import FunctionRating, PlannedTherapy, Qualifier
from carebook.store import therapy_plans
from carebook.store.book import Book
from tests.actions import therapy_plan_samples as samples
from tests.actions.care_plans.standings import leave
from tests.actions.therapy_plans.conftest import Stay


def refused(act: Callable[[], object]) -> str:
    """The English pattern of the sentence a deed is refused with."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.message.id


def test_a_version_is_kept_as_it_was_written(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.saved(book, stay.id, stay.therapist, now)
    file = samples.file_of(book, plan.id, now)
    assert (file.plan.number, file.standing, file.plan.indication) == (1, "draft", "Tập đi, tập dùng tay phải")
    assert [(one.therapy, one.sessions, one.position) for one in file.therapies] == [("pt", 120, 0)]
    assert [(one.thread, one.levels) for one in file.goals] == [("walk", samples.LEVELS)]
    assert [(one.code, one.qualifier) for one in file.functions] == [("d450", Qualifier.SEVERE)]
    assert file.authors == {stay.therapist.staff_member_id}


def test_rows_come_go_and_change_places(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.saved(book, stay.id, stay.therapist, now)
    file = samples.file_of(book, plan.id, now)
    about = {"episode_id": stay.id, "therapy_plan_id": plan.id}
    written = replace(
        file.content,
        therapies=(PlannedTherapy(**about, therapy="ot", minutes=45), *file.therapies),
        functions=(FunctionRating(**about, code="b730"),),
        goals=(replace(file.goals[0], text="Đi 15 m"),),
    )
    change = deeds.save_rehabilitation_plan(book, written, by=stay.therapist, now=now, seen=file.plan.version)
    after = samples.file_of(book, plan.id, now)
    assert [one.therapy for one in after.therapies] == ["ot", "pt"]
    assert [one.code for one in after.functions] == ["b730"]
    assert (after.goals[0].id, after.goals[0].text) == (file.goals[0].id, "Đi 15 m")
    with book.looking(now) as reader:
        struck = reader.records(FunctionRating, "code = 'd450'", (), withdrawn=True)
    assert [one.withdrawn_because for one in struck] == ["bỏ khỏi kế hoạch"]
    undo_deed(book, change.op, by=stay.therapist, now=now)
    assert samples.file_of(book, plan.id, now).goals[0].text == file.goals[0].text


def test_a_page_opened_earlier_overwrites_nothing(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.saved(book, stay.id, stay.therapist, now)
    file = samples.file_of(book, plan.id, now)
    only_a_row = replace(file.content, goals=(replace(file.goals[0], text="Đi 15 m"),))
    deeds.save_rehabilitation_plan(book, only_a_row, by=stay.doctor, now=now, seen=file.plan.version)
    with pytest.raises(Outdated):
        deeds.save_rehabilitation_plan(book, file.content, by=stay.therapist, now=now, seen=file.plan.version)


def test_one_version_is_written_at_a_time(book: Book, stay: Stay, now: datetime) -> None:
    samples.saved(book, stay.id, stay.therapist, now)
    told = refused(lambda: samples.saved(book, stay.id, stay.therapist, now))
    assert told == "Plan version {number} is not settled yet. Go on with it before a new one is written."


def test_impossible_days_are_refused_beside_their_field(book: Book, stay: Stay, now: datetime) -> None:
    written = samples.content(stay.id, stay.doctor.staff_member_id)
    wrong = replace(written, therapies=(replace(written.therapies[0], minutes=600),))
    with pytest.raises(Refused) as caught:
        deeds.save_rehabilitation_plan(book, wrong, by=stay.therapist, now=now)
    assert [one.field for one in caught.value.problems] == ["therapies.0.minutes"]


def test_what_is_submitted_stands_still_until_it_is_taken_back(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.submitted(book, stay.id, stay.therapist, now)
    file = samples.file_of(book, plan.id, now)
    told = refused(lambda: deeds.save_rehabilitation_plan(book, file.content, by=stay.therapist, now=now))
    assert told == "Plan version {number} is awaiting approval and cannot be changed. Withdraw it to go on writing."
    assert refused(lambda: deeds.withdraw_rehabilitation_plan(book, plan.id, by=stay.therapist, now=now)).startswith(
        "Say why"
    )
    deeds.withdraw_rehabilitation_plan(book, plan.id, by=stay.therapist, now=now, reason="viết thêm")
    assert samples.file_of(book, plan.id, now).standing == "withdrawn"
    again = samples.file_of(book, plan.id, now).content
    deeds.save_rehabilitation_plan(book, again, by=stay.therapist, now=now)
    plan = deeds.submit_rehabilitation_plan(book, plan.id, by=stay.therapist, now=now).result
    assert (plan.state, plan.round) == (PlanState.SUBMITTED, 2)


def test_an_unfinished_version_is_not_submitted(book: Book, stay: Stay, now: datetime) -> None:
    written = samples.content(stay.id, stay.doctor.staff_member_id, consent=None, indication="")
    plan = deeds.save_rehabilitation_plan(book, written, by=stay.therapist, now=now).result
    with pytest.raises(Refused) as caught:
        deeds.submit_rehabilitation_plan(book, plan.id, by=stay.therapist, now=now)
    assert {one.field for one in caught.value.problems} == {"indication", "consent"}


def test_leaving_ends_the_plan_and_nothing_more_is_written(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    leave(book, stay.id, stay.director, now)
    assert samples.file_of(book, plan.id, now).standing == "ended"
    with book.looking(now) as reader:
        assert therapy_plans.plan_in_force(reader, stay.id) is None
        assert therapy_plans.goals_in_force(reader, stay.id) == ()
    told = refused(lambda: samples.saved(book, stay.id, stay.therapist, now))
    assert told == "The stay ended on {date}; its plan is no longer changed."
