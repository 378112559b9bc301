"""A list brought in arrives whole, once, and can be taken back as one deed; nothing is told of the protected."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carebook.actions.change import Refused
from carebook.actions.lists import (
    CellDifference,
    compare,
    import_list,
    load_list,
    read_file,
    remembered_choices,
    reread,
)
from carebook.actions.people import amend_person
from carebook.actions.undo import undo_deed
from carebook.exchange.lists import UnreadableList
from carebook.records.episodes import BedAssignment, Episode
from carebook.records.facility import Facility, Room, Ward
from carebook.records.people import Person, Relative
from carebook.records.staff import Actor, Role
from carebook.rules import permissions
from carebook.rules.list_import import Meaning, chosen, to_remember
from carebook.store import search, stays
from carebook.store.book import Book, new_id

SAMPLE = Path(__file__).parents[1] / "exchange" / "samples" / "danh-sach-doi-tuong.xlsx"
FACTS = json.loads(SAMPLE.with_name("danh-sach-doi-tuong.facts.json").read_text("utf-8"))
SMALL = [
    ("Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Diện", "Phòng", "Ngày vào", "Người thân"),
    (
        "Trần Thị An",
        "1945",
        "Nữ",
        "022145999012",
        "NCT cô đơn",
        "A203",
        "05/01/2026",
        "Trần Văn Sơn (cháu) 0912345678",
    ),
    ("Cao Văn Bến", "05/1950", "Nam", "", "NCT cô đơn", "B1", "", ""),
]


def write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path / "danh-sach.txt", SMALL)


def bring_in(book: Book, path: Path, by: Actor, now: datetime, **given: Any) -> Any:
    return import_list(book, read_file(book, path, now=now), by=by, now=now, source=path.name, **given)


def value(book: Book, now: datetime, sql: str, *values: object) -> Any:
    with book.looking(now) as reader:
        return reader.value(sql, values)


def test_the_sample_arrives_with_exactly_its_figures(book: Book, director: Actor, now: datetime) -> None:
    change = bring_in(book, SAMPLE, director, now)
    assert change.result.imported == len(change.ids) == FACTS["people"]
    counted = {
        "people": value(book, now, "SELECT count(*) FROM person"),
        "female": value(book, now, "SELECT count(*) FROM person WHERE sex = 'female'"),
        "voluntary": value(book, now, "SELECT count(*) FROM episode WHERE route = 'voluntary'"),
        "year_only": value(book, now, "SELECT count(*) FROM person WHERE length(born) = 4"),
        "unknown_birth": value(book, now, "SELECT count(*) FROM person WHERE born = ''"),
    }
    with book.looking(now) as reader:
        rows = reader.rows("SELECT category, count(*) AS n FROM episode_category GROUP BY category")
    assert {r["category"]: r["n"] for r in rows} == FACTS["by_category"]
    assert {k: counted[k] for k in ("people", "female", "voluntary")} == {
        k: FACTS[k] for k in ("people", "female", "voluntary")
    }
    assert value(book, now, "SELECT count(*) FROM episode") == FACTS["people"]
    assert value(book, now, "SELECT count(DISTINCT op) FROM journal WHERE deed = 'import_list'") == 1
    codes = value(book, now, "SELECT min(code) || ' ' || max(code) FROM person")
    assert codes == "CB-000001 CB-000146"


def test_violence_is_restricted_in_the_same_transaction(book: Book, director: Actor, now: datetime) -> None:
    op = new_id()
    bring_in(book, SAMPLE, director, now, op=op)
    secret = FACTS["by_category"]["victim_dv"]
    assert value(book, now, "SELECT count(*) FROM episode WHERE confidential = 1") == secret
    assert value(book, now, "SELECT count(*) FROM person WHERE alias <> ''") == secret
    assert value(book, now, "SELECT count(*) FROM search_restricted") == secret
    assert value(book, now, "SELECT count(*) FROM search_open") == FACTS["people"] - secret
    assert value(book, now, "SELECT count(DISTINCT op) FROM journal WHERE tbl IN ('person', 'episode')") == 1


def test_details_rooms_and_wards_are_made(book: Book, director: Actor, now: datetime, small: Path) -> None:
    bring_in(book, small, director, now)
    with book.looking(now) as reader:
        an, ben = reader.records(Person, order="code")
        wards = {w.id: w.name for w in reader.records(Ward)}
        rooms = {r.id: (r.name, wards[r.ward_id]) for r in reader.records(Room)}
        beds = {b.episode_id: rooms[b.room_id] for b in reader.records(BedAssignment)}
        episodes = {e.person_id: e for e in reader.records(Episode)}
        (relative,) = reader.records(Relative)
        number = reader.value("SELECT number FROM identity_paper WHERE person_id = ?", (an.id,))
    assert (an.full_name, ben.full_name) == ("Trần Thị An", "Cao Văn Bến")
    assert beds == {episodes[an.id].id: ("A203", "Khu A"), episodes[ben.id].id: ("B1", "Khu B")}
    assert episodes[an.id].start_on == date(2026, 1, 5)
    assert episodes[ben.id].start_on == date(2026, 11, 22)
    assert "Ngày vào không có trong danh sách" in ben.note
    assert (relative.full_name, relative.phone, number) == ("Trần Văn Sơn", "0912345678", "022145999012")


def test_a_second_import_adds_nobody(book: Book, director: Actor, now: datetime) -> None:
    bring_in(book, SAMPLE, director, now)
    again = bring_in(book, SAMPLE, director, now).result
    assert (again.imported, len(again.known), again.differences) == (0, FACTS["people"], ())
    plan = compare(book, read_file(book, SAMPLE, now=now), by=director, now=now)
    assert (len(plan.new), plan.entered_on) == (0, date(2026, 11, 22))


def test_cells_that_differ_are_named_and_left_alone(book: Book, director: Actor, now: datetime, small: Path) -> None:
    bring_in(book, small, director, now)
    with book.looking(now) as reader:
        an = reader.records(Person, "full_name = 'Trần Thị An'")[0]
    amend_person(book, replace(an, home_town="Hạ Long", ethnicity="muong"), by=director, now=now)
    rows = [(*row[:5], "A205", *row[6:]) if row[0] == "Trần Thị An" else row for row in SMALL]
    write(small, rows)
    result = bring_in(book, small, director, now).result
    assert result.differences == (CellDifference(2, an.id, "Trần Thị An", Meaning.ROOM, "A203", "A205"),)
    assert value(book, now, "SELECT count(*) FROM room WHERE name = 'A205'") == 0


def test_somebody_who_only_looks_like_another_is_entered_when_said_so(
    book: Book, director: Actor, now: datetime, small: Path
) -> None:
    bring_in(book, small, director, now)
    result = bring_in(book, small, director, now, as_new=frozenset({3})).result
    assert (result.imported, [k.person.full_name for k in result.known]) == (1, ["Trần Thị An"])
    assert value(book, now, "SELECT count(*) FROM person WHERE full_name = 'Cao Văn Bến'") == 2


def test_nothing_is_told_of_a_restricted_person(
    book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    bring_in(book, SAMPLE, director, now)
    reading = read_file(book, SAMPLE, now=now)
    plan = compare(book, reading, by=actor_with(Role.SOCIAL_WORKER), now=now)
    hidden = [k for k in plan.known if k.confidential]
    assert len(plan.known) == FACTS["people"]
    assert len(hidden) == FACTS["by_category"]["victim_dv"]
    assert {(k.person_id, k.agree) for k in hidden} == {("", ())}
    ids = {d.person_id for d in plan.differences}
    assert (
        value(
            book,
            now,
            "SELECT count(*) FROM episode WHERE confidential = 1 AND person_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        == 0
    )


def test_undoing_the_import_is_one_deed(book: Book, director: Actor, now: datetime) -> None:
    op = new_id()
    bring_in(book, SAMPLE, director, now, op=op, complete_from=date(2026, 10, 1))
    undo_deed(book, op, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert stays.stay_facts(reader) == []
        assert search.find_people(reader, "dang kim dao", restricted=True).people == ()
        assert reader.records(Person) == []
        assert reader.records(Room) == []
        assert reader.records(Facility)[0].records_complete_from == date(2026, 1, 1)
    assert bring_in(book, SAMPLE, director, now).result.imported == FACTS["people"]
    with book.reading_for(director, now) as reader:
        assert len(stays.stay_facts(reader)) == FACTS["people"]


def test_stopping_writes_nothing(book: Book, director: Actor, now: datetime) -> None:
    told: list[tuple[int, int]] = []
    with pytest.raises(Refused):
        bring_in(
            book, SAMPLE, director, now, progress=lambda *given: told.append(given), cancelled=lambda: len(told) > 2
        )
    assert told[:2] == [(0, 146), (20, 146)]
    assert value(book, now, "SELECT count(*) FROM person") == 0
    assert value(book, now, "SELECT count(*) FROM journal WHERE deed = 'import_list'") == 0


def test_a_list_of_those_who_left(book: Book, director: Actor, now: datetime, tmp_path: Path) -> None:
    left = write(
        tmp_path / "da-roi.txt",
        [
            ("Họ và tên", "Năm sinh", "Giới tính", "Diện", "Ngày vào", "Ngày ra", "Lý do dừng", "Nơi đến"),
            ("Lục Văn Chài", "1950", "Nam", "NCT cô đơn", "05/01/2025", "12/10/2026", "Chết", ""),
            ("Lò Thị Ban", "1960", "Nữ", "NCT cô đơn", "06/01/2025", "01/09/2026", "", "Về gia đình"),
        ],
    )
    assert bring_in(book, left, director, now).result.imported == 2
    with book.reading_for(director, now) as reader:
        assert stays.stay_facts(reader, ended_since=date(2027, 1, 1)) == []
        ended = {f.name: f for f in stays.stay_facts(reader)}
        found = search.find_people(reader, "luc van chai", restricted=True).people
    assert ended["Lục Văn Chài"].end_on == date(2026, 10, 12)
    assert ended["Lục Văn Chài"].end_reason
    assert ended["Lò Thị Ban"].end_reason == "other_legal"
    assert ended["Lò Thị Ban"].destination
    assert [hit.present for hit in found] == [False]


def test_words_chosen_once_are_remembered(book: Book, director: Actor, now: datetime, tmp_path: Path) -> None:
    rows = [("Họ và tên", "Năm sinh", "Giới tính", "Diện"), ("Trần Thị An", "1945", "Nữ", "nhóm đặc thù X")]
    path = write(tmp_path / "list.txt", rows)
    loaded = load_list(book, path, now=now)
    (word,) = [v for v in loaded.reading.values if v.meaning is Meaning.CATEGORY]
    assert not word.sure
    values = chosen(loaded.reading.values, Meaning.CATEGORY, word.word, "elderly_alone_poor")
    reading = reread(loaded, values, renew=False, today=date(2026, 11, 22))
    import_list(book, reading, by=director, now=now, choices=to_remember(values))
    with book.looking(now) as reader:
        assert "elderly_alone_poor" in remembered_choices(reader).values()
    (again,) = [v for v in read_file(book, path, now=now).values if v.meaning is Meaning.CATEGORY]
    assert (again.code, again.sure) == ("elderly_alone_poor", True)


def test_a_column_may_mean_something_else(book: Book, now: datetime, small: Path) -> None:
    loaded = load_list(book, small, now=now)
    room = loaded.layout.column(Meaning.ROOM)
    assert room is not None
    mapped = loaded.with_layout(loaded.layout.with_meaning(room.index, Meaning.NOTE))
    reading = reread(mapped, mapped.reading.values, renew=True, today=date(2026, 11, 22))
    assert {p.room for p in reading.people} == {""}
    assert "A203" in reading.people[0].note


def test_a_file_without_a_list_says_why(book: Book, now: datetime, tmp_path: Path) -> None:
    with pytest.raises(UnreadableList):
        load_list(book, write(tmp_path / "letter.txt", [("Kính gửi",), ("Sở Y tế",)]), now=now)


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may(role: Role, book: Book, actor_with: Callable[..., Actor], now: datetime, small: Path) -> None:
    actor = actor_with(role)
    if role in permissions.DEEDS["import_list"]:
        assert bring_in(book, small, actor, now).result.imported == 2
    else:
        with pytest.raises(Refused):
            bring_in(book, small, actor, now)
        assert value(book, now, "SELECT count(*) FROM person") == 0
