"""Joining two files of one person: what moves, what is kept once, both histories, undoing, and what stays protected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions import people as deeds
from carebook.actions.change import Outdated, Refused
from carebook.actions.episodes import discharge_person
from carebook.actions.undo import undo_deed
from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.people import Alias, IdentityPaper, Person, Relative, Sex
from carebook.records.staff import Actor, Reading, Role
from carebook.rules.merging import Keep
from carebook.store import history, merging, people, search
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length


class World:
    """A book with two files of one woman: she was here till March under another spelling, and came back in May."""

    def __init__(self, book: Book, director: Actor, now: datetime, **goes: Any) -> None:
        self.book, self.director, self.now = book, director, now
        self.an, self.former = admit(book, director, now, details=(samples.identity_paper(""), samples.relative("")))
        left = replace(self.former, end_on=date(2026, 3, 1), end_reason="family_request")
        self.do(discharge_person, left)
        facts = {"code": "", "full_name": "Trần Thị Ân", "home_town": "Hạ Long", "born": PartialDate("1945-05-09")}
        self.other, self.open = admit(
            book,
            director,
            now,
            person=samples.person(**facts),
            episode=goes.pop("episode", None) or samples.episode("", start_on=date(2026, 5, 1)),
            details=(samples.identity_paper(""), samples.relative("", full_name="Trần Thị Bé")),
            **goes,
        )

    def do(self, deed: Callable[..., Any], *values: Any, **given: Any) -> Any:
        given = {"by": self.director, "now": self.now, "op": new_id()} | given
        return deed(self.book, *values, **given)

    def merge(self, **given: Any) -> Any:
        return self.do(deeds.merge_people, self.an.id, self.other.id, reason="một người, hai hồ sơ", **given)

    def person(self, id: str) -> Person:
        with self.book.looking(self.now) as reader:
            found = reader.record(Person, id)
        assert found is not None
        return found

    def found(self, typed: str) -> list[str]:
        with self.book.reading_for(self.director, self.now) as reader:
            return [one.person_id for one in search.find_people(reader, typed, restricted=True).people]

    def facts(self) -> dict[str, Any]:
        """Everything about both, without versions; what undoing must give back."""
        with self.book.looking(self.now) as reader:
            rows = {
                (cls.__name__, row.id): replace(row, version=0)
                for cls in (Person, Episode, IdentityPaper, Relative, Alias)
                for row in reader.records(cls)
            }
            keys = reader.rows("SELECT person_id, restricted, sort_key FROM search_key ORDER BY person_id")
        return {"rows": rows, "keys": [tuple(row) for row in keys]}


@pytest.fixture
def world(book: Book, director: Actor, now: datetime) -> World:
    return World(book, director, now)


def test_everything_moves_and_the_same_paper_is_kept_once(world: World) -> None:
    change = world.merge()
    with world.book.looking(world.now) as reader:
        assert {e.id for e in reader.records(Episode, "person_id = ?", (world.an.id,))} == {
            world.former.id,
            world.open.id,
        }
        assert len(reader.records(IdentityPaper, "person_id = ?", (world.an.id,))) == 1
        relatives = {r.full_name for r in reader.records(Relative, "person_id = ?", (world.an.id,))}
        aliases = [(a.full_name, a.why) for a in reader.records(Alias, "person_id = ?", (world.an.id,))]
        assert reader.record(Person, world.other.id).merged_into == world.an.id  # type: ignore[union-attr]
    assert relatives == {"Trần Văn Sơn", "Trần Thị Bé"}
    assert aliases == [("Trần Thị Ân", world.other.code)]
    assert change.ids == (world.an.id, world.other.id)
    assert world.found("Trần Thị Ân") == [world.an.id]
    assert world.person(world.an.id).born == PartialDate("1945-05-09")


def test_the_chosen_values_are_kept_and_the_name_given_up_stays_a_name(world: World) -> None:
    world.merge(kept={"full_name": Keep.GOES, "home_town": Keep.GOES, "born": Keep.STAYS})
    kept = world.person(world.an.id)
    assert (kept.full_name, kept.home_town, kept.born) == ("Trần Thị Ân", "Hạ Long", PartialDate("1945"))
    with world.book.looking(world.now) as reader:
        assert [(a.full_name, a.why) for a in reader.records(Alias)] == [("Trần Thị An", world.an.code)]


def test_every_table_about_people_moves_but_the_log_of_readings(world: World) -> None:
    world.do(deeds.open_restricted_record, world.other.id)
    world.merge()
    with world.book.looking(world.now) as reader:
        assert {r.person_id for r in reader.records(Reading)} == {world.other.id}
        assert "reading" not in merging._tables_about_people(reader)
        assert {"episode", "alias", "attachment", "allergy"} <= set(merging._tables_about_people(reader))


# undoing


def test_undoing_gives_both_files_everything_back(world: World) -> None:
    before = world.facts()
    op = new_id()
    world.merge(op=op, kept={"full_name": Keep.GOES, "home_town": Keep.GOES})
    assert world.facts() != before
    later = world.now + timedelta(days=40)
    world.do(undo_deed, op, now=later)
    assert world.facts() == before
    assert sorted(world.found("Trần Thị Ân")) == sorted([world.an.id, world.other.id])
    assert world.book.check_chain().broken_at is None


def test_an_undone_merge_can_be_done_again(world: World) -> None:
    first, second = new_id(), new_id()
    world.merge(op=first)
    joined = world.facts()
    world.do(undo_deed, first, op=second)
    world.do(undo_deed, second)
    assert world.facts() == joined


@pytest.mark.parametrize("touched", ["stay", "person", "paper"])
def test_what_somebody_touched_since_is_not_undone(world: World, touched: str) -> None:
    op = new_id()
    world.merge(op=op)
    later = world.now + timedelta(minutes=20)
    with world.book.changing(world.director.account_id, later, new_id(), "amend_person") as writer:
        if touched == "stay":
            writer.amend(replace(writer.record(Episode, world.open.id), note="đã đổi"))  # type: ignore[arg-type]
        elif touched == "person":
            writer.amend(replace(writer.record(Person, world.an.id), home_town="Cẩm Phả"))  # type: ignore[arg-type]
        else:
            (moved,) = writer.records(Relative, "full_name = 'Trần Thị Bé'")
            writer.amend(replace(moved, phone="0912345679"))
    before = world.facts()
    with pytest.raises(Refused) as refused:
        world.do(undo_deed, op, now=later)
    assert refused.value.message.id == "Cannot be undone: somebody changed it at {time}."
    assert refused.value.message.values == {"time": "09:20"}
    assert world.facts() == before


def test_a_file_joined_twice_over_ends_in_the_last_one_and_is_undone_backwards(world: World) -> None:
    third, stay = admit(world.book, world.director, world.now, person=samples.person(code="", full_name="Bà Ba"))
    world.do(discharge_person, replace(stay, end_on=date(2026, 2, 1), end_reason="family_request"))
    first, second = new_id(), new_id()
    world.merge(op=first)
    world.do(deeds.merge_people, third.id, world.an.id, op=second)
    with world.book.reading_for(world.director, world.now) as reader:
        assert merging.file_that_stays(reader, world.other.id) == third.id
        assert [one.code for one in merging.joined_files(reader, third.id)] == [world.other.code, world.an.code]
    with pytest.raises(Refused):
        world.do(undo_deed, first)
    world.do(undo_deed, second)
    world.do(undo_deed, first)
    assert world.person(world.other.id).merged_into is None


# refusing


def test_a_newer_version_is_not_overwritten(world: World) -> None:
    seen = (world.person(world.an.id).version, world.person(world.other.id).version)
    world.do(deeds.amend_person, replace(world.person(world.other.id), home_town="Cẩm Phả"))
    with pytest.raises(Outdated) as refused:
        world.merge(seen=seen)
    assert refused.value.theirs.id == world.other.id
    assert world.person(world.other.id).merged_into is None


def test_a_file_that_went_takes_nothing_more(world: World) -> None:
    world.merge()
    before = journal_length(world.book, world.now)
    with pytest.raises(Refused) as refused:
        world.do(deeds.add_detail, samples.allergy(world.other.id))
    assert refused.value.message.id == "This file was joined to {name}, {code}. Open that one."
    assert refused.value.message.values["code"] == world.an.code
    with pytest.raises(Refused):
        world.merge()
    assert journal_length(world.book, world.now) == before


# both histories


def test_the_joined_file_tells_both_histories_and_that_it_was_joined(world: World) -> None:
    with world.book.reading_for(world.director, world.now) as reader:
        before = {
            one.entry.seq
            for person_id in (world.an.id, world.other.id)
            for one in history.changes_of_person(reader, person_id)
        }
    world.merge()
    with world.book.reading_for(world.director, world.now) as reader:
        told = history.changes_of_person(reader, world.an.id)
        (joined,) = merging.joined_files(reader, world.an.id)
    assert before <= {one.entry.seq for one in told}
    assert [one.entry.seq for one in told] == sorted((one.entry.seq for one in told), reverse=True)
    assert (told[0].entry.deed, told[0].entry.reason) == ("merge_people", "một người, hai hồ sơ")
    assert (joined.person_id, joined.code, joined.name) == (world.other.id, world.other.code, "Trần Thị Ân")
    assert (joined.who, joined.reason, joined.op) == ("Đào Thị Hướng Dương", "một người, hai hồ sơ", told[0].entry.op)


def test_an_undone_merge_leaves_no_joined_file_but_both_tell_of_it(world: World) -> None:
    op = new_id()
    world.merge(op=op)
    world.do(undo_deed, op)
    with world.book.reading_for(world.director, world.now) as reader:
        assert merging.joined_files(reader, world.an.id) == []
        for person_id in (world.an.id, world.other.id):
            assert {"merge_people", "undo_deed"} & {t.entry.deed for t in history.changes_of_person(reader, person_id)}


def test_both_files_are_read_for_comparing_by_any_of_their_ids(world: World) -> None:
    with world.book.reading_for(world.director, world.now) as reader:
        one, other = merging.compared_files(reader, (world.an.id, world.other.id), date(2026, 11, 22))
    assert one is not None
    assert other is not None
    assert (one.person.id, other.person.id) == (world.an.id, world.other.id)
    world.merge()
    with world.book.reading_for(world.director, world.now) as reader:
        one, other = merging.compared_files(reader, (world.other.id, "nobody"), date(2026, 11, 22))
    assert one is not None
    assert (one.person.id, other) == (world.an.id, None)


# the protected


@pytest.fixture
def hidden(book: Book, director: Actor, now: datetime) -> World:
    """The file that goes is restricted."""
    return World(book, director, now, episode=emergency(start_on=date(2026, 5, 1)), category="victim_dv")


def test_who_may_not_see_it_may_not_join_it_and_learns_nothing(hidden: World, actor_with: Callable[..., Actor]) -> None:
    head = actor_with(Role.HEAD)
    before = journal_length(hidden.book, hidden.now)
    with pytest.raises(Refused) as refused:
        hidden.merge(by=head)
    assert refused.value.message == deeds.protected()
    assert journal_length(hidden.book, hidden.now) == before
    found = deeds.suspected_in_book(hidden.book, by=head, now=hidden.now)
    assert (found.pairs, found.protected) == ((), True)
    seen = deeds.suspected_in_book(hidden.book, by=hidden.director, now=hidden.now)
    assert [(a.code, b.code) for a, b, _why in seen.pairs] == [(hidden.an.code, hidden.other.code)]
    assert seen.protected is False


def test_the_joined_file_is_as_protected_as_the_one_that_went(hidden: World, actor_with: Callable[..., Actor]) -> None:
    hidden.merge(kept={"alias": Keep.STAYS})
    assert hidden.person(hidden.an.id).alias == f"Hồ sơ bảo mật {hidden.an.code}"
    nurse = actor_with(Role.NURSE)
    with hidden.book.reading_for(nurse, hidden.now) as reader:
        assert search.find_people(reader, "Trần Thị", restricted=False).people == ()
        assert people.person_file(reader, hidden.an.id, date(2026, 11, 22)) is None
        for person_id in (hidden.an.id, hidden.other.id):
            assert history.changes_of_person(reader, person_id) == []
            assert history.changes_of_record(reader, "person", person_id) == []
            assert merging.joined_files(reader, person_id) == []
        assert history.changes_of_record(reader, "episode", hidden.open.id) == []
        assert not {hidden.an.id, hidden.other.id} & {t.entry.person_id for t in history.newest_changes(reader)}


def test_hiv_is_neither_lost_nor_chosen_by_who_may_not_see_it(world: World) -> None:
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        writer.amend(replace(writer.record(Person, world.other.id), hiv=True))  # type: ignore[arg-type]
    world.merge(kept={"hiv": Keep.STAYS})
    assert world.person(world.an.id).hiv is True


# looking for them


def test_pairs_in_the_book_are_found(world: World) -> None:
    admit(world.book, world.director, world.now, person=samples.person(code="", full_name="Cao Văn Bến", sex=Sex.MALE))
    found = deeds.suspected_in_book(world.book, by=world.director, now=world.now)
    ((one, other, why),) = found.pairs
    assert (one.name, one.present, other.name, other.present) == ("Trần Thị An", False, "Trần Thị Ân", True)
    assert why.certain
    assert deeds.suspected_in_book(world.book, by=world.director, now=world.now, most=0).pairs == ()
    world.merge()
    assert deeds.suspected_in_book(world.book, by=world.director, now=world.now).pairs == ()
