"""Gathering the papers of rehabilitation and groups out of a book: versions, drafts, what is lacking, who may see whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.records.care_plans import PlanState
from carebook.records.episodes import Episode
from carebook.records.groups import Attendance, Group, GroupMember, GroupSession, GroupSessionState, Presence
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.rehabilitation import (
    RehabilitationGoal,
    RehabilitationPlan,
    RehabilitationReview,
)
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.reports.forms import pdf
from carebook.reports.therapy_papers import (
    OF_GROUPS,
    OF_STAYS,
    SINCE_PLAN,
    THERAPY_TITLES,
    Prepared,
    TherapyPaper,
    blank,
    blank_of_group,
    gather,
    gather_of_group,
    group_papers_there,
    therapy_papers_there,
)
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.words import speaking
from tests import therapy_samples
from tests.actions.admissions import admit
from tests.reports import reading
from tests.samples import TODAY

DAY = date(2026, 11, 2)


def _this_month(record: Record) -> Record:
    """The sample course, in the month of today."""
    match record:
        case RehabilitationPlan():
            return replace(record, from_on=DAY, ordered_on=DAY, home_programme="Đứng bám 5 phút")
        case RehabilitationReview():
            return replace(record, done_on=date(2026, 11, 20))
        case RehabilitationGoal():
            return replace(record, levels=("Nằm", "Đứng", "Đi 10 m", "Đi 20 m", "Đi 50 m"))
        case Session():
            return replace(record, planned_on=DAY, occurs_on=DAY, minutes_done=30, pain_before=4, pain_after=2)
    return record


@dataclass(frozen=True)
class Course:
    """A stay with a course of therapy, and the group it is in."""

    episode_id: str
    person_id: str
    kept: Mapping[type[Record], Record]

    def id(self, cls: type[Record]) -> str:
        return self.kept[cls].id


@pytest.fixture
def course(book: Book, director: Actor, now: datetime) -> Course:
    person, episode = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = therapy_samples.whole_therapy(writer, episode.id, _this_month)
    return Course(episode.id, person.id, kept)


def drawn(paper: Prepared) -> str:
    with speaking("vi"):
        return reading.flat(pdf.draw(paper.describe(), draft=paper.draft).pdf)


def made(book: Book, by: Actor, now: datetime, course: Course, kind: TherapyPaper, **more: Any) -> Prepared:
    with book.reading_for(by, now) as reader:
        if kind in OF_GROUPS:
            return gather_of_group(reader, course.id(Group), kind, today=TODAY, **more)
        return gather(reader, course.episode_id, kind, today=TODAY, **more)


def test_every_paper_has_a_title() -> None:
    assert set(THERAPY_TITLES) == set(TherapyPaper) == {*OF_STAYS, *OF_GROUPS}


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (TherapyPaper.ORDER, ("Trần Thị An", "Liệt nửa người phải", "Đi với khung", "Đi 10 m bằng khung", "Bản 1")),
        (TherapyPaper.FUNCTION, ("Trần Thị An", "d450", "Cần người đỡ", "−1", "Đi 5 m", "Tiếp tục")),
        (TherapyPaper.SESSIONS, ("Trần Thị An", "T2 02/11", "Đi với khung 3 × 5 lần", "Lưu Văn Kim Giao", "Đỡ đau")),
        (TherapyPaper.FOR_FAMILY, ("bà Trần Thị An", "đã tập 1 trên 1 buổi", "Đứng (chưa tới mức", "Đứng bám 5 phút")),
        (TherapyPaper.FOR_DOCTOR, ("Liệt nửa người phải", "100,0 %", "−1", "PHCN-07", "Đi 5 m", "Gói 24 buổi")),
    ],
)
def test_a_paper_tells_what_the_book_holds(
    kind: TherapyPaper, told: tuple[str, ...], book: Book, director: Actor, now: datetime, course: Course
) -> None:
    paper = made(book, director, now, course, kind)
    assert paper.written
    assert paper.people == (course.person_id,)
    printed = drawn(paper)
    assert [one for one in told if one not in printed] == []


def test_every_paper_is_there_for_the_pen_with_and_without_a_name(
    book: Book, director: Actor, now: datetime, course: Course
) -> None:
    with book.reading_for(director, now) as reader:
        for kind in OF_STAYS:
            named, empty = (
                blank(reader, kind, today=TODAY, episode_id=course.episode_id),
                blank(reader, kind, today=TODAY),
            )
            assert ("Trần Thị An" in drawn(named), "Trần Thị An" in drawn(empty)) == (True, False)
            assert (named.people, empty.people) == ((course.person_id,), ())
            assert "Đi 10 m" not in drawn(named)
        for kind in OF_GROUPS:
            paper = blank_of_group(reader, kind, today=TODAY)
            assert paper.people == ()
            assert "Chuyện xưa" not in drawn(paper)


def test_what_was_never_written_is_a_sheet_for_the_pen_that_says_where_to_write_it(
    book: Book, director: Actor, now: datetime
) -> None:
    _person, episode = admit(book, director, now)
    with book.reading_for(director, now) as reader:
        for kind in OF_STAYS:
            paper = gather(reader, episode.id, kind, today=TODAY)
            assert not paper.written
            assert {lack.place for lack in paper.lacking} - {"person", "facility"} <= {"therapy_plans", "schedules"}
            assert "Trần Thị An" in drawn(paper)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED])
def test_a_plan_that_was_never_approved_says_draft(
    state: PlanState, book: Book, director: Actor, now: datetime
) -> None:
    _person, episode = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(RehabilitationPlan(episode_id=episode.id, state=state, indication="Tập đi"))
    with book.reading_for(director, now) as reader:
        paper = gather(reader, episode.id, TherapyPaper.ORDER, today=TODAY)
    assert paper.draft
    assert "BẢN NHÁP" in drawn(paper)


def test_the_version_that_is_asked_for_is_printed(book: Book, director: Actor, now: datetime, course: Course) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        newer = writer.add(RehabilitationPlan(episode_id=course.episode_id, number=2, indication="Tập leo thang"))
    assert "Tập đi" in drawn(made(book, director, now, course, TherapyPaper.ORDER))
    assert "Tập leo thang" in drawn(made(book, director, now, course, TherapyPaper.ORDER, id=newer.id))
    with book.reading_for(director, now) as reader:
        offered = {one.kind: one.versions for one in therapy_papers_there(reader, course.episode_id, TODAY) or ()}
    assert [one.id for one in offered[TherapyPaper.ORDER]] == [course.id(RehabilitationPlan), newer.id]
    assert [one.finished for one in offered[TherapyPaper.ORDER]] == [True, False]


def test_sheets_are_offered_by_month_and_reports_since_the_plan_too(
    book: Book, director: Actor, now: datetime, course: Course
) -> None:
    with book.reading_for(director, now) as reader:
        offered = {
            one.kind: [v.id for v in one.versions]
            for one in therapy_papers_there(reader, course.episode_id, TODAY) or ()
        }
    assert offered[TherapyPaper.SESSIONS][:2] == ["2026-11", "2026-12"]
    assert offered[TherapyPaper.FOR_FAMILY][0] == SINCE_PLAN
    assert "2026-Q4" in offered[TherapyPaper.FOR_DOCTOR]


def test_the_sheet_of_a_month_holds_its_sessions_only(
    book: Book, director: Actor, now: datetime, course: Course
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for on, state in ((date(2026, 12, 1), SessionState.PLANNED), (date(2026, 11, 9), SessionState.PLANNED)):
            writer.add(Session(episode_id=course.episode_id, planned_on=on, planned_at=time(8, 30), state=state))
    november = made(book, director, now, course, TherapyPaper.SESSIONS, id="2026-11")
    assert "Tổng số 2 buổi" in drawn(november)
    assert "Sessions not recorded" in {str(lack.label) for lack in november.lacking}
    december = drawn(made(book, director, now, course, TherapyPaper.SESSIONS, id="2026-12"))
    assert "T3 01/12" in december
    assert "Tổng số 1 buổi" in december
    assert not made(book, director, now, course, TherapyPaper.SESSIONS, id="2026-10").written


def test_one_month_is_reported_with_the_curves_of_what_came_before(
    book: Book, director: Actor, now: datetime, course: Course
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        plan = writer.record(RehabilitationPlan, course.id(RehabilitationPlan))
        assert plan is not None
        writer.amend(replace(plan, from_on=date(2026, 9, 1)))
        for on, before in ((date(2026, 9, 7), 8), (date(2026, 10, 5), 6)):
            writer.add(
                Session(
                    episode_id=course.episode_id,
                    planned_on=on,
                    planned_at=time(8, 30),
                    state=SessionState.DONE,
                    pain_before=before,
                )
            )
    printed = drawn(made(book, director, now, course, TherapyPaper.FOR_DOCTOR, id="2026-11"))
    assert "từ 01/11/2026 đến 22/11/2026" in printed
    assert "07/09" in printed
    assert "100,0 %" in printed


def test_days_from_one_to_another_can_be_reported(book: Book, director: Actor, now: datetime, course: Course) -> None:
    paper = made(book, director, now, course, TherapyPaper.FOR_FAMILY, id="2026-11-01..2026-11-15")
    assert "từ 01/11/2026 đến 15/11/2026" in drawn(paper)


# groups


@pytest.fixture
def held(book: Book, director: Actor, now: datetime, course: Course) -> GroupSession:
    """A session of the group in November, held and recorded."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = writer.add(
            GroupSession(
                group_id=course.id(Group),
                planned_on=date(2026, 11, 6),
                planned_at=time(15, 0),
                state=GroupSessionState.HELD,
                topic="Ngày cưới",
                course="Hát hai bài",
                result="Vui",
            )
        )
        writer.add(
            Attendance(
                episode_id=course.episode_id,
                group_session_id=kept.id,
                member_id=course.id(GroupMember),
                presence=Presence.LATE,
                remark="Kể chuyện chợ",
            )
        )
    return kept


