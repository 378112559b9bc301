"""Facts of stays: everybody counts whoever asks, only names are withheld; beds of a day; whom the duplicate guard knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.records.staff import Actor, Role
from carebook.store import stays
from carebook.store.book import Book, Writer, new_id
from carebook.store.errors import NotAllowedToSee
from tests import samples
from tests.period_samples import filled, live


def in_book(book: Book, now: datetime, write: Callable[[Writer], Any]) -> Any:
    with book.changing("", now, new_id(), "test") as writer:
        return write(writer)


def test_the_same_stays_for_everybody(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    filled(book)
    with book.reading_for(director, now) as reader:
        open_book = stays.stay_facts(reader)
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        masked = stays.stay_facts(reader)
    assert [f.episode_id for f in masked] == [f.episode_id for f in open_book]
    assert {f.name for f in open_book} - {f.name for f in masked} == {"Lò Thị Kín"}
    (kin,) = [f for f in masked if f.masked]
    assert (kin.name, kin.home) == ("Hoa Mười", "")

    def countable(facts: list[Any]) -> list[Any]:
        return [(f.sex, f.born, f.ethnicity, f.route, f.categories, f.start_on, f.end_on, f.end_reason) for f in facts]

    assert countable(masked) == countable(open_book)


def test_bare_stays_say_the_same_of_who_came_and_left(book: Book, director: Actor, now: datetime) -> None:
    filled(book)
    with book.reading_for(director, now) as reader:
        whole, bare = stays.stay_facts(reader), stays.stay_facts(reader, bare=True)
    assert len(whole) > 3
    kept = (
        *("person_id", "episode_id", "code", "name", "masked", "start_on", "sex", "born", "ethnicity", "placement"),
        *("route", "source", "start_kind", "decision_no", "end_on", "end_reason", "destination"),
    )
    for one, other in zip(whole, bare, strict=True):
        assert [getattr(one, name) for name in kept] == [getattr(other, name) for name in kept]
        told = [(since.from_on, since.category) for since in other.categories]
        assert [(since.from_on, since.category) for since in one.categories] == told
        assert (other.entered_at, other.room, other.home, other.missing_papers) == (None, "", "", ())


def test_only_stays_that_matter(book: Book, director: Actor, now: datetime) -> None:
    people = filled(book)
    with book.reading_for(director, now) as reader:
        names = {f.name for f in stays.stay_facts(reader, ended_since=date(2026, 10, 13))}
        on_the_day = {f.name for f in stays.stay_facts(reader, ended_since=date(2026, 10, 12))}
    assert people["loc"].name not in names
    assert people["loc"].name in on_the_day
    assert len(on_the_day) == len(people)


def test_a_stay_with_all_that_hangs_on_it(book: Book, director: Actor, now: datetime) -> None:
    an = live(book, "Trần Thị An")

    def write(writer: Writer) -> None:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        writer.add(samples.bed_assignment(an.episode_id, room.id, bed="2"))
        writer.add(samples.dossier_item(an.episode_id))
        writer.add(samples.service_contract(an.episode_id))
        writer.add(samples.health_card(an.person_id))
        writer.add(samples.relative(an.person_id, guardian=True, guardian_to=date(2027, 5, 1)))
        writer.add(samples.episode_category(an.episode_id, category="elderly_alone", from_on=date(2026, 6, 1)))

    in_book(book, now, write)
    with book.reading_for(director, now) as reader:
        (facts,) = stays.stay_facts(reader)
    assert (facts.room, facts.bed, facts.contract_no, facts.contract_to) == ("A101", "2", "01/HĐ", date(2027, 1, 4))
    assert [(c.from_on, c.category) for c in facts.categories] == [
        (date(2026, 1, 5), "elderly_alone_poor"),
        (date(2026, 6, 1), "elderly_alone"),
    ]
    assert [(p.paper, p.due_on) for p in facts.missing_papers] == [("application", None)]
    assert (facts.health_card_valid_to, facts.guardian, facts.guardian_to) == (
        date(2026, 12, 31),
        "yes",
        date(2027, 5, 1),
    )
    assert facts.entered_at is not None
    assert facts.ended_entered_at is None


def test_when_an_end_was_written_down(book: Book, director: Actor, now: datetime) -> None:
    an = live(book, "Trần Thị An")

    def end(writer: Writer) -> None:
        episode = writer.record(type(samples.episode("")), an.episode_id)
        assert episode is not None
        writer.amend(replace(episode, end_on=date(2026, 11, 20), end_reason="death"))

    in_book(book, now, end)
    with book.reading_for(director, now) as reader:
        (facts,) = stays.stay_facts(reader)
    assert (facts.end_on, facts.ended_entered_at) == (date(2026, 11, 20), now)


def test_struck_and_merged_people_do_not_count(book: Book, director: Actor, now: datetime) -> None:
    an, ben = live(book, "Trần Thị An"), live(book, "Cao Văn Bến")
    in_book(book, now, lambda w: w.run("UPDATE person SET merged_into = ? WHERE id = ?", (an.person_id, ben.person_id)))
    with book.reading_for(director, now) as reader:
        assert [f.name for f in stays.stay_facts(reader)] == ["Trần Thị An"]


def test_beds_of_a_day(book: Book, now: datetime) -> None:
    an, ben = live(book, "Trần Thị An"), live(book, "Cao Văn Bến", end_on=date(2026, 11, 10), end_reason="goal_reached")

    def write(writer: Writer) -> str:
        room = writer.add(samples.room(writer.add(samples.ward()).id, beds=2))
        writer.add(samples.bed_assignment(an.episode_id, room.id, bed="1"))
        writer.add(samples.bed_assignment(ben.episode_id, room.id, bed="2"))
        return room.id

    room_id = in_book(book, now, write)
    with book.looking(now) as reader:
        assert sorted(stays.bed_on(reader, room_id, date(2026, 11, 1)).taken_by_others) == ["1", "2"]
        assert stays.bed_on(reader, room_id, date(2026, 11, 10)).taken_by_others == ("1",)
        assert stays.bed_on(reader, room_id, date(2026, 1, 1)).taken_by_others == ()
        assert stays.bed_on(reader, room_id, date(2026, 11, 1), without=an.episode_id).taken_by_others == ("2",)
        assert stays.bed_on(reader, "no-such-room", date(2026, 11, 1)).room == ""


@pytest.mark.parametrize("restricted", [True, False])
def test_whom_the_duplicate_guard_knows(book: Book, now: datetime, restricted: bool) -> None:
    people = filled(book)

    def write(writer: Writer) -> None:
        writer.add(samples.identity_paper(people["an"].person_id))
        writer.add(samples.alias(people["an"].person_id))

    in_book(book, now, write)
    with book.looking(now) as reader:
        facts = {f.person_id: f for f in stays.guard_facts(reader, restricted=restricted)}
    an, kin = facts[people["an"].person_id], facts[people["kin"].person_id]
    assert (an.names, an.numbers) == (("Trần Thị An", "Bà Ba"), ("022145999012",))
    assert (an.sex, an.born) == (Sex.FEMALE, PartialDate("1945"))
    assert kin.confidential is not restricted
    assert people["loc"].person_id in facts


def test_who_may_not_see_figures_is_refused(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with book.reading_for(actor_with(Role.IT), now) as reader, pytest.raises(NotAllowedToSee):
        stays.stay_facts(reader)
