"""Form 06: written, refused in words until its criteria hold, frozen with the case, and the plan that ends with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.closures import complete_closure, save_closure
from carebook.actions.conferences import record_conference
from carebook.actions.episodes import discharge_person
from carebook.actions.facility import add_room, add_ward
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import Achievement, CarePlan, Goal, GoalLife, PlanInForce, PlanState
from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.records.conferences import Conference
from carebook.records.episodes import BedAssignment, Episode
from carebook.records.facility import Room, Ward
from carebook.records.intake import FormState
from carebook.records.progress import ProgressNote
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.care_plans import plan_in_force
from carebook.store.closures import ClosureFile, bound_rows, closure_of, course_of, earlier_case
from tests import case_samples, samples
from tests.actions.admissions import admit, emergency, journal_length

TODAY = samples.TODAY
SIGNED = tuple(
    ClosureSignature(episode_id="", closure_id="", party=party, name="Trần Văn Sơn", signed_on=TODAY)
    if party is not ClosureParty.FAMILY
    else ClosureSignature(episode_id="", closure_id="", party=party, waived_because="Không còn người thân")
    for party in ClosureParty
)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Phạm Thu Hà")


def leave(book: Book, by: Actor, now: datetime, stay: Episode, **given: object) -> Episode:
    """End the stay today, the goal reached."""
    ends = {"end_on": TODAY, "end_reason": "goal_reached", "received_by": "Trần Văn Sơn"} | given
    left: Episode = discharge_person(book, replace(stay, **ends), by=by, now=now).result  # type: ignore[arg-type]
    return left


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """A stay that ended today, its goal reached."""
    return leave(book, director, now, admit(book, director, now)[1])


def form(stay: Episode, **given: object) -> Closure:
    """A form on which everything stands."""
    there = {"reason": "goal_reached", "closed_on": TODAY, "no_conference_because": "Hai bên đã đồng ý"}
    return Closure(**{"episode_id": stay.id, "course": "Một năm tập đi"} | there | given)  # type: ignore[arg-type]


def saved(book: Book, by: Actor, now: datetime, closure: Closure, signatures: object = SIGNED) -> ClosureFile:
    """The form as the book keeps it."""
    found: ClosureFile = save_closure(book, closure, signatures, by=by, now=now).result  # type: ignore[arg-type]
    return found


def in_force(book: Book, by: Actor, now: datetime, stay: Episode, **goal: object) -> Goal:
    """A plan in force with one goal."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        plan = writer.add(CarePlan(episode_id=stay.id, state=PlanState.APPROVED, approved_at=now))
        writer.add(PlanInForce(episode_id=stay.id, plan_id=plan.id, since_at=now))
        return writer.add(
            Goal(**{"episode_id": stay.id, "plan_id": plan.id, "thread": new_id(), "text": "Đi 10 m"} | goal)  # type: ignore[arg-type]
        )


def test_a_form_is_kept_with_its_four_signatures_and_written_on(
    book: Book, worker: Actor, stay: Episode, now: datetime
) -> None:
    first = saved(book, worker, now, form(stay, reason=None), ())
    second = saved(book, worker, now, replace(first.closure, reason="goal_reached"))
    with book.reading_for(worker, now) as reader:
        found = closure_of(reader, stay.id)
    assert found == second
    assert found is not None
    assert not found.is_finished
    assert {one.party for one in found.signatures} == set(ClosureParty)
    third = saved(book, worker, now, second.closure, (replace(SIGNED[0], name="Phạm Thu Hà"),))
    assert third.closure.version == second.closure.version + 1
    with book.reading_for(worker, now) as reader:
        again = closure_of(reader, stay.id)
    assert again is not None
    assert sorted(one.name for one in again.signatures) == ["", "Phạm Thu Hà", "Trần Văn Sơn", "Trần Văn Sơn"]


def test_a_second_form_and_an_older_view_are_refused(book: Book, worker: Actor, stay: Episode, now: datetime) -> None:
    first = saved(book, worker, now, form(stay))
    with pytest.raises(Outdated):
        save_closure(book, form(stay), SIGNED, by=worker, now=now)
    save_closure(
        book, first.closure, (replace(SIGNED[0], name="Khác"),), by=worker, now=now, seen=first.closure.version
    )
    with pytest.raises(Outdated):
        save_closure(book, first.closure, SIGNED, by=worker, now=now, seen=first.closure.version)
    with pytest.raises(Outdated):
        complete_closure(book, first.closure.id, by=worker, now=now, seen=first.closure.version)


def test_saving_cannot_finish_a_form(book: Book, worker: Actor, stay: Episode, now: datetime) -> None:
    assert not saved(book, worker, now, form(stay, state=FormState.COMPLETED)).is_finished


