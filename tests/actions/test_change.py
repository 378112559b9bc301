"""What every deed promises: its right is checked, it is done once, a refusal leaves nothing, a newer version is not overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Change, Outdated, Refused, deed, refuse, stop_at
from carebook.actions.facility import add_ward, amend_ward
from carebook.records.staff import Actor, Role
from carebook.rules.problem import Problem, warning
from carebook.store.book import Book
from carebook.words import message
from tests import samples


def wards(book: Book, now: datetime) -> int:
    with book.looking(now) as reader:
        return int(reader.value("SELECT count(*) FROM ward"))


def test_a_deed_tells_what_it_is() -> None:
    assert (add_ward.deed.name, add_ward.deed.words, add_ward.deed.subjects) == (  # type: ignore[attr-defined]
        "add_ward",
        "Add ward",
        {"facility"},
    )


def test_an_operation_repeated_is_done_once(book: Book, director: Actor, now: datetime) -> None:
    first = add_ward(book, samples.ward(), by=director, now=now, op="op-1")
    second = add_ward(book, samples.ward(name="Khu B"), by=director, now=now, op="op-1")
    assert (first.undoable, second.undoable) == (True, False)
    assert (second.op, second.subjects) == ("op-1", first.subjects)
    assert wards(book, now) == 1


def test_without_an_operation_each_call_is_one(book: Book, director: Actor, now: datetime) -> None:
    ops = {add_ward(book, samples.ward(name=f"Khu {n}"), by=director, now=now, op="").op for n in range(2)}
    assert len(ops) == 2
    assert "" not in ops
    assert wards(book, now) == 2


def test_a_right_is_of_its_days(book: Book, director: Actor, now: datetime) -> None:
    grant = samples.grant(director.account_id, Role.HEAD, from_on=date(2026, 11, 22), to_on=date(2026, 11, 22))
    head = replace(director, grants=(grant,))
    add_ward(book, samples.ward(), by=head, now=now)
    for moment, told in (("2026-11-21T16:59:59+00:00", "date"), ("2026-11-22T17:00:00+00:00", "who")):
        with pytest.raises(Refused) as caught:
            add_ward(book, samples.ward(name="Khu B"), by=head, now=datetime.fromisoformat(moment))
        assert caught.value.message.values[told]
    assert wards(book, now) == 1


@pytest.mark.parametrize("given", [{"by": "somebody"}, {"now": "2026-11-22"}])
def test_a_deed_needs_its_actor_and_its_moment(
    book: Book, director: Actor, now: datetime, given: dict[str, object]
) -> None:
    with pytest.raises(TypeError):
        add_ward(book, samples.ward(), **({"by": director, "now": now} | given))


def test_a_newer_version_is_told_with_who_and_what(book: Book, director: Actor, now: datetime) -> None:
    ward = add_ward(book, samples.ward(), by=director, now=now).result
    amend_ward(book, replace(ward, name="Khu B"), by=director, now=now)
    with pytest.raises(Outdated) as caught:
        amend_ward(book, replace(ward, name="Khu C"), by=director, now=now, seen=ward.version)
    assert caught.value.theirs.name == "Khu B"  # type: ignore[attr-defined]
    assert caught.value.message.values == {"who": "Đào Thị Hướng Dương", "time": "09:00"}


def test_a_deed_without_a_right_of_its_name_is_a_fault(book: Book, director: Actor, now: datetime) -> None:
    @deed("Do what nobody thought of")
    def unheard_of(book: Book, *, by: Actor, now: datetime, op: str = "") -> Change:  # noqa: ARG001
        return Change(frozenset())

    with pytest.raises(KeyError):
        unheard_of(book, by=director, now=now)


def test_only_errors_stop() -> None:
    stop_at([warning("weight", message("Unusual."))])
    stop_at([])
    with pytest.raises(Refused) as caught:
        stop_at([warning("weight", message("Unusual.")), Problem("name", message("The name is needed."))])
    assert [p.field for p in caught.value.problems] == ["name"]
    assert refuse(message("No."), "name").problems == (Problem("name", message("No.")),)
    assert caught.value.message.id == "The name is needed."
