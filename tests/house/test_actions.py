"""Every deed of every room: in the table of rights, refused to each role without the right, and then leaving no trace."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest

import carebook.actions
from carebook.actions.change import Refused
from carebook.records.staff import Actor, Role
from carebook.rules import permissions
from carebook.store.book import Book


def _deeds() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(carebook.actions.__path__):
        for value in vars(import_module(f"carebook.actions.{module.name}")).values():
            if hasattr(getattr(value, "deed", None), "words"):
                found[value.deed.name] = value
    return found


DEEDS = _deeds()


def test_every_deed_has_a_right_and_every_right_a_deed() -> None:
    assert set(DEEDS) == set(permissions.DEEDS)


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_a_role_without_the_right_is_refused_before_anything_is_looked_at(
    role: Role, book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    actor = actor_with(role)
    with book.looking(now) as reader:
        before = reader.value("SELECT max(seq) FROM journal")
    for name, deed in DEEDS.items():
        if role in permissions.DEEDS[name]:
            with pytest.raises(TypeError):  # the right is there: the deed itself misses what it is about
                deed(book, by=actor, now=now)
        else:
            with pytest.raises(Refused) as refused:
                deed(book, by=actor, now=now)
            assert refused.value.message.id.startswith("The right"), name
    with book.looking(now) as reader:
        assert reader.value("SELECT max(seq) FROM journal") == before
