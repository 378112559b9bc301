"""Minutes of meetings: kept, corrected, struck through, frozen with the case, and turned into drafts of goals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.conferences import amend_conference, propose_goals, record_conference, strike_conference
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import Activity, CarePlan, Goal, GoalLife, PlanInForce, PlanState
from carebook.records.closures import Closure
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.care_plans import plan_in_force, plans_of
from carebook.store.conferences import ConferenceFile, conference_file, conferences_of
from tests.actions.admissions import admit, emergency, journal_length

DAY = date(2026, 11, 20)


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Phạm Thu Hà")


def meeting(stay: Episode, **given: object) -> Conference:
    """A meeting of two days ago."""
    return replace(
        Conference(episode_id=stay.id, held_on=DAY, subject="Thống nhất kế hoạch", present="Con gái\nBác sĩ"),
        **given,  # type: ignore[arg-type]
    )


FOUND = (
    ConferenceFinding(episode_id="", conference_id="", domain="health", finding="Đi 5 m đã mệt"),
    ConferenceFinding(episode_id="", conference_id="", domain="relations", finding="  "),
)
DECIDED = (
    ConferenceDecision(
        episode_id="", conference_id="", domain="health", text="Tập đi hằng ngày", due_on=date(2027, 1, 31)
    ),
    ConferenceDecision(episode_id="", conference_id="", domain="relations", text="Con gái thăm mỗi tháng"),
)


@pytest.fixture
def minutes(book: Book, worker: Actor, stay: Episode, now: datetime) -> ConferenceFile:
    """Minutes with one finding and two decisions."""
    found: ConferenceFile = record_conference(book, meeting(stay), FOUND, DECIDED, by=worker, now=now).result
    return found


def plan(book: Book, by: Actor, now: datetime, stay: Episode, state: PlanState, *, in_force: bool = False) -> CarePlan:
    """A version with one goal that has one activity."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        number = 1 + len(writer.records(CarePlan, "episode_id = ?", (stay.id,)))
        made = writer.add(CarePlan(episode_id=stay.id, number=number, state=state, general_goal="Tự đi lại"))
        goal = writer.add(
            Goal(episode_id=stay.id, plan_id=made.id, thread=new_id(), text="Đi 10 m", life=GoalLife.ACTIVE)
        )
        writer.add(Activity(episode_id=stay.id, plan_id=made.id, goal_id=goal.id, text="Tập mỗi sáng"))
        if in_force:
            writer.add(PlanInForce(episode_id=stay.id, plan_id=made.id, since_at=now))
    return made


def kept(book: Book, now: datetime, minutes: ConferenceFile) -> ConferenceFile:
    """The minutes as the book has them."""
    with book.looking(now) as reader:
        found = conference_file(reader, minutes.conference.id)
    assert found is not None
    return found


# minutes


def test_what_was_said_is_kept_and_empty_findings_are_not(book: Book, now: datetime, minutes: ConferenceFile) -> None:
    found = kept(book, now, minutes)
    assert found == minutes
    assert found.finding("health") == "Đi 5 m đã mệt"
    assert found.finding("relations") == ""
    assert [one.text for one in found.decisions] == ["Tập đi hằng ngày", "Con gái thăm mỗi tháng"]
    assert [one.position for one in found.decisions] == [0, 1]


