"""Writing, changing, striking and correcting notes; accepting lines; what each refuses, and undoing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.progress import accept_progress_line, add_note, amend_note, strike_note
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import Activity, CarePlan, Goal
from carebook.records.episodes import Episode
from carebook.records.progress import ProgressLine, ProgressNote
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions.admissions import admit, journal_length, room

OCTOBER = "2026-10"
LATER = timedelta(days=8)


class Case:
    """One stay in a book, and what its deeds are called with."""

    def __init__(self, book: Book, director: Actor, now: datetime, **stay: Any) -> None:
        self.book, self.director, self.now = book, director, now
        self.person, self.episode = admit(book, director, now, **stay)

    def note(self, **facts: Any) -> ProgressNote:
        given = {"episode_id": self.episode.id, "happened_at": self.now - timedelta(hours=1), "text": "Đi 5 m"}
        return ProgressNote(**given | facts)

    def add(self, by: Actor | None = None, **facts: Any) -> ProgressNote:
        kept: ProgressNote = add_note(self.book, self.note(**facts), by=by or self.director, now=self.now).result
        return kept

    def accept(self, text: str = "Ổn định.", *, by: Actor | None = None, **given: Any) -> Any:
        given = {"period": OCTOBER} | given
        period = given.pop("period")
        return accept_progress_line(
            self.book, self.episode.id, period, text, by=by or self.director, now=self.now, **given
        )

    def records(self, cls: type[Any], withdrawn: bool = False) -> list[Any]:
        with self.book.looking(self.now) as reader:
            return reader.records(cls, withdrawn=withdrawn)

    def planned(self) -> tuple[Goal, Activity]:
        with self.book.changing(self.director.account_id, self.now, new_id(), "test") as writer:
            plan = writer.add(CarePlan(episode_id=self.episode.id))
            goal = writer.add(
                Goal(episode_id=self.episode.id, plan_id=plan.id, thread=new_id(), text="Đi 10 m bằng khung")
            )
            activity = writer.add(Activity(episode_id=self.episode.id, plan_id=plan.id, goal_id=goal.id, text="Tập đi"))
        return goal, activity

    def refused(self, deed: Callable[[], object]) -> Refused:
        before = journal_length(self.book, self.now)
        with pytest.raises(Refused) as caught:
            deed()
        assert journal_length(self.book, self.now) == before
        return caught.value


@pytest.fixture
def case(book: Book, director: Actor, now: datetime) -> Case:
    return Case(book, director, now)


# notes


def test_a_note_knows_when_it_was_written_and_by_whom(case: Case, actor_with: Callable[..., Actor]) -> None:
    nurse, colleague = actor_with(Role.NURSE), actor_with(Role.CAREGIVER, name="Phí Thị Hoa Ban")
    kept = case.add(nurse, text="Đi\t5 m \r\n", recorded_at=case.now - LATER, entered_by="x")
    assert (kept.text, kept.recorded_at, kept.entered_by) == ("Đi 5 m", case.now, nurse.account_id)
    assert kept.done_by_id == nurse.staff_member_id
    assert case.add(nurse, done_by_id=colleague.staff_member_id).done_by_id == colleague.staff_member_id


def test_a_note_is_tied_to_goal_and_activity_of_its_stay(case: Case, book: Book) -> None:
    goal, activity = case.planned()
    kept = case.add(goal_thread=goal.thread, activity_id=activity.id)
    assert (kept.goal_thread, kept.activity_id) == (goal.thread, activity.id)
    other = Case(book, case.director, case.now)
    for facts in ({"goal_thread": goal.thread}, {"activity_id": activity.id}, {"activity_id": new_id()}):
        error = case.refused(lambda facts=facts: other.add(**facts))  # type: ignore[misc]
        assert error.problems[0].field in facts


def test_a_note_keeps_its_tags_and_whether_it_goes_into_the_handover(case: Case) -> None:
    kept = case.add(tags=("fall", "pain"), for_handover=True)
    assert (kept.tags, kept.for_handover) == (("fall", "pain"), True)
    assert (case.add().tags, case.add().for_handover) == ((), False)
    assert case.refused(lambda: case.add(tags=("fall", "weather"))).problems[0].field == "tags"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": " \t\n"}, "text"),
        ({"text": "a" * 10_001}, "text"),
        ({"minutes": -5}, "minutes"),
        ({"done_by_id": "nobody"}, "done_by_id"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(case: Case, facts: dict[str, Any], field: str) -> None:
    assert case.refused(lambda: case.add(**facts)).problems[0].field == field


def test_nothing_happens_in_the_future(case: Case) -> None:
    error = case.refused(lambda: case.add(happened_at=case.now + timedelta(minutes=5)))
    assert error.problems[0].field == "happened_at"


def test_only_its_writer_changes_a_note_and_not_for_ever(case: Case, actor_with: Callable[..., Actor]) -> None:
    nurse = actor_with(Role.NURSE)
    kept = case.add(nurse)
    changed = replace(kept, text="Đi 6 m", entered_by=case.director.account_id, recorded_at=None)
    first = amend_note(case.book, changed, by=nurse, now=case.now, seen=1).result
    assert (first.text, first.entered_by, first.recorded_at) == ("Đi 6 m", nurse.account_id, case.now)
    error = case.refused(lambda: amend_note(case.book, changed, by=case.director, now=case.now))
    assert error.message.id == "Only who wrote a note changes it. Add a note that corrects it."
    late = case.refused(lambda: amend_note(case.book, first, by=nurse, now=case.now + LATER))
    assert late.message.values == {"day": "29/11/2026"}
    with pytest.raises(Outdated):
        amend_note(case.book, changed, by=nurse, now=case.now, seen=1)


def test_striking_keeps_the_words_and_the_reason(case: Case) -> None:
    kept = case.add()
    case.refused(lambda: strike_note(case.book, kept.id, by=case.director, now=case.now, reason="  "))
    strike_note(case.book, kept.id, by=case.director, now=case.now + LATER, reason="ghi nhầm người")
    (struck,) = case.records(ProgressNote, withdrawn=True)
    assert (struck.text, struck.withdrawn_because, struck.withdrawn_by) == (
        "Đi 5 m",
        "ghi nhầm người",
        case.director.account_id,
    )
    for deed in (
        lambda: strike_note(case.book, kept.id, by=case.director, now=case.now, reason="lại"),
        lambda: amend_note(case.book, struck, by=case.director, now=case.now),
        lambda: case.add(corrects_id=kept.id),
    ):
        assert case.refused(deed).message.id == "This note is struck through already."


def test_a_correction_names_a_note_of_the_same_stay(case: Case, book: Book) -> None:
    kept = case.add()
    correction = case.add(corrects_id=kept.id, text="Đi 4 m")
    assert correction.corrects_id == kept.id
    other = Case(book, case.director, case.now)
    with pytest.raises(LookupError):
        other.add(corrects_id=kept.id)


def test_undo_of_each_deed(case: Case) -> None:
    added = add_note(case.book, case.note(), by=case.director, now=case.now)
    changed = amend_note(case.book, replace(added.result, text="Đi 6 m"), by=case.director, now=case.now)
    struck = strike_note(case.book, added.result.id, by=case.director, now=case.now, reason="nhầm")
    assert case.records(ProgressNote) == []
    undo_deed(case.book, struck.op, by=case.director, now=case.now)
    assert [n.text for n in case.records(ProgressNote)] == ["Đi 6 m"]
    undo_deed(case.book, changed.op, by=case.director, now=case.now)
    assert [n.text for n in case.records(ProgressNote)] == ["Đi 5 m"]
    undo_deed(case.book, added.op, by=case.director, now=case.now)
    assert case.records(ProgressNote) == []


def test_pressing_twice_writes_once(case: Case) -> None:
    op = new_id()
    for _ in range(2):
        add_note(case.book, case.note(), by=case.director, now=case.now, op=op)
    assert len(case.records(ProgressNote)) == 1


# who may


def _deeds(case: Case, kept: ProgressNote, by: Actor) -> list[Callable[[], object]]:
    return [
        lambda: add_note(case.book, case.note(), by=by, now=case.now),
        lambda: amend_note(case.book, kept, by=by, now=case.now),
        lambda: strike_note(case.book, kept.id, by=by, now=case.now, reason="nhầm"),
        lambda: case.accept(by=by),
    ]


def test_of_protected_people_only_by_right(
    book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    case = Case(book, director, now, episode=samples.episode("", confidential=True))
    kept = case.add()
    worker = actor_with(Role.SOCIAL_WORKER)
    for deed in _deeds(case, kept, worker):
        error = case.refused(deed)
        assert error.message.id == "This item is protected. If it is needed for care, ask the director."
        assert case.person.full_name not in str(error)
    trusted = actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường", restricted=True)
    assert case.add(trusted).id


def test_out_of_scope(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> None:
    there = room(book, director, now)
    case = Case(book, director, now, bed=samples.bed_assignment("", there.id))
    kept = case.add()
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        elsewhere = writer.add(samples.ward(name="Khu B", position=2))
    worker = actor_with(Role.SOCIAL_WORKER, ward_id=elsewhere.id)
    for deed in _deeds(case, kept, worker):
        assert case.refused(deed).message.values == {"ward": "Khu A"}


@pytest.mark.parametrize("role", [Role.CLERK, Role.ACCOUNTANT, Role.INSPECTOR, Role.IT])
def test_without_the_right(case: Case, actor_with: Callable[..., Actor], role: Role) -> None:
    kept = case.add()
    for deed in _deeds(case, kept, actor_with(role)):
        assert "The right" in case.refused(deed).message.id


# lines


def test_a_line_is_accepted_as_drafted_or_in_other_words(case: Case) -> None:
    first = case.accept("Ổn định.", drafted="Ổn định.").result
    assert (first.text, first.as_drafted, first.accepted_on) == ("Ổn định.", True, date(2026, 11, 22))
    second = case.accept("Đi được 5 m", drafted="Ổn định.", seen=first.version).result
    assert (second.id, second.text, second.as_drafted) == (first.id, "Đi được 5 m.", False)
    with pytest.raises(Outdated):
        case.accept("Khác.", seen=first.version)
    assert len(case.records(ProgressLine)) == 1


def test_undoing_an_acceptance_and_accepting_again(case: Case) -> None:
    change = case.accept()
    undo_deed(case.book, change.op, by=case.director, now=case.now)
    assert case.records(ProgressLine) == []
    assert case.accept().result.text == "Ổn định."


@pytest.mark.parametrize(
    ("text", "period"), [(" ", OCTOBER), ("a" * 2001, OCTOBER), ("Ổn định.", "2026-12"), ("Ổn định.", "2025-12")]
)
def test_lines_that_are_refused(case: Case, text: str, period: str) -> None:
    case.refused(lambda: case.accept(text, period=period))


def test_a_period_that_is_none(case: Case) -> None:
    with pytest.raises(ValueError):
        case.accept(period="tháng 10")


def test_whose_line_it_is(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> None:
    own, colleague = actor_with(Role.SOCIAL_WORKER), actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")
    head = actor_with(Role.HEAD, name="Tô Văn Bách Tùng")
    managed = samples.episode("", case_manager_id=own.staff_member_id)
    case = Case(book, director, now, episode=managed)
    error = case.refused(lambda: case.accept(by=colleague))
    assert error.message.id == "The line is accepted by the case manager, a head of department or a manager."
    for by in (own, head, director):
        assert case.accept(by=by).result.worker_id == own.staff_member_id
    assert isinstance(case.episode, Episode)
