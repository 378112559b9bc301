"""One stay with the people around it."""

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
    """A stay, and who works on its plan: a social worker, a head of department, a deputy, the director."""

    id: str
    person_id: str
    worker: Actor
    head: Actor
    deputy: Actor
    director: Actor


@pytest.fixture
def stay(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Stay:
    person, episode = admit(book, director, now)
    return Stay(
        episode.id,
        person.id,
        actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường"),
        actor_with(Role.HEAD, name="Hứa Thị Sen Hồng"),
        actor_with(Role.DEPUTY, name="Tô Văn Bách Tùng"),
        director,
    )
