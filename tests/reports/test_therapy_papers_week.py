"""The week plan on paper: who meets whom when, on one sheet lying across, restricted people under their alias."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time

import docx
import pytest

from carebook.records.episodes import Episode
from carebook.records.groups import Group, GroupMember, GroupSession
from carebook.records.schedules import TherapyRoom
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor
from carebook.reports.therapy_papers import week
from carebook.reports.therapy_papers.week import WeekPlan
from carebook.store.book import Book, new_id
from tests import samples
from tests.reports.reading import flat, page_sizes

MONDAY = date(2026, 11, 23)


@pytest.fixture
def room_id(book: Book, director: Actor, now: datetime) -> str:
    """A week of two therapists in one room: four sessions, one of them cancelled, one of a restricted person; a group."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        first = writer.add(samples.staff_member(full_name="Lưu Văn Kim Giao"))
        second = writer.add(samples.staff_member(full_name="Âu Thị Dạ Lan"))
        room = writer.add(TherapyRoom(name="Phòng PHCN 1", places=2))
        stays: list[Episode] = []
        for n, name in enumerate(("An Thị Mai", "Bùi Đức Hùng", "Lục Văn Chài")):
            person = writer.add(samples.person(code=f"CB-{n:06}", full_name=name, alias="Hoa Mai"))
            stays.append(writer.add(replace(samples.episode(person.id), confidential=n == 2)))

        def meet(stay: Episode, on: date, at: time, who: str, **given: object) -> None:
            session = Session(
                episode_id=stay.id, therapist_id=who, room_id=room.id, planned_on=on, planned_at=at, **given
            )  # type: ignore[arg-type]
            writer.add(session)

        meet(stays[0], MONDAY, time(8), first.id)
        meet(stays[1], MONDAY, time(8, 30), first.id)
        meet(stays[1], date(2026, 11, 25), time(8), first.id, state=SessionState.CANCELLED_OTHER, reason="room")
        meet(stays[2], date(2026, 11, 27), time(8), second.id, therapy="speech")
        group = writer.add(Group(name="Tuổi mới lớn", purpose="Kỹ năng", leader_id=first.id, from_on=MONDAY))
        writer.add(GroupMember(episode_id=stays[0].id, group_id=group.id, joined_on=MONDAY))
        writer.add(
            GroupSession(group_id=group.id, leader_id=first.id, planned_on=date(2026, 11, 28), planned_at=time(14))
        )
    return str(room.id)


def plan(book: Book, now: datetime, **given: str) -> WeekPlan:
    with book.reading_masked(now) as reader:
        return week.gather(reader, MONDAY, now=now, printed_by="In lúc 09:00", **given)  # type: ignore[arg-type]


def test_every_therapist_has_a_table_of_times_and_days(book: Book, now: datetime, room_id: str) -> None:
    made = plan(book, now)
    assert [(one.whose, one.sessions) for one in made.tables] == [("Lưu Văn Kim Giao", 3), ("Âu Thị Dạ Lan", 1)]
    first = made.tables[0].grid
    assert [row.values[0] for row in first.rows] == ["08:00", "08:30", "14:00", "Số người"]
    assert str(first.rows[0].values[1]).startswith("An Thị Mai")
    assert not any("Bùi" in str(value) for value in first.rows[0].values)  # the cancelled one is no plan
    assert "Tuổi mới lớn (1 người)" in str(first.rows[2].values[6])
    assert first.rows[3].values[1] == "2/5"
    assert len(made.people) == 3
    assert room_id


def test_what_is_the_same_in_all_sessions_stands_over_the_table_once(book: Book, now: datetime, room_id: str) -> None:
    second = plan(book, now).tables[1]
    assert second.heading == "Âu Thị Dạ Lan: 1 buổi · Ngôn ngữ trị liệu, 30 phút, Phòng PHCN 1"
    assert [row.values[5] for row in second.grid.rows[:1]] == ["Hoa Mai"]
    assert room_id


def test_a_room_and_a_person_have_theirs(book: Book, now: datetime, room_id: str) -> None:
    by_room = plan(book, now, by="room")
    assert [one.whose for one in by_room.tables] == ["Phòng PHCN 1", "Chưa chọn phòng"]
    narrowed = plan(book, now, by="room", who=room_id)
    assert [one.sessions for one in narrowed.tables] == [3]
    people = plan(book, now, by="person")
    assert [one.whose for one in people.tables][-1] == "Nhóm, lớp"


def test_it_is_one_sheet_lying_across_and_names_nobody_restricted(book: Book, now: datetime, room_id: str) -> None:
    made = plan(book, now)
    pdf = week.draw(made, invariant=True).pdf
    printed = flat(pdf)
    for expected in ("LỊCH TẬP TRONG TUẦN", "Từ 23/11/2026 đến 29/11/2026", "An Thị Mai", "Hoa Mai", "Thứ Hai 23/11"):
        assert expected in printed
    assert "Lục Văn Chài" not in printed
    assert len(page_sizes(pdf)) == 1
    width, height = page_sizes(pdf)[0]
    assert width > height
    assert week.draw(made, invariant=True).pdf == pdf
    assert room_id


def test_the_edited_copy_says_the_same_words(book: Book, now: datetime, room_id: str) -> None:
    document = docx.Document(io.BytesIO(week.write(plan(book, now))))
    lines = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "LỊCH TẬP TRONG TUẦN" in lines
    assert any("An Thị Mai" in cell for cell in cells)
    assert document.sections[0].page_width > document.sections[0].page_height
    assert room_id


def test_an_empty_week_says_so(book: Book, now: datetime) -> None:
    made = plan(book, now)
    assert made.tables == ()
    assert "Trong tuần không có buổi nào." in flat(week.draw(made).pdf)