def test_minutes_and_register_of_a_group(
    book: Book, director: Actor, now: datetime, course: Course, held: GroupSession
) -> None:
    minutes = made(book, director, now, course, TherapyPaper.GROUP_MINUTES, id=held.id)
    assert minutes.written
    assert minutes.people == (course.person_id,)
    printed = drawn(minutes)
    for words in (
        "Chuyện xưa",
        "15:00 06/11/2026",
        "Ngày cưới",
        "có mặt 1/1",
        "Trần Thị An",
        "Kể chuyện chợ",
        "Hát hai bài",
    ):
        assert words in printed
    assert "Ngày cưới" in drawn(made(book, director, now, course, TherapyPaper.GROUP_MINUTES))
    register = drawn(made(book, director, now, course, TherapyPaper.REGISTER, id="2026-11"))
    for words in ("BẢNG ĐIỂM DANH", "Chuyện xưa", "Trần Thị An", "Chuyên cần: 1/1 lượt (100,0 %)", "T6 06/11 15:00"):
        assert words in register


def test_for_the_pen_the_members_are_named_and_nothing_that_happened(
    book: Book, director: Actor, now: datetime, course: Course, held: GroupSession
) -> None:
    minutes = made(book, director, now, course, TherapyPaper.GROUP_MINUTES, id=held.id, for_pen=True)
    printed = drawn(minutes)
    assert "Trần Thị An" in printed
    assert "Ngày cưới" in printed
    for words in ("Hát hai bài", "Kể chuyện chợ", "có mặt"):
        assert words not in printed
    register = made(book, director, now, course, TherapyPaper.REGISTER, id="2026-11", for_pen=True)
    assert "Trần Thị An" in drawn(register)
    assert "Chuyên cần" not in drawn(register)


