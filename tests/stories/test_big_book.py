"""The big book's bulk path keeps journal, search and figures right; proved on a small one."""

from __future__ import annotations

from pathlib import Path

from carebook.actions.opening import open_book
from carebook.store import search
from carebook.store.people import PeopleFilter, people, people_ids, person_file
from carebook.stories.big_book import make_big_book
from tests.conftest import CHEAP
from tests.stories.conftest import NOW, TODAY


def test_a_bulk_book_answers_like_any_other(tmp_path: Path) -> None:
    made = make_big_book(tmp_path / "big", people=300, present=20, today=TODAY, cost=CHEAP)
    opened = open_book(made.folder, made.login, made.password, now=NOW)
    with opened.book as book, book.reading_for(opened.actor, NOW) as reader:
        here = people(reader, PeopleFilter("present"), TODAY)
        assert len(here) == 20
        assert len({(row.room, row.bed) for row in here}) == 20
        assert len(people_ids(reader, PeopleFilter("all"), TODAY)) == 300
        one = person_file(reader, here[0].person_id, TODAY)
        assert one is not None
        assert one.health_cards
        assert one.stays[0].category
        for typed in (one.person.full_name, one.person.code, one.health_cards[0].number[-4:]):
            assert one.person.id in {p.person_id for p in search.find_people(reader, typed, restricted=True).people}
        lines = reader.value("SELECT count(*) FROM counted_journal WHERE tbl IN ('person', 'episode')")
        assert lines == 600
        assert book.check_chain().broken_at is None
