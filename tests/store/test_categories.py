"""What the list of categories says on a day."""

from __future__ import annotations

from datetime import date, datetime

from carebook.records.codes import Code
from carebook.store.book import Book, new_id
from carebook.store.categories import StoredCategories
from tests.samples import TODAY


def test_the_seeded_categories(book: Book, now: datetime) -> None:
    with book.looking(now) as reader:
        found = StoredCategories(reader, TODAY)
    assert "elderly_alone_poor" in found
    assert "no_such_category" not in found
    assert found.route_of("voluntary_elderly") == "voluntary"
    assert found.route_of("no_such_category") == ""
    assert found.is_confidential("victim_dv")
    assert not found.is_confidential("elderly_alone_poor")
    assert not found.is_confidential("no_such_category")


def test_a_category_holds_for_its_days(book: Book, now: datetime) -> None:
    with book.changing("", now, new_id(), "test") as writer:
        for first, last, secret in ((2020, 2025, "false"), (2026, None, "true")):
            writer.add(
                Code(
                    list_name="category",
                    code="own",
                    text="Diện riêng",
                    valid_from=date(first, 1, 1),
                    valid_to=date(last, 12, 31) if last else None,
                    details=f'{{"confidential": {secret}}}',
                )
            )
    with book.looking(now) as reader:
        assert "own" not in StoredCategories(reader, date(2019, 12, 31))
        assert not StoredCategories(reader, date(2025, 12, 31)).is_confidential("own")
        assert StoredCategories(reader, date(2026, 1, 1)).is_confidential("own")
