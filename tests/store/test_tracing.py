"""The search for a family as the book has it: newest first, with the clock of its notice, and only for who may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.records.staff import Actor, Role
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.tracing import leads_of, letters_of, notice_kinds, open_results, tracing_file
from tests import samples

TODAY = date(2026, 11, 22)


def test_one_search_is_read_whole_and_only_by_who_may(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person(code="CB-000001"))
        stay = writer.add(samples.episode(person.id, notice_published_on=date(2026, 10, 26)))
        hidden = writer.add(samples.episode(writer.add(samples.person(code="CB-000002")).id, confidential=True))
        first, second, struck, other = (
            writer.add(TracingLead(episode_id=whose, found_on=date(2026, 11, day), what="Thư"))
            for whose, day in ((stay.id, 1), (stay.id, 9), (stay.id, 10), (hidden.id, 2))
        )
        writer.withdraw(TracingLead, struck.id, "ghi nhầm")
        letter = TracingLetter(episode_id=stay.id, addressee="UBND xã", sent_on=date(2026, 11, 8), lead_id=second.id)
        sent = writer.add(letter)
        notice = writer.add(replace(letter, kind="public_notice", sent_on=date(2026, 10, 26), lead_id=None))
        settled = writer.add(samples.episode(person.id, start_on=date(2025, 1, 1), end_on=date(2025, 2, 1)))
    with book.reading_for(actor_with(Role.SOCIAL_WORKER), now) as reader:
        found = tracing_file(reader, stay.id, TODAY)
        assert found is not None
        assert [one.id for one in found.leads] == [second.id, first.id]
        assert [one.id for one in found.letters] == [sent.id, notice.id]
        assert found.clock is not None
        assert (found.clock.over_on, found.clock.days) == (date(2026, 12, 2), 25)
        assert [one.about.id for one in found.events] == [second.id, sent.id, first.id, notice.id]
        assert found.lead(first.id) == first
        assert found.letter(sent.id) == sent
        assert found.lead(None) is None
        assert struck.id in {one.id for one in leads_of(reader, stay.id, withdrawn=True)}
        assert (leads_of(reader, hidden.id), tracing_file(reader, hidden.id, TODAY)) == ((), None)
        assert tracing_file(reader, "nobody", TODAY) is None
        empty = tracing_file(reader, settled.id, TODAY)
        assert empty is not None
        assert (empty.leads, empty.letters, empty.clock) == ((), (), None)
        assert open_results(reader) == {"open", "checking"}
        assert notice_kinds(reader) == {"public_notice", "commune_notice"}
    with book.reading_for(director, now) as reader:
        assert [one.id for one in leads_of(reader, hidden.id)] == [other.id]
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader, pytest.raises(NotAllowedToSee):
        letters_of(reader, stay.id)
