"""One stay with the people around its rehabilitation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from tests.actions.admissions import admit


@dataclass(frozen=True)
class Stay:
    """A stay, and who works on its rehabilitation: a therapist, a doctor, a head of department, the director."""

    id: str
    person_id: str
    therapist: Actor
    doctor: Actor
    head: Actor
    director: Actor


@pytest.fixture
def stay(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Stay:
    person, episode = admit(book, director, now)
    return Stay(
        episode.id,
        person.id,
        actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao"),
        actor_with(Role.DOCTOR, name="Quách Văn Long Não"),
        actor_with(Role.HEAD, name="Hứa Thị Sen Hồng"),
        director,
    )
