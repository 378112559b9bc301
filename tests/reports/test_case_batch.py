"""Papers of many people: in the order of beds, each on its own sheet, stopped when it is asked, nobody unmasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pypdfium2
import pytest

from carebook.records.care_plans import CarePlan
from carebook.records.facility import Room, Ward
from carebook.records.staff import Actor, Role
from carebook.reports.case_papers import (
    CasePaper,
    Stopped,
    Where,
    draw_batch,
    gather_batch,
    natural,
    people_in_bed_order,
)
from carebook.reports.case_papers.batch import Batch
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.reports import reading

TODAY = samples.TODAY
NAMES = ("Bùi Văn Chín", "Lò Thị Dần", "Vừ A Tủa", "Cầm Thị Én")


class TwoWards:
    """Two wards: A10 (bed 1: Tủa), A9 (bed 10: Chín, bed 2: Dần), B1 (a restricted woman); Én has no bed."""

    def __init__(self, book: Book, director: Actor, now: datetime) -> None:
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            self.a: Ward = writer.add(samples.ward())
            self.b: Ward = writer.add(samples.ward(name="Khu B", position=2))
            self.a10: Room = writer.add(samples.room(self.a.id, name="A10"))
            self.a9: Room = writer.add(samples.room(self.a.id, name="A9", beds=12))
            self.b1: Room = writer.add(samples.room(self.b.id, name="B1"))
        self.stays = {}
        beds = ((self.a9, "10"), (self.a9, "2"), (self.a10, "1"), None)
        for name, bed in zip(NAMES, beds, strict=True):
            person = samples.person(code="", full_name=name, home_town=name)
            _person, episode = admit(book, director, now, person=person)
            self.stays[name] = episode
            if bed is not None:
                self.lay(book, director, now, episode.id, bed[0].id, bed[1])
        person = samples.person(code="", full_name="Đèo Thị Kín", alias="Hoa Sen", home_town="x")
        details = (samples.allergy(""),)
        given = {"person": person, "episode": emergency(), "category": "victim_dv", "details": details}
        _person, self.hidden = admit(book, director, now, **given)
        self.lay(book, director, now, self.hidden.id, self.b1.id, "1")

    @staticmethod
    def lay(book: Book, director: Actor, now: datetime, episode_id: str, room_id: str, bed: str) -> None:
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            writer.add(samples.bed_assignment(episode_id, room_id, bed=bed))


@pytest.fixture
def center(book: Book, director: Actor, now: datetime) -> TwoWards:
    return TwoWards(book, director, now)


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.NURSE)


def pages(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as paper:
        count = len(paper)
    return [reading.flat(content, n) for n in range(count)]


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["A10", "A9", "A1"], ["A1", "A9", "A10"]),
        (["Nhà 2 phòng 11", "Nhà 2 phòng 2", "Nhà 1"], ["Nhà 1", "Nhà 2 phòng 2", "Nhà 2 phòng 11"]),
        (["10", "b", "2", ""], ["", "2", "10", "b"]),
    ],
)
def test_rooms_stand_as_people_count_them(names: list[str], ordered: list[str]) -> None:
    assert sorted(names, key=natural) == ordered


def test_everybody_in_the_order_of_beds_the_bedless_last(
    book: Book, nurse: Actor, now: datetime, center: TwoWards
) -> None:
    with book.reading_for(nurse, now) as reader:

        def names(where: Where, kind: CasePaper = CasePaper.BEDSIDE, **given: bool) -> list[str]:
            return [one.row.name for one in people_in_bed_order(reader, where, kind, TODAY, **given) if one.there]

        assert names(Where()) == ["Lò Thị Dần", "Bùi Văn Chín", "Vừ A Tủa", "Hoa Sen", "Cầm Thị Én"]
        assert names(Where(ward_id=center.a.id)) == ["Lò Thị Dần", "Bùi Văn Chín", "Vừ A Tủa"]
        assert names(Where(room_id=center.a9.id)) == ["Lò Thị Dần", "Bùi Văn Chín"]
        assert names(Where(room_id="no such room")) == []
        assert names(Where(ward_id=center.b.id), CasePaper.FORM04) == []
        assert names(Where(ward_id=center.b.id), CasePaper.FORM04, for_pen=True) == ["Hoa Sen"]


def test_who_is_outside_the_scope_of_the_account_is_left_out(
    book: Book, nurse: Actor, now: datetime, center: TwoWards
) -> None:
    of_ward = replace(nurse, grants=tuple(replace(grant, ward_id=center.b.id) for grant in nurse.grants))
    with book.reading_for(of_ward, now) as reader:
        placed = people_in_bed_order(reader, Where(), CasePaper.BEDSIDE, TODAY)
        batch = gather_batch(reader, Where(), (CasePaper.BEDSIDE,), today=TODAY)
    assert [one.row.name for one in placed if one.outside] == ["Lò Thị Dần", "Bùi Văn Chín", "Vừ A Tủa"]
    assert batch.people == sum(one.there for one in placed) == 2


def test_a_filled_paper_is_made_only_where_it_is_written(
    book: Book, director: Actor, now: datetime, center: TwoWards
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(CarePlan(episode_id=center.stays["Vừ A Tủa"].id, general_goal="Học chữ"))
    with book.reading_for(director, now) as reader:
        batch = gather_batch(reader, Where(), (CasePaper.FORM04,), today=TODAY)
    assert ([paper.person_name for paper in batch.papers], batch.people) == (["Vừ A Tủa"], 1)
    assert "BẢN NHÁP" in pages(draw_batch(batch))[0]


def test_one_file_each_on_its_own_sheet_with_its_own_page_numbers_and_mark(
    book: Book, director: Actor, now: datetime, center: TwoWards
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(CarePlan(episode_id=center.stays["Bùi Văn Chín"].id, general_goal="Nháp"))
    told: list[tuple[int, int]] = []
    with book.reading_for(director, now) as reader:
        kinds = (CasePaper.FORM04, CasePaper.BEDSIDE)
        batch = gather_batch(
            reader,
            Where(room_id=center.a9.id),
            kinds,
            today=TODAY,
            progress=lambda done, all_: told.append((done, all_)),
        )
    assert [(p.person_name, p.kind.value) for p in batch.papers] == [
        ("Lò Thị Dần", "bedside"),
        ("Bùi Văn Chín", "form04"),
        ("Bùi Văn Chín", "bedside"),
    ]
    assert told == [(0, 2), (1, 2)]
    told.clear()
    found = pages(draw_batch(batch, progress=lambda done, all_: told.append((done, all_))))
    assert told == [(1, 3), (2, 3), (3, 3)]
    starts = [n for n, words in enumerate(found) if "PHIẾU CHĂM SÓC" in words or "KẾ HOẠCH CHĂM SÓC" in words]
    assert len(starts) == 3
    assert ["BẢN NHÁP" in found[n] for n in starts] == [False, True, False]
    assert found[starts[1] + 1].startswith("2 ")
    assert "Lò Thị Dần" in found[0]


def test_the_restricted_hang_under_their_alias_and_are_never_filled_in(
    book: Book, nurse: Actor, now: datetime, center: TwoWards
) -> None:
    with book.reading_for(nurse, now) as reader:
        where = Where(ward_id=center.b.id)
        (sheet,) = pages(draw_batch(gather_batch(reader, where, (CasePaper.BEDSIDE,), today=TODAY)))
        (pen, *_more) = pages(draw_batch(gather_batch(reader, where, (CasePaper.FORM02,), today=TODAY, for_pen=True)))
    for words in (sheet, pen):
        assert "Hoa Sen" in words
        assert "Kín" not in words
    assert "DỊ ỨNG: penicillin" in sheet


@pytest.mark.usefixtures("center")
def test_gathering_and_drawing_stop_when_asked(book: Book, director: Actor, now: datetime) -> None:
    calls: list[int] = []

    def after(count: int) -> Callable[[], bool]:
        def cancelled() -> bool:
            calls.append(1)
            return len(calls) > count

        return cancelled

    with book.reading_for(director, now) as reader:
        with pytest.raises(Stopped):
            gather_batch(reader, Where(), (CasePaper.BEDSIDE,), today=TODAY, cancelled=after(2))
        assert len(calls) == 3
        calls.clear()
        batch = gather_batch(reader, Where(), (CasePaper.BEDSIDE,), today=TODAY)
    with pytest.raises(Stopped):
        draw_batch(batch, cancelled=after(1))
    assert len(calls) == 2


def test_a_batch_of_nobody_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        draw_batch(Batch("", (), 0))
