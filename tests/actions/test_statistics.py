"""Keeping a statistic by name: its owner, everybody's, whose may be given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.statistics import save_statistic, strike_statistic
from carebook.actions.undo import undo_deed
from carebook.records.office import SavedStatistic
from carebook.records.staff import Actor, Role
from carebook.rules.statistics import Design
from carebook.store.book import Book
from carebook.store.statistics import saved_statistics

DESIGN = Design().to_json()


def _kept(name: str = "Theo khu", *, shared: bool = False) -> SavedStatistic:
    return SavedStatistic(name=name, design=DESIGN, owner_id="", shared=shared)


def _names(book: Book, actor: Actor, now: datetime) -> list[str]:
    with book.reading_for(actor, now) as reader:
        return [one.name for one in saved_statistics(reader)]


def test_kept_for_oneself_or_for_everybody(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse = actor_with(Role.NURSE)
    own = save_statistic(book, _kept("  Theo   khu "), by=nurse, now=now)
    assert own.result.owner_id == nurse.staff_member_id
    save_statistic(book, _kept("Bậc học", shared=True), by=nurse, now=now)
    assert _names(book, nurse, now) == ["Bậc học", "Theo khu"]
    assert _names(book, director, now) == ["Bậc học"]
    save_statistic(book, replace(own.result, name="Theo khu A"), seen=own.result.version, by=nurse, now=now)
    assert _names(book, nurse, now) == ["Bậc học", "Theo khu A"]
    gone = strike_statistic(book, own.result.id, by=nurse, now=now)
    assert _names(book, nurse, now) == ["Bậc học"]
    undo_deed(book, gone.op, by=nurse, now=now)
    assert _names(book, nurse, now) == ["Bậc học", "Theo khu A"]


def test_what_is_refused(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    nurse = actor_with(Role.NURSE)
    own = save_statistic(book, _kept(), by=nurse, now=now).result
    shared = save_statistic(book, _kept("Chung", shared=True), by=director, now=now).result
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: save_statistic(book, _kept("THEO KHU"), by=nurse, now=now), "There is a statistic"),
        (lambda: save_statistic(book, replace(_kept("x"), design="{}"), by=nurse, now=now), "This statistic cannot"),
        (lambda: save_statistic(book, replace(shared, name="y"), by=nurse, now=now), "Somebody else"),
        (lambda: strike_statistic(book, shared.id, by=nurse, now=now), "Somebody else"),
        (lambda: strike_statistic(book, own.id, by=director, now=now), "Somebody else"),
        (lambda: strike_statistic(book, "nobody", by=director, now=now), "This statistic is no longer"),
    ]
    for deed, words in refused:
        with pytest.raises(Refused) as found:
            deed()
        assert found.value.message.id.startswith(words)


def test_a_manager_tidies_up_what_everybody_sees(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    shared = save_statistic(book, _kept(shared=True), by=actor_with(Role.NURSE), now=now).result
    strike_statistic(book, shared.id, by=director, now=now)
    assert _names(book, director, now) == []
