"""Keeping what is typed before it is saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from carebook.actions.change import Change, deed
from carebook.records.staff import Actor
from carebook.store import drafts
from carebook.store.book import Book
from carebook.words import N_


@deed(N_("Keep draft"))
def keep_draft(
    book: Book, form: str, subject_id: str, content: dict[str, Any] | None, *, by: Actor, now: datetime, op: str = ""
) -> Change:
    """Keep the draft of a form, or forget it when ``content`` is None. Not journaled: a draft is nobody's record yet."""
    with book.changing(by.account_id, now, op, "keep_draft", journaled=False) as writer:
        if content is None:
            drafts.drop_draft(writer, form, subject_id)
        else:
            drafts.put_draft(writer, form, subject_id, content)
    return Change(frozenset(), op=op, undoable=False)