def test_closing_ends_the_plan_and_freezes_the_form(book: Book, worker: Actor, stay: Episode, now: datetime) -> None:
    in_force(book, worker, now, stay, achievement=Achievement.ACHIEVED)
    kept = saved(book, worker, now, form(stay))
    change = complete_closure(book, kept.closure.id, by=worker, now=now, seen=kept.closure.version)
    assert not change.undoable
    with book.looking(now) as reader:
        found = closure_of(reader, stay.id)
        (plan,) = reader.records(CarePlan)
        assert plan_in_force(reader, stay.id) is None
    assert found is not None
    assert found.is_finished
    assert found.closure.closer_id == worker.staff_member_id
    assert (plan.state, plan.ended_on) == (PlanState.ENDED, TODAY)
    before = journal_length(book, now)
    for deed in (
        lambda: save_closure(book, found.closure, SIGNED, by=worker, now=now),
        lambda: complete_closure(book, found.closure.id, by=worker, now=now),
        lambda: undo_deed(book, change.op, by=worker, now=now),
    ):
        with pytest.raises(Refused):
            deed()
    assert journal_length(book, now) == before


def test_without_a_plan_a_case_is_closed_all_the_same(book: Book, worker: Actor, stay: Episode, now: datetime) -> None:
    kept = saved(book, worker, now, form(stay))
    assert complete_closure(book, kept.closure.id, by=worker, now=now).result.is_finished


def test_closing_is_refused_in_words_and_leaves_no_trace(
    book: Book, worker: Actor, director: Actor, now: datetime
) -> None:
    stay = leave(book, director, now, admit(book, director, now)[1], received_by="")
    in_force(book, worker, now, stay, life=GoalLife.ACTIVE)
    kept = saved(book, worker, now, form(stay, reason="family_request"), SIGNED[:2])
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        complete_closure(book, kept.closure.id, by=worker, now=now)
    assert refused.value.message.values["n"] == 5
    said = str(refused.value.message)
    for words in ("Đi 10 m", "Gia đình, người giám hộ đề nghị", "Đã đạt mục tiêu trợ giúp"):
        assert words in said
    assert journal_length(book, now) == before
    with book.looking(now) as reader:
        assert plan_in_force(reader, stay.id) is not None


def test_a_version_that_awaits_approval_stands_in_the_way(
    book: Book, worker: Actor, stay: Episode, now: datetime
) -> None:
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        writer.add(CarePlan(episode_id=stay.id, number=2, state=PlanState.SUBMITTED))
    kept = saved(book, worker, now, form(stay))
    with pytest.raises(Refused) as refused:
        complete_closure(book, kept.closure.id, by=worker, now=now)
    assert refused.value.message.values["things"].values == {"n": 2}


def test_a_meeting_that_was_struck_through_is_no_meeting(
    book: Book, worker: Actor, stay: Episode, now: datetime
) -> None:
    meeting = Conference(episode_id=stay.id, held_on=TODAY, subject="Kết thúc", present="Con gái")
    minutes = record_conference(book, meeting, (), (), by=worker, now=now)
    kept = saved(book, worker, now, form(stay, conference_id=minutes.result.conference.id, no_conference_because=""))
    undo_deed(book, minutes.op, by=worker, now=now)
    with pytest.raises(Refused):
        complete_closure(book, kept.closure.id, by=worker, now=now)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"closed_on": date(2026, 11, 23)}, "closed_on"),
        ({"closed_on": date(2026, 1, 4)}, "closed_on"),
        ({"results": "a" * 10_001}, "results"),
    ],
)
def test_what_is_impossible_is_not_kept(
    given: dict[str, object], field: str, book: Book, worker: Actor, stay: Episode, now: datetime
) -> None:
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_closure(book, form(stay, **given), SIGNED, by=worker, now=now)
    assert [p.field for p in refused.value.problems] == [field]
    assert journal_length(book, now) == before


def test_a_saved_form_can_be_taken_back(book: Book, worker: Actor, stay: Episode, now: datetime) -> None:
    change = save_closure(book, form(stay), SIGNED, by=worker, now=now)
    undo_deed(book, change.op, by=worker, now=now)
    with book.looking(now) as reader:
        assert closure_of(reader, stay.id) is None
        assert reader.records(ClosureSignature) == []
    with pytest.raises(Refused):
        complete_closure(book, change.result.closure.id, by=worker, now=now)
    assert saved(book, worker, now, form(stay)).closure.id != change.result.closure.id


