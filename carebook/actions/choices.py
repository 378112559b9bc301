"""Keeping what somebody chose for themselves: saved filters and the like."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from carebook.actions.change import Change, deed
from carebook.records.staff import Actor
from carebook.store import choices
from carebook.store.book import Book
from carebook.words import N_


@deed(N_("Keep own choices"))
def keep_choice(book: Book, name: str, content: Any, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Keep one's own choice under ``name``, or forget it when ``content`` is None. Not journaled: it is nobody's record."""
    with book.changing(by.account_id, now, op, "keep_choice", journaled=False) as writer:
        if content is None:
            choices.drop_choice(writer, name)
        else:
            choices.put_choice(writer, name, content)
    return Change(frozenset({"choices"}), op=op, undoable=False)
