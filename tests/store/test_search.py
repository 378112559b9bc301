"""Finding people: marks optional, any order, initials, ends of numbers; the restricted only with the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from carebook.records.people import Person
from carebook.records.staff import Actor, Role
from carebook.store import search
from carebook.store.book import Book, Reader, Writer, new_id
from carebook.store.errors import NotAllowedToSee
from tests import samples

PEOPLE = {
    "Đặng Thị Thúy": {"code": "CB-000007"},
    "Đào Thị Lan": {"code": "CB-000412", "phone": "0912345678"},
    "Đào Văn Lâm": {"code": "CB-000031"},
    "H'Hen Niê": {"code": "CB-000050"},
    "Nguyễn Văn An": {"code": "CB-000051"},
    "Lý An Bình": {"code": "CB-000052"},
}


@contextmanager
def writing(book: Book, now: datetime) -> Iterator[Writer]:
    with book.changing("", now, new_id(), "test") as writer:
        yield writer


def add(writer: Writer, name: str, *, restricted: bool = False, **given: Any) -> Person:
    person = writer.add(samples.person(full_name=name, **given))
    writer.add(samples.episode(person.id, confidential=restricted))
    search.index_person(writer, person.id)
    return person


@pytest.fixture
def filled(book: Book, now: datetime) -> Book:
    with writing(book, now) as writer:
        for name, given in PEOPLE.items():
            person = add(writer, name, **given)
            if name == "Đào Thị Lan":
                writer.add(samples.identity_paper(person.id, number="022145999012"))
                writer.add(samples.health_card(person.id, number="BT2222299998765"))
                writer.add(samples.alias(person.id, full_name="Bà Ba Sáo"))
                search.index_person(writer, person.id)
        add(writer, "Lò Thị Kín", restricted=True, code="CB-000900", alias="Hoa Mười")
    return book


def found(reader: Reader, typed: str, *, restricted: bool = False) -> list[str]:
    return [hit.full_name for hit in search.find_people(reader, typed, restricted=restricted).people]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Đào Thị Lan", ["Đào Thị Lan"]),
        ("dao thi lan", ["Đào Thị Lan"]),
        ("DAO LAN", ["Đào Thị Lan"]),
        ("lan dao", ["Đào Thị Lan"]),
        ("đtl", ["Đào Thị Lan"]),
        ("dang thuy", ["Đặng Thị Thúy"]),
        ("thuý", ["Đặng Thị Thúy"]),
        ("hhen", ["H'Hen Niê"]),
        ("nie h", ["H'Hen Niê"]),
        ("CB-000412", ["Đào Thị Lan"]),
        ("412", ["Đào Thị Lan"]),
        ("022145999012", ["Đào Thị Lan"]),
        ("9012", ["Đào Thị Lan"]),
        ("8765", ["Đào Thị Lan"]),
        ("0912 345 678", ["Đào Thị Lan"]),
        ("ba sao", ["Đào Thị Lan"]),
        ("dao", ["Đào Văn Lâm", "Đào Thị Lan"]),
        ("an", ["Nguyễn Văn An", "Lý An Bình"]),
        ("", []),
        ("  '\" ) OR * ", []),
        ("kin", []),
        ("900", []),
    ],
)
def test_what_is_typed_and_who_is_found(
    typed: str, names: list[str], filled: Book, director: Actor, now: datetime
) -> None:
    with filled.reading_for(director, now) as reader:
        hits = search.find_people(reader, typed, restricted=False)
    assert sorted(hit.full_name for hit in hits.people if not hits.nearest) == sorted(names)


def test_the_best_stands_first(filled: Book, director: Actor, now: datetime) -> None:
    """A given name that begins with what was typed before a name in the middle; true marks before folded letters."""
    with filled.reading_for(director, now) as reader:
        assert found(reader, "an")[0] == "Nguyễn Văn An"
        assert found(reader, "lâm") == ["Đào Văn Lâm"]


def test_a_hit_tells_namesakes_apart(book: Book, director: Actor, now: datetime) -> None:
    with writing(book, now) as writer:
        person = add(writer, "Trần Thị An", code="CB-000001")
        ward = writer.add(samples.ward())
        room = writer.add(samples.room(ward.id))
        stay = writer.row("SELECT id FROM episode WHERE person_id = ?", (person.id,))
        assert stay is not None
        writer.add(samples.bed_assignment(stay["id"], room.id, bed="2"))
    with book.reading_for(director, now) as reader:
        (hit,) = search.find_people(reader, "tran an", restricted=False).people
    assert (hit.code, str(hit.born.text if hit.born else ""), hit.sex) == ("CB-000001", "1945", "female")
    assert (hit.present, hit.place) == (True, "A101, 2")


def test_the_restricted_are_found_only_with_the_right(
    filled: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with filled.reading_for(director, now) as reader:
        assert found(reader, "lo thi kin", restricted=True) == ["Lò Thị Kín"]
        assert found(reader, "hoa muoi", restricted=True) == ["Lò Thị Kín"]
        assert found(reader, "lo thi kin") == []
    nurse = actor_with(Role.NURSE)
    with filled.reading_for(nurse, now) as reader:
        for typed in ("lò thị kín", "kin", "hoa muoi", "900"):
            answer = search.find_people(reader, typed, restricted=False)
            assert not [hit for hit in answer.people if hit.code == "CB-000900"]
            assert "kin" not in answer.nearest.split()


def test_the_restricted_are_never_the_nearest(filled: Book, director: Actor, now: datetime) -> None:
    with filled.reading_for(director, now) as reader:
        for restricted in (False, True):
            answer = search.find_people(reader, "kni", restricted=restricted)
            assert "kin" not in answer.nearest.split()
        assert search.find_people(reader, "dao lna", restricted=False).nearest == "dao lan"
        assert found(reader, "dao lna") == ["Đào Thị Lan"]


def test_whoever_becomes_restricted_leaves_the_open_index(filled: Book, director: Actor, now: datetime) -> None:
    with writing(filled, now) as writer:
        person = writer.records(Person, "full_name = 'Lý An Bình'")[0]
        writer.run("UPDATE episode SET confidential = 1 WHERE person_id = ?", (person.id,))
        search.index_person(writer, person.id)
        assert search.is_restricted(writer, person.id)
    with filled.reading_for(director, now) as reader:
        assert found(reader, "ly an binh") == []
        assert found(reader, "ly an binh", restricted=True) == ["Lý An Bình"]


def test_the_index_is_written_only_where_its_words_change(filled: Book, now: datetime) -> None:
    with writing(filled, now) as writer:
        lan, lam = (writer.records(Person, "full_name = ?", (n,))[0] for n in ("Đào Thị Lan", "Đào Văn Lâm"))

        def written() -> int:
            before = writer._connection.total_changes
            search.index_person(writer, lan.id)
            return int(writer._connection.total_changes - before)

        assert written() == 0
        writer.amend(replace(lan, note="một chữ không ai tìm"))
        assert written() == 0
        for change in (
            lambda: writer.amend(replace(lan, phone="0987000111")),
            lambda: writer.amend(replace(lan, phone="0987000111", sort_name="Zung")),
            lambda: writer.add(samples.alias(lan.id, full_name="Bà Tư")),
            lambda: writer.run("UPDATE person SET merged_into = ? WHERE id = ?", (lan.id, lam.id)),
            lambda: writer.run("UPDATE episode SET confidential = 1 WHERE person_id = ?", (lan.id,)),
            lambda: writer.withdraw(Person, lan.id, "nhập nhầm"),
        ):
            change()
            assert written() > 0
            assert written() == 0


def test_who_was_joined_is_found_without_reading_everybody(filled: Book, now: datetime) -> None:
    with filled.looking(now) as reader:
        plan = reader.rows("EXPLAIN QUERY PLAN SELECT code FROM person WHERE merged_into = ?", ("x",))
    assert "person_merged_into" in plan[0]["detail"]


@pytest.mark.parametrize("ending", ["withdrawn", "merged"])
def test_struck_and_merged_people_are_not_found(ending: str, filled: Book, director: Actor, now: datetime) -> None:
    with writing(filled, now) as writer:
        lan, lam = (writer.records(Person, "full_name = ?", (n,))[0] for n in ("Đào Thị Lan", "Đào Văn Lâm"))
        if ending == "withdrawn":
            writer.withdraw(Person, lan.id, "nhập nhầm")
        else:
            writer.run("UPDATE person SET merged_into = ? WHERE id = ?", (lam.id, lan.id))
        search.index_person(writer, lan.id)
    with filled.reading_for(director, now) as reader:
        assert "Đào Thị Lan" not in found(reader, "dao")


def test_many_are_cut_off_and_said(book: Book, director: Actor, now: datetime) -> None:
    with writing(book, now) as writer:
        for n in range(12):
            add(writer, f"Trần Thị {'ABCDEGHIKLMN'[n]}", code=f"CB-{n:06}")
    with book.reading_for(director, now) as reader:
        few = search.find_people(reader, "tran", restricted=False, most=10)
        all_of_them = search.find_people(reader, "tran", restricted=False, most=12)
    assert (len(few.people), few.more) == (10, True)
    assert (len(all_of_them.people), all_of_them.more) == (12, False)


def test_who_may_not_see_people_may_not_search(filled: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with filled.reading_for(actor_with(Role.IT), now) as reader, pytest.raises(NotAllowedToSee):
        search.find_people(reader, "an", restricted=False)