def test_the_protected_are_out_of_reach(book: Book, worker: Actor, director: Actor, now: datetime) -> None:
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    kept = saved(book, director, now, form(hidden))
    before = journal_length(book, now)
    for deed in (
        lambda: save_closure(book, kept.closure, SIGNED, by=worker, now=now),
        lambda: complete_closure(book, kept.closure.id, by=worker, now=now),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert "protected" in refused.value.message.id
    assert journal_length(book, now) == before
    with book.reading_for(worker, now) as reader:
        assert closure_of(reader, hidden.id) is None


def test_another_ward_is_out_of_scope(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    wards = [add_ward(book, Ward(name=name), by=director, now=now).result for name in ("Khu A", "Khu B")]
    room = add_room(book, Room(ward_id=wards[1].id, name="B101", beds=2), by=director, now=now).result
    bed = BedAssignment(episode_id="", room_id=room.id, bed="1", from_on=date(2026, 1, 5))
    stay = admit(book, director, now, bed=bed)[1]
    of_a = actor_with(Role.SOCIAL_WORKER, ward_id=wards[0].id)
    meeting = Conference(episode_id=stay.id, held_on=TODAY, subject="Kết thúc", present="Con gái")
    for deed in (
        lambda: save_closure(book, form(stay), SIGNED, by=of_a, now=now),
        lambda: record_conference(book, meeting, (), (), by=of_a, now=now),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.message.values == {"ward": "Khu B"}


# what the book knows


def test_the_course_is_told_from_the_book(book: Book, worker: Actor, stay: Episode, now: datetime) -> None:
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        case_samples.whole_case(writer, stay.person_id, stay.id)
        writer.add(ProgressNote(episode_id=stay.id, kind="family", happened_at=case_samples.MOMENT, text="Con gọi"))
    with book.reading_for(worker, now) as reader:
        course = course_of(reader, stay)
    assert course.assessed_on == (case_samples.DAY,)
    assert course.approved_plans == 1
    assert [one.text for one in course.goals] == ["Đi 10 m bằng khung"]
    assert [one.results for one in course.reviews] == ["Đi được 5 m"]
    assert (course.met_on, course.notes, course.contacts_on) == ((case_samples.DAY,), 2, (case_samples.DAY,))


def test_who_comes_back_has_an_earlier_closed_case(
    book: Book, worker: Actor, director: Actor, stay: Episode, now: datetime
) -> None:
    kept = saved(book, worker, now, form(stay))
    again = samples.episode(stay.person_id, start_on=TODAY, previous_episode_id=stay.id)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        back = writer.add(again)
    with book.reading_for(worker, now) as reader:
        assert earlier_case(reader, back) is None  # the form is only being written
    complete_closure(book, kept.closure.id, by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        found = earlier_case(reader, back)
        assert earlier_case(reader, stay) is None
    assert found is not None
    assert (found.episode.id, found.closure.id) == (stay.id, kept.closure.id)


def test_a_finished_form_stands_on_its_stay_its_minutes_and_its_signatures(
    book: Book, worker: Actor, stay: Episode, now: datetime
) -> None:
    meeting = Conference(episode_id=stay.id, held_on=TODAY, subject="Kết thúc", present="Con gái")
    minutes = record_conference(book, meeting, (), (), by=worker, now=now).result.conference
    kept = saved(book, worker, now, form(stay, conference_id=minutes.id))
    rows = [("episode", stay.id), ("conference", minutes.id), ("closure_signature", kept.signatures[0].id)]
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        assert bound_rows(writer, rows) == set()
    complete_closure(book, kept.closure.id, by=worker, now=now)
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        for row in rows:
            assert bound_rows(writer, [row]) == {("closure", kept.closure.id)}


def test_what_a_case_was_closed_on_can_no_longer_be_undone(
    book: Book, worker: Actor, director: Actor, now: datetime
) -> None:
    there = admit(book, director, now)[1]
    ends = {"end_on": TODAY, "end_reason": "goal_reached", "received_by": "Trần Văn Sơn"}
    left = discharge_person(book, replace(there, **ends), by=director, now=now)  # type: ignore[arg-type]
    meeting = Conference(episode_id=there.id, held_on=TODAY, subject="Kết thúc", present="Con gái")
    minutes = record_conference(book, meeting, (), (), by=worker, now=now)
    closure = form(there, conference_id=minutes.result.conference.id)
    first = save_closure(book, closure, SIGNED, by=worker, now=now)
    later = tuple(replace(one, name="Phạm Thu Hà") for one in SIGNED)
    second = save_closure(book, first.result.closure, later, by=worker, now=now)
    complete_closure(book, first.result.closure.id, by=worker, now=now)
    for op in (left.op, minutes.op, first.op, second.op):
        with pytest.raises(Refused):
            undo_deed(book, op, by=director, now=now)
