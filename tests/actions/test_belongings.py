"""Belongings kept and given back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.belongings import return_belonging, save_belonging
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Belonging
from carebook.records.staff import Actor, Role
from carebook.store.belongings import belongings, belongings_of
from carebook.store.book import Book
from tests import samples
from tests.actions.admissions import admit
from tests.health_samples import refusing

TODAY = date(2026, 11, 22)


def test_things_are_kept_and_given_back_together(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    caregiver = actor_with(Role.CAREGIVER, name="Lục Thị Mừng")
    person, stay = admit(book, director, now)
    other = admit(book, director, now, person=samples.person(code="", full_name="Lý Thị Kim Ngân"))[1]
    ring = Belonging(
        episode_id=stay.id, what="Nhẫn vàng", received_on=date(2026, 1, 5), kept_by_center=True, kept_at="Két"
    )
    keep = [
        save_belonging(book, one, by=caregiver, now=now).result
        for one in (ring, replace(ring, what="Tiền mặt", amount=500_000), replace(ring, episode_id=other.id))
    ]
    with book.reading_for(caregiver, now) as reader:
        assert [one.thing.what for one in belongings(reader) if one.who.person_id == person.id] == [
            "Nhẫn vàng",
            "Tiền mặt",
        ]
    give = (TODAY, "Trần Thị Na, con gái", "05/BB")
    for wrong, words in (
        (([], *give), "Choose"),
        (([keep[0].id, keep[2].id], *give), "one person"),
        (([keep[0].id], TODAY, ""), "to whom"),
    ):
        with refusing(words):
            return_belonging(book, *wrong, by=caregiver, now=now)  # type: ignore[arg-type]
    back = return_belonging(book, [keep[0].id, keep[1].id], *give, by=caregiver, now=now)
    assert [(one.returned_to, one.minutes_no) for one in back.result] == [give[1:], give[1:]]
    with refusing("given back already"):
        return_belonging(book, [keep[0].id], *give, by=caregiver, now=now)
    with book.reading_for(caregiver, now) as reader:
        assert len(belongings(reader, returned=True)) == 2
    undo_deed(book, back.op, by=caregiver, now=now)
    with book.reading_for(caregiver, now) as reader:
        assert {one.returned_on for one in belongings_of(reader, stay.id)} == {None}