def test_the_newest_meeting_stands_first(
    book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    earlier = record_conference(book, meeting(stay, held_on=date(2026, 3, 1)), (), (), by=worker, now=now).result
    with book.reading_for(worker, now) as reader:
        found = conferences_of(reader, stay.id)
    assert [one.conference.id for one in found] == [minutes.conference.id, earlier.conference.id]
    assert found[0] == minutes


def test_correcting_keeps_what_stays_and_strikes_what_goes(
    book: Book, worker: Actor, now: datetime, minutes: ConferenceFile
) -> None:
    health = replace(minutes.findings[0], finding="Đi 8 m")
    second = replace(minutes.decisions[1], text="Con gái thăm hai lần mỗi tháng")
    new = replace(DECIDED[0], text="Đổi giường thấp")
    change = amend_conference(
        book,
        replace(minutes.conference, conclusion="Tiếp tục"),
        (health,),
        (second, new),
        by=worker,
        now=now,
        seen=minutes.conference.version,
    )
    found = kept(book, now, minutes)
    assert found == change.result
    assert found.conference.conclusion == "Tiếp tục"
    assert [(one.id == minutes.decisions[1].id, one.text) for one in found.decisions] == [
        (True, "Con gái thăm hai lần mỗi tháng"),
        (False, "Đổi giường thấp"),
    ]
    with book.looking(now) as reader:
        gone = reader.record(ConferenceDecision, minutes.decisions[0].id)
    assert gone is not None
    assert gone.is_withdrawn
    undo_deed(book, change.op, by=worker, now=now)
    back = kept(book, now, minutes)
    assert [one.text for one in back.decisions] == ["Tập đi hằng ngày", "Con gái thăm mỗi tháng"]
    assert back.conference.conclusion == ""


def test_a_change_of_one_row_is_seen_by_who_still_looks_at_the_earlier_minutes(
    book: Book, worker: Actor, now: datetime, minutes: ConferenceFile
) -> None:
    seen = minutes.conference.version
    changed = (replace(minutes.decisions[0], responsible="Khu A"),)
    amend_conference(book, minutes.conference, (), changed, by=worker, now=now, seen=seen)
    with pytest.raises(Outdated):
        amend_conference(book, minutes.conference, (), (), by=worker, now=now, seen=seen)


def test_the_undone_minutes_are_gone(
    book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    with book.looking(now) as reader:
        op = reader.value("SELECT op FROM journal WHERE row_id = ?", (minutes.conference.id,))
    undo_deed(book, op, by=worker, now=now)
    with book.looking(now) as reader:
        assert conferences_of(reader, stay.id) == ()
        assert reader.records(ConferenceDecision, "episode_id = ?", (stay.id,)) == []


def test_striking_through_needs_a_reason_and_takes_everything_along(
    book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    with pytest.raises(Refused) as refused:
        strike_conference(book, minutes.conference.id, by=worker, now=now, reason=" ")
    assert refused.value.problems[0].field == "reason"
    strike_conference(book, minutes.conference.id, by=worker, now=now, reason="Nhập nhầm người")
    with book.looking(now) as reader:
        assert conferences_of(reader, stay.id) == ()
        rows: list[type[Record]] = [ConferenceFinding, ConferenceDecision]
        struck = [one for cls in rows for one in reader.records(cls, withdrawn=True)]
    assert {one.withdrawn_because for one in struck} == {"Nhập nhầm người"}
    with pytest.raises(Refused) as refused:
        amend_conference(book, minutes.conference, (), (), by=worker, now=now)
    assert refused.value.message.values == {"why": "Nhập nhầm người"}


def test_minutes_a_case_was_closed_on_are_frozen(
    book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    meeting_id = minutes.conference.id
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        writer.add(Closure(episode_id=stay.id, state=FormState.COMPLETED, conference_id=meeting_id))
    before = journal_length(book, now)
    for deed in (
        lambda: amend_conference(book, minutes.conference, (), (), by=worker, now=now),
        lambda: strike_conference(book, meeting_id, by=worker, now=now, reason="Nhập nhầm"),
        lambda: propose_goals(book, meeting_id, [minutes.decisions[0].id], by=worker, now=now),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert "closed on these minutes" in refused.value.message.id
    assert journal_length(book, now) == before


@pytest.mark.parametrize(
    ("given", "field"),
    [({"held_on": None}, "held_on"), ({"held_on": date(2026, 11, 23)}, "held_on"), ({"subject": ""}, "subject")],
)
def test_impossible_minutes_leave_no_trace(
    given: dict[str, object], field: str, book: Book, worker: Actor, stay: Episode, now: datetime
) -> None:
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        record_conference(book, meeting(stay, **given), (), (), by=worker, now=now)
    assert [p.field for p in refused.value.problems] == [field]
    assert journal_length(book, now) == before


def test_who_may_not_see_the_person_may_not_write_about_them(
    book: Book, director: Actor, worker: Actor, now: datetime
) -> None:
    _, hidden = admit(book, director, now, episode=emergency(), category="victim_dv")
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        record_conference(book, meeting(hidden), (), (), by=worker, now=now)
    assert "protected" in refused.value.message.id
    assert journal_length(book, now) == before
    kept = record_conference(book, meeting(hidden), FOUND, DECIDED, by=director, now=now).result
    with book.reading_for(worker, now) as reader:
        assert conferences_of(reader, hidden.id) == ()
        assert conference_file(reader, kept.conference.id) is None


# goals


def test_without_a_plan_the_first_draft_is_begun(
    book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    change = propose_goals(book, minutes.conference.id, [minutes.decisions[0].id], by=worker, now=now)
    with book.looking(now) as reader:
        (file,) = plans_of(reader, stay.id)
    assert file == change.result
    assert (file.plan.number, file.plan.state) == (1, PlanState.DRAFT)
    (goal,) = file.goals
    assert (goal.text, goal.life, goal.due_on) == ("Tập đi hằng ngày", GoalLife.PROPOSED, date(2027, 1, 31))
    decisions = kept(book, now, minutes).decisions
    assert [one.goal_thread for one in decisions] == [goal.thread, None]


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.RETURNED, PlanState.WITHDRAWN])
def test_a_version_that_is_being_written_takes_them_in(
    state: PlanState, book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    written = plan(book, worker, now, stay, state)
    ids = [one.id for one in minutes.decisions]
    propose_goals(book, minutes.conference.id, ids, by=worker, now=now)
    with book.looking(now) as reader:
        (file,) = plans_of(reader, stay.id)
    assert (file.plan.id, file.plan.state) == (written.id, state)
    assert [one.text for one in file.goals] == ["Đi 10 m", "Tập đi hằng ngày", "Con gái thăm mỗi tháng"]
    assert [one.text for one in file.activities] == ["Tập mỗi sáng"]


def test_the_plan_in_force_stays_as_it_is_and_a_new_version_begins(
    book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    old = plan(book, worker, now, stay, PlanState.APPROVED, in_force=True)
    change = propose_goals(book, minutes.conference.id, [minutes.decisions[1].id], by=worker, now=now)
    with book.looking(now) as reader:
        newest, before = plans_of(reader, stay.id)
        there = plan_in_force(reader, stay.id)
    assert there == before
    assert before.plan.id == old.id
    assert [one.text for one in before.goals] == ["Đi 10 m"]
    assert (newest.plan.number, newest.plan.replaces_id, newest.plan.state) == (2, old.id, PlanState.DRAFT)
    assert [one.text for one in newest.goals] == ["Đi 10 m", "Con gái thăm mỗi tháng"]
    assert newest.goals[0].thread == before.goals[0].thread
    undo_deed(book, change.op, by=worker, now=now)
    with book.looking(now) as reader:
        assert [one.plan.number for one in plans_of(reader, stay.id)] == [1]
    assert [one.goal_thread for one in kept(book, now, minutes).decisions] == [None, None]


def test_a_version_that_awaits_approval_is_not_touched(
    book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    plan(book, worker, now, stay, PlanState.SUBMITTED)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        propose_goals(book, minutes.conference.id, [minutes.decisions[0].id], by=worker, now=now)
    assert "awaiting approval" in refused.value.message.id
    assert journal_length(book, now) == before


def test_a_decision_becomes_one_goal_only(
    book: Book, worker: Actor, stay: Episode, now: datetime, minutes: ConferenceFile
) -> None:
    first, second = (one.id for one in minutes.decisions)
    propose_goals(book, minutes.conference.id, [first], by=worker, now=now)
    propose_goals(book, minutes.conference.id, [first, second], by=worker, now=now)
    with book.looking(now) as reader:
        (file,) = plans_of(reader, stay.id)
    assert [one.text for one in file.goals] == ["Tập đi hằng ngày", "Con gái thăm mỗi tháng"]
    with pytest.raises(Refused):
        propose_goals(book, minutes.conference.id, [first, second], by=worker, now=now)


def test_correcting_minutes_keeps_which_goal_a_decision_became(
    book: Book, worker: Actor, now: datetime, minutes: ConferenceFile
) -> None:
    propose_goals(book, minutes.conference.id, [minutes.decisions[0].id], by=worker, now=now)
    thread = kept(book, now, minutes).decisions[0].goal_thread
    stale = replace(minutes.decisions[0], responsible="Khu A")  # as a page has it that was opened before
    amend_conference(book, minutes.conference, (), (stale,), by=worker, now=now)
    assert thread
    assert [one.goal_thread for one in kept(book, now, minutes).decisions] == [thread]
