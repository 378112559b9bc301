"""Visits made, reported, tried in vain, waived, moved and struck through; the end of a follow-up; the law of the due days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carebook.actions.change import Outdated, Refused
from carebook.actions.follow_ups import (
    complete_follow_up_end,
    lay_out_follow_up,
    move_visit,
    plan_visit,
    receive_visit_report,
    record_visit,
    save_follow_up_end,
    strike_visit,
    try_visit,
    waive_visit,
)
from carebook.actions.follow_ups.laying import write_follow_ups
from carebook.actions.returns import write_return
from carebook.actions.undo import undo_deed
from carebook.dates import PartialDate
from carebook.records.codes import Code
from carebook.records.episodes import Episode, EpisodeCategory
from carebook.records.follow_ups import (
    FollowUp,
    FollowUpAttempt,
    FollowUpEnd,
    FollowUpEndKind,
    RiskColour,
    VisitOwner,
    VisitState,
)
from carebook.records.reintegration import Outcome, Reintegration, Stage, StageEntry
from carebook.records.staff import Actor, Role
from carebook.rules.follow_ups import TIGHTENING, schedule, tightened
from carebook.store import code_lists
from carebook.store.book import Book, new_id
from carebook.store.follow_ups import visits_of
from tests import samples
from tests.actions.admissions import journal_length
from tests.actions.handed_over import HANDED_ON, handed_over, write_path

TODAY = date(2026, 11, 22)
GREEN, YELLOW, RED = RiskColour.GREEN, RiskColour.YELLOW, RiskColour.RED


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


def kept(book: Book, now: datetime, path: Reintegration) -> tuple[FollowUp, ...]:
    with book.looking(now) as writer:
        return visits_of(writer, path.id)


def stage_of(book: Book, now: datetime, path: Reintegration) -> StageEntry:
    with book.looking(now) as writer:
        (entry,) = writer.records(StageEntry, "reintegration_id = ? AND to_on IS NULL", (path.id,))
    return entry


def made(visit: FollowUp, risk: RiskColour = GREEN, **given: Any) -> FollowUp:
    about: dict[str, Any] = {
        "done_on": visit.due_on,
        "mode": "visit",
        "seen": "chị gái",
        "risk": risk,
        "problems": "Bỏ thuốc 3 ngày" if risk is not GREEN else "",
    }
    return replace(visit, **about | given)


def tried(visit: FollowUp, on: date = TODAY) -> FollowUpAttempt:
    return FollowUpAttempt(episode_id="", follow_up_id=visit.id, tried_on=on, mode="phone")


def ending(path: Reintegration, **given: Any) -> FollowUpEnd:
    about: dict[str, Any] = {
        "episode_id": path.episode_id,
        "reintegration_id": path.id,
        "ended_on": TODAY,
        "outcome": Outcome.STABLE,
        "reason": "Ổn định 6 tháng",
    }
    return FollowUpEnd(**about | given)


def test_the_visits_laid_out_at_the_handover(book: Book, worker: Actor, now: datetime) -> None:
    path, visits = handed_over(book, worker, now)
    assert [one.due_on.isoformat() for one in visits] == [
        *("2026-05-27", "2026-06-20", "2026-08-20", "2026-11-20", "2027-05-20"),
    ]
    assert {(one.owner, one.template, one.worker_id, one.state) for one in visits} == {
        (VisitOwner.CENTER, "general", worker.staff_member_id, VisitState.DUE)
    }
    assert len({one.sheet_code for one in visits}) == 5
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        assert write_follow_ups(writer, path, HANDED_ON, now) == []  # laid out once
        with pytest.raises(Refused):
            write_follow_ups(writer, path, TODAY + timedelta(days=1), now)
        child = writer.add(samples.person(code="CB-900001", born=PartialDate("2018-03-01")))
        stay = writer.add(samples.episode(child.id, start_on=date(2025, 1, 5)))
        theirs = write_path(writer, stay, worker.staff_member_id, HANDED_ON, destination="substitute_kin")
        owners = [one.owner for one in write_follow_ups(writer, theirs, HANDED_ON, now)]
        assert owners == [
            *(VisitOwner.CENTER, VisitOwner.CENTER, VisitOwner.COMMUNE, VisitOwner.COMMUNE),
            *(VisitOwner.COMMUNE, VisitOwner.COMMUNE, VisitOwner.COMMUNE),
        ]
        ill = writer.add(samples.person(code="CB-900002"))
        stay = writer.add(samples.episode(ill.id, start_on=date(2025, 1, 5)))
        writer.add(EpisodeCategory(episode_id=stay.id, category="mental_severe", from_on=stay.start_on))
        home = write_path(writer, stay, worker.staff_member_id, HANDED_ON)
        assert {one.template for one in write_follow_ups(writer, home, HANDED_ON, now)} == {"high_risk"}
        left = replace(home, path="returned_residence")
        assert write_follow_ups(writer, left, HANDED_ON, now) == []


def test_a_risk_tightens_the_schedule_and_a_correction_takes_it_back(book: Book, worker: Actor, now: datetime) -> None:
    path, visits = handed_over(book, worker, now)
    change = record_visit(book, made(visits[0], YELLOW), by=worker, now=now, seen=1)
    assert change.subjects == {"reintegration"}
    assert (change.said.id, change.said.values["n"]) == ("{saved} Added {n} visits.", 2)  # type: ignore[union-attr]
    added = [one for one in kept(book, now, path) if one.after_id == visits[0].id]
    assert [(one.due_on.isoformat(), one.why) for one in added] == [
        ("2026-06-03", "mức Vàng ngày 27/05/2026"),
        ("2026-06-10", "mức Vàng ngày 27/05/2026"),
    ]
    record_visit(book, made(added[0]), by=worker, now=now)
    # corrected to red: what was made stays, the days of red come
    record_visit(book, made(change.result, RED), by=worker, now=now, seen=2)
    days = {one.due_on.isoformat() for one in kept(book, now, path) if one.after_id == visits[0].id}
    assert days == {"2026-05-29", "2026-06-03", "2026-06-10", "2026-06-17", "2026-06-24"}
    # corrected to green: what nobody made falls away
    green = record_visit(book, made(change.result, next_on=date(2026, 12, 24)), by=worker, now=now)
    left = [one for one in kept(book, now, path) if one.after_id == visits[0].id]
    assert [(one.due_on.isoformat(), one.state) for one in left] == [
        ("2026-06-03", VisitState.DONE),
        ("2026-12-24", VisitState.DUE),
    ]
    assert left[1].why == "hẹn khi theo dõi ngày 27/05/2026"
    undo_deed(book, green.op, by=worker, now=now)
    assert len([one for one in kept(book, now, path) if one.after_id == visits[0].id]) == 5
    with pytest.raises(Outdated):
        record_visit(book, made(change.result), by=worker, now=now, seen=1)


def test_what_the_commune_owes_is_closed_by_its_report(book: Book, worker: Actor, now: datetime) -> None:
    person = samples.person(code="CB-900003", born=PartialDate("2018-03-01"))
    path, visits = handed_over(book, worker, now, person=person, destination="substitute_family")
    theirs = next(one for one in visits if one.owner is VisitOwner.COMMUNE)
    before = journal_length(book, now)
    with pytest.raises(Refused):
        record_visit(book, made(theirs), by=worker, now=now)
    with pytest.raises(Refused):
        receive_visit_report(book, made(visits[0]), by=worker, now=now)
    assert journal_length(book, now) == before
    reminded = try_visit(book, tried(theirs), by=worker, now=now)
    assert reminded.said is not None
    assert reminded.said.id == "Noted the reminder about {name}."
    report = made(theirs, YELLOW, seen="", mode="report", report_no="12/BC-UBND")
    answered = receive_visit_report(book, report, by=worker, now=now).result
    assert (answered.state, answered.report_no, answered.entered_by) == (
        VisitState.RECEIVED,
        "12/BC-UBND",
        worker.account_id,
    )
    assert {one.owner for one in kept(book, now, path) if one.after_id == theirs.id} == {VisitOwner.CENTER}


def test_planned_moved_waived_and_struck_through(book: Book, worker: Actor, director: Actor, now: datetime) -> None:
    path, visits = handed_over(book, worker, now)
    more = FollowUp(episode_id="", reintegration_id=path.id, due_on=date(2026, 12, 1), why="Bác sĩ hẹn")
    by_hand = plan_visit(book, more, by=worker, now=now).result
    assert by_hand.worker_id == worker.staff_member_id
    for wrong in (replace(more, why=" "), replace(more, due_on=HANDED_ON), more):  # no reason, too early, twice
        with pytest.raises(Refused):
            plan_visit(book, wrong, by=worker, now=now)
    later = replace(by_hand, due_on=date(2026, 12, 8))
    with pytest.raises(Refused) as refused:
        move_visit(book, later, by=worker, now=now)
    assert refused.value.problems[0].field == "reason"
    assert move_visit(book, later, by=worker, now=now, reason="Đường ngập").result.due_on == date(2026, 12, 8)
    with pytest.raises(Refused):
        strike_visit(book, visits[1].id, by=worker, now=now, reason="Nhầm")  # the schedule asks for it
    strike_visit(book, by_hand.id, by=worker, now=now, reason="Lập nhầm người")
    ids = [visits[1].id, visits[2].id]
    with pytest.raises(Refused):
        waive_visit(book, ids, by=director, now=now)
    with pytest.raises(Refused):
        waive_visit(book, ids, by=worker, now=now, reason="Gia đình đưa đi xa")  # who may not decide it
    waive_visit(book, ids, by=director, now=now, reason="Gia đình đưa đi xa")
    waived = [one for one in kept(book, now, path) if one.state is VisitState.WAIVED]
    assert [(one.waived_because, one.waived_by_id) for one in waived] == [
        ("Gia đình đưa đi xa", director.staff_member_id)
    ] * 2
    with pytest.raises(Refused):
        record_visit(book, made(waived[0]), by=worker, now=now)
    record_visit(book, made(visits[0], RED), by=worker, now=now)
    assert len(kept(book, now, path)) == 10
    strike_visit(book, visits[0].id, by=worker, now=now, reason="Ghi nhầm người")
    again = kept(book, now, path)[0]
    assert (again.state, again.done_on, again.risk, again.entered_by) == (VisitState.DUE, None, None, None)
    assert len(kept(book, now, path)) == 5
    high = lay_out_follow_up(book, path.id, "high_risk", by=worker, now=now).result
    assert len(high) == 7  # four of its eleven days were there
    with pytest.raises(Refused):
        lay_out_follow_up(book, path.id, "high_risk", by=worker, now=now)


def test_the_end_is_refused_in_words_until_its_criteria_hold(
    book: Book, worker: Actor, director: Actor, now: datetime
) -> None:
    path, visits = handed_over(book, worker, now)
    for one in visits[:3]:
        record_visit(book, made(one), by=worker, now=now)
    end = save_follow_up_end(book, ending(path), by=worker, now=now).result
    with pytest.raises(Refused):
        complete_follow_up_end(book, end.id, by=worker, now=now)  # who may not approve it
    with pytest.raises(Refused) as refused:
        complete_follow_up_end(book, end.id, by=director, now=now)
    assert refused.value.message.id == "The follow-up cannot be ended yet: {things}."
    record_visit(book, made(visits[3]), by=worker, now=now)
    change = complete_follow_up_end(book, end.id, by=director, now=now)
    assert (change.undoable, change.result.approved_by_id, change.result.approved_on) == (
        False,
        director.staff_member_id,
        TODAY,
    )
    with book.looking(now) as writer:
        closed = writer.record(Reintegration, path.id)
    assert closed is not None
    assert (closed.ended_on, closed.outcome) == (TODAY, Outcome.STABLE)
    entry = stage_of(book, now, path)
    assert (entry.stage, entry.from_on) == (Stage.CLOSED, TODAY)
    last = kept(book, now, path)[-1]
    assert (last.state, last.waived_because) == (VisitState.WAIVED, "kết thúc theo dõi")
    with pytest.raises(Refused):
        save_follow_up_end(book, ending(path), by=worker, now=now)
    with pytest.raises(Refused):
        complete_follow_up_end(book, end.id, by=director, now=now)
    with pytest.raises(Refused):
        plan_visit(book, replace(last, why="x"), by=worker, now=now)


def test_contact_is_lost_after_three_tries_only(book: Book, worker: Actor, director: Actor, now: datetime) -> None:
    path, visits = handed_over(book, worker, now, date(2026, 11, 1))
    lost = ending(path, kind=FollowUpEndKind.LOST_CONTACT, outcome=Outcome.LOST, reason="Không tìm được")
    end = save_follow_up_end(book, lost, by=worker, now=now).result
    for n in (1, 2):
        assert try_visit(book, tried(visits[0]), by=worker, now=now).result == n
    with pytest.raises(Refused):
        complete_follow_up_end(book, end.id, by=director, now=now)
    third = try_visit(book, tried(visits[0]), by=worker, now=now)
    assert third.said is not None
    assert third.said.id.endswith("The follow-up may end as lost contact.")
    heard = record_visit(book, made(visits[1], done_on=TODAY), by=worker, now=now)
    with pytest.raises(Refused):  # somebody was heard of since: it is tried again from there
        complete_follow_up_end(book, end.id, by=director, now=now)
    undo_deed(book, heard.op, by=worker, now=now)
    complete_follow_up_end(book, end.id, by=director, now=now)
    assert [one.state for one in kept(book, now, path)] == [VisitState.LOST] + [VisitState.WAIVED] * 4


# the law of the due days

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(("record", "record", "report", "waive", "try", "strike", "end", "return")),
        st.integers(0, 30),
        st.sampled_from((GREEN, YELLOW, RED)),
        st.integers(0, 60),
    ),
    max_size=9,
)
_DESTINATIONS = st.sampled_from(("family", "substitute_kin", "independent"))


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2025, 9, 1), date(2026, 11, 1)), _DESTINATIONS, st.booleans(), _STEPS)
def test_whoever_was_handed_over_has_a_visit_on_every_due_day_until_closed_or_waived(
    book: Book,
    director: Actor,
    now: datetime,
    handed_on: date,
    destination: str,
    high_risk: bool,
    steps: list[tuple[str, int, RiskColour, int]],
) -> None:
    child = samples.person(code=f"CB-{new_id()[-9:]}", born=PartialDate("2018-03-01"))
    path, laid = handed_over(book, director, now, handed_on, person=child, destination=destination, high_risk=high_risk)
    asked = {(one.due_on, one.owner) for one in laid}
    with book.looking(now) as writer:
        codes = code_lists.code_history(writer, TIGHTENING)
        _is_the_schedule(
            writer.records(Code, "list_name = 'follow_up_template'"), destination, high_risk, handed_on, asked
        )
    waived: set[str] = set()
    for step, place, risk, later in steps:
        visits = kept(book, now, path)
        one = visits[place % len(visits)]
        try:
            _do(book, director, now, path, one, step, risk, later)
        except Refused:
            continue
        if step == "waive":
            waived.add(one.id)
        _holds(book, now, path, asked, codes, waived)
    _holds(book, now, path, asked, codes, waived)


def _is_the_schedule(
    codes: list[Code], destination: str, high_risk: bool, handed_on: date, asked: set[tuple[date, VisitOwner]]
) -> None:
    names = {"family": ["general"], "independent": ["general"], "substitute_kin": ["substitute"]}[destination]
    if high_risk:
        names = ["substitute", "high_risk"] if destination == "substitute_kin" else ["high_risk"]
    planned = [one for name in names for one in schedule(name, codes, handed_on, born=PartialDate("2018-03-01"))]
    assert asked == {(one.due_on, one.owner) for one in planned}


def _do(
    book: Book, by: Actor, now: datetime, path: Reintegration, one: FollowUp, step: str, risk: RiskColour, later: int
) -> None:
    done_on = min(path.handed_over_on + timedelta(days=1 + later * 7), TODAY)  # type: ignore[operator]
    match step:
        case "record":
            record_visit(book, made(one, risk, done_on=done_on), by=by, now=now)
        case "report":
            receive_visit_report(book, made(one, risk, done_on=done_on), by=by, now=now)
        case "waive":
            waive_visit(book, [one.id], by=by, now=now, reason="Không cần")
        case "try":
            try_visit(book, tried(one), by=by, now=now)
        case "strike":
            strike_visit(book, one.id, by=by, now=now, reason="Ghi nhầm")
        case "end":
            _end(book, by, now, path, later)
        case "return":
            with book.changing(by.account_id, now, new_id(), "test") as writer:
                episode = writer.record(Episode, path.episode_id)
                assert episode is not None
                again = writer.add(samples.episode(episode.person_id, start_on=done_on))
                write_return(writer, episode.person_id, again)


def _end(book: Book, by: Actor, now: datetime, path: Reintegration, later: int) -> None:
    kinds = (FollowUpEndKind.CRITERIA_MET, FollowUpEndKind.LOST_CONTACT, FollowUpEndKind.NOT_NEEDED)
    kind = kinds[later % 3]
    outcome = Outcome.LOST if kind is FollowUpEndKind.LOST_CONTACT else Outcome.STABLE
    with book.looking(now) as writer:
        begun = writer.records(FollowUpEnd, "reintegration_id = ?", (path.id,))
    end = replace(begun[0], kind=kind, outcome=outcome) if begun else ending(path, kind=kind, outcome=outcome)
    end = save_follow_up_end(book, end, by=by, now=now).result
    complete_follow_up_end(book, end.id, by=by, now=now)


def _holds(
    book: Book,
    now: datetime,
    path: Reintegration,
    asked: set[tuple[date, VisitOwner]],
    codes: list[Code],
    waived: set[str],
) -> None:
    visits = kept(book, now, path)
    with book.looking(now) as writer:
        ended_on = writer.value("SELECT ended_on FROM reintegration WHERE id = ?", (path.id,))
    stage = stage_of(book, now, path).stage
    assert (ended_on is None) == (stage is Stage.FOLLOW_UP)
    assert asked <= {(one.due_on, one.owner) for one in visits}
    if ended_on is not None:
        assert all(one.state is not VisitState.DUE for one in visits)
        return
    for one in visits:
        assert one.state in (VisitState.DUE, VisitState.DONE, VisitState.RECEIVED) or one.id in waived
    ours = {one.due_on for one in visits if one.owner is VisitOwner.CENTER}
    for one in visits:  # what a risk asked for is there too
        assert {planned.due_on for planned in tightened(one, codes)} <= ours