def test_the_papers_of_a_group_are_offered_by_session_and_by_month(
    book: Book, director: Actor, now: datetime, course: Course, held: GroupSession
) -> None:
    with book.reading_for(director, now) as reader:
        offered = {one.kind: one.versions for one in group_papers_there(reader, course.id(Group), TODAY) or ()}
        assert group_papers_there(reader, "nobody", TODAY) is None
        with pytest.raises(LookupError):
            gather_of_group(reader, "nobody", TherapyPaper.REGISTER, today=TODAY)
    assert offered[TherapyPaper.GROUP_MINUTES][0].id == held.id
    assert "Ngày cưới" in offered[TherapyPaper.GROUP_MINUTES][0].words
    assert offered[TherapyPaper.REGISTER][0].id == "2026-11"


@pytest.mark.usefixtures("held")
def test_a_restricted_person_has_no_paper_alone_and_stands_by_alias_among_others(
    book: Book, director: Actor, now: datetime, course: Course, actor_with: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.record(Episode, course.episode_id)
        person = writer.record(Person, course.person_id)
        assert stay is not None
        assert person is not None
        writer.amend(replace(stay, confidential=True))
        writer.amend(replace(person, alias="Hoa Mai"))
    therapist = actor_with(Role.THERAPIST)
    for kind in OF_STAYS:
        with pytest.raises(LookupError):
            made(book, therapist, now, course, kind)
    with book.reading_for(therapist, now) as reader:
        assert therapy_papers_there(reader, course.episode_id, TODAY) is None
        for kind in OF_STAYS:
            sheet = drawn(blank(reader, kind, today=TODAY, episode_id=course.episode_id))
            assert ("Hoa Mai" in sheet, "Trần Thị An" in sheet) == (True, False)
    for kind in OF_GROUPS:
        printed = drawn(made(book, therapist, now, course, kind))
        assert ("Hoa Mai" in printed, "Trần Thị An" in printed, "Kể chuyện chợ" in printed) == (True, False, False)


def test_only_who_may_see_rehabilitation_and_groups_gathers_their_papers(
    book: Book, now: datetime, course: Course, actor_with: Any
) -> None:
    keeper = actor_with(Role.IT)
    with book.reading_for(keeper, now) as reader:
        for ask in (
            lambda: therapy_papers_there(reader, course.episode_id, TODAY),
            lambda: group_papers_there(reader, course.id(Group), TODAY),
            lambda: gather(reader, course.episode_id, TherapyPaper.ORDER, today=TODAY),
            lambda: gather_of_group(reader, course.id(Group), TherapyPaper.REGISTER, today=TODAY),
        ):
            with pytest.raises(NotAllowedToSee):
                ask()
