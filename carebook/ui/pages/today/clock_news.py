"""What the first page says of the PC's clock when it cannot be right."""

from __future__ import annotations

from functools import partial

from carebook.rules.clock import doubt
from carebook.store.journal import last_written_at
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import Page
from carebook.words import Message


def tell_clock(desk: Desk, page: Page) -> None:
    """Say it in the bar of ``page``, once; a book that is only tried out says nothing."""
    if desk.facility.is_sample:
        return
    book, now = desk.book, desk.now()

    def question(_reader: object) -> Message | None:
        with book.looking(now) as reader:
            return doubt(last_written_at(reader), now)

    desk.ask(page, question, partial(_say, page), key="clock")


def _say(page: Page, said: Message | None) -> None:
    if said is not None:
        page.say(said, "danger")
