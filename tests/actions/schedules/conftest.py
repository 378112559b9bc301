"""What the tests of the schedule share: the practice in the test's own book."""

from __future__ import annotations

from datetime import datetime

import pytest

from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from tests.actions.schedules.practice import Practice, make_practice


@pytest.fixture
def practice(book: Book, director: Actor, now: datetime) -> Practice:
    """The practice, with nothing planned."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        return make_practice(writer)
