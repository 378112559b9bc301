"""Drafts belong to who typed them: nobody else reads them, not even with every right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from carebook.records.staff import Actor, Role
from carebook.store import drafts
from carebook.store.book import Book, new_id


def put(book: Book, actor: Actor, at: datetime, form: str, subject: str, content: dict[str, object]) -> None:
    with book.changing(actor.account_id, at, new_id(), "keep_draft", journaled=False) as writer:
        drafts.put_draft(writer, form, subject, content)


def test_the_newest_draft_stands_first(book: Book, director: Actor, now: datetime) -> None:
    put(book, director, now, "admission", "", {"full_name": "Trần Thị An"})
    put(book, director, now + timedelta(minutes=5), "person", "p1", {"note": "“trích”\nhai dòng"})
    with book.reading_for(director, now) as reader:
        assert [(d.form, d.subject_id) for d in drafts.own_drafts(reader)] == [("person", "p1"), ("admission", "")]
        found = drafts.own_draft(reader, "person", "p1")
        assert found == drafts.Draft("person", "p1", {"note": "“trích”\nhai dòng"}, now + timedelta(minutes=5))
        assert drafts.own_draft(reader, "person") is None


def test_each_sees_only_the_own(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    nurse = actor_with(Role.NURSE)
    put(book, director, now, "admission", "", {"a": 1})
    put(book, nurse, now, "admission", "", {"b": 2})
    for actor, content in ((director, {"a": 1}), (nurse, {"b": 2})):
        with book.reading_for(actor, now) as reader:
            assert [d.content for d in drafts.own_drafts(reader)] == [content]
    with book.changing(nurse.account_id, now, new_id(), "keep_draft", journaled=False) as writer:
        drafts.drop_draft(writer, "admission", "")
    with book.reading_for(director, now) as reader:
        assert len(drafts.own_drafts(reader)) == 1
