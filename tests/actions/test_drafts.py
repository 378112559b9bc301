"""Drafts are kept by everybody for themselves and leave no trace in the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from carebook.actions.drafts import keep_draft
from carebook.records.staff import Actor, Role
from carebook.store import drafts
from carebook.store.book import Book


def test_a_draft_is_kept_renewed_and_forgotten(book: Book, director: Actor, now: datetime) -> None:
    lines = _lines(book, now)
    change = keep_draft(book, "admission", "", {"name": "Trần"}, by=director, now=now)
    keep_draft(book, "admission", "", {"name": "Trần Thị"}, by=director, now=now)
    with book.reading_for(director, now) as reader:
        (found,) = drafts.own_drafts(reader)
    assert (found.form, found.content, found.kept_at) == ("admission", {"name": "Trần Thị"}, now)
    assert (change.subjects, change.undoable) == (frozenset(), False)
    keep_draft(book, "admission", "", None, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert drafts.own_drafts(reader) == []
    assert _lines(book, now) == lines


def test_everybody_may_keep_a_draft(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    for role in Role:
        actor = actor_with(role)
        keep_draft(book, "note", "", {"text": role.value}, by=actor, now=now)
        with book.reading_for(actor, now) as reader:
            assert [d.content for d in drafts.own_drafts(reader)] == [{"text": role.value}]


def _lines(book: Book, now: datetime) -> int:
    with book.looking(now) as reader:
        return int(reader.value("SELECT count(*) FROM journal"))
