"""Reference data: a new book holds the program's own, questions answer for a day, words are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from carebook import places
from carebook.actions.opening import open_book
from carebook.records.codes import Code
from carebook.records.declaration import fields
from carebook.records.staff import Actor
from carebook.store import code_lists, facility, periods
from carebook.store.book import Book, new_id
from carebook.store.rows import to_row
from tests.conftest import LOGIN, PASSWORD
from tests.every_record import every_record
from tests.samples import TODAY

NOT_CODES = {"import_words"}


def test_every_file_of_codes_is_seeded() -> None:
    there = {path.stem for path in Path(places.resource("codes")).glob("*.toml")}
    assert there - NOT_CODES == set(code_lists.FILES)


def test_a_new_book_knows_every_commune_and_the_law(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        assert len(code_lists.codes(reader, "commune", TODAY)) == 3321
        assert len(code_lists.codes(reader, "commune", date(2025, 6, 30))) == 0
        assert len(code_lists.codes(reader, "province", TODAY)) == 34
        assert len(code_lists.limits(reader)) > 10
        assert {rate.name for rate in code_lists.rates(reader)} >= {"standard"}
        assert "20/2021/NĐ-CP" in {basis.doc_no for basis in code_lists.legal_bases(reader)}
        assert code_lists.holidays(reader) == []
        assert facility.agency(reader, "department", TODAY)
        assert all(row.id and row.version == 1 for row in code_lists.limits(reader))


def test_every_code_list_a_field_names_is_there(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        known = set(code_lists.list_names(reader))
    named = {f.fact.codes for cls in every_record() for f in fields(cls) if f.fact.codes}
    assert named - known == set()


def test_the_words_of_figures_are_kept_until_somebody_writes_and_the_communes_are_not(
    book: Book, director: Actor, now: datetime
) -> None:
    with book.reading_for(director, now) as reader:
        first, again = periods.figure_codes(reader), periods.figure_codes(reader)
        assert len(first) > 500
        assert all(one is other for one, other in zip(first, again, strict=True))
        with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
            added = writer.add(Code(list_name="tag", code="new", text="Mới"))
        assert [one for one in periods.figure_codes(reader) if one not in first] == [added]
        one, other = (reader.records(Code, "list_name = 'commune'")[0] for _ in range(2))
        assert one == other
        assert one is not other


def test_words_are_found_also_of_days_gone_by() -> None:
    rows = [
        Code(list_name="office", code="a", text="Sở Lao động", valid_to=date(2025, 2, 28), position=2),
        Code(list_name="office", code="a", text="Sở Y tế", valid_from=date(2025, 3, 1), position=2),
        Code(list_name="office", code="b", text="Phòng", position=1),
    ]
    words = code_lists.Codes(to_row(row) for row in rows)
    assert words.text("office", "a", date(2024, 1, 1)) == "Sở Lao động"
    assert words.text("office", "a", TODAY) == "Sở Y tế"
    assert words.text("office", "a") == "Sở Y tế"
    assert words.text("office", "unknown") == "unknown"
    assert words.text("nothing", "x", TODAY) == "x"
    assert words.code("nothing", "x") is None
    assert [c.text for c in words.choices("office", TODAY)] == ["Phòng", "Sở Y tế"]
    assert words.choices("nothing", TODAY) == []


def test_all_words_at_once(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        words = code_lists.words(reader)
        assert [c.code for c in words.choices("ownership", TODAY)] == [
            c.code for c in code_lists.codes(reader, "ownership", TODAY)
        ]
        assert [c.code for c in code_lists.code_history(reader, "ownership")] == ["public", "non_public"]
    assert words.text("commune", "00004") == "Ba Đình"
    assert words.code("commune", "00004").group == "01"  # type: ignore[union-attr]


@pytest.mark.parametrize("days", [0, 365, 3650])
def test_the_codes_still_hold_later(book: Book, director: Actor, now: datetime, days: int) -> None:
    with book.reading_for(director, now) as reader:
        assert code_lists.codes(reader, "category", TODAY + timedelta(days=days))


def test_what_was_read_once_is_read_anew_after_every_change(book_folder: Path, now: datetime) -> None:
    """Connections remember reference data: never longer than until somebody, also another process, has written."""
    here, there = (open_book(book_folder, LOGIN, PASSWORD, now=now) for _time in range(2))
    with here.book.reading_for(here.actor, now) as reader:

        def words() -> str:
            return next(c.text for c in code_lists.codes(reader, "shift", now.date()) if c.code == "morning")

        shipped = words()
        for writing, text in ((here, "Ca một"), (there, "Ca hai"), (here, "Ca ba")):
            with writing.book.changing(writing.actor.account_id, now, new_id(), "test") as writer:
                (row,) = writer.records(Code, "list_name = 'shift' AND code = 'morning'")
                writer.amend(replace(row, text=text))
                assert [c.text for c in writer.records(Code, "list_name = 'shift' AND code = 'morning'")] == [text]
            assert words() == text

        def fail() -> None:
            with here.book.changing(here.actor.account_id, now, new_id(), "test") as writer:
                (row,) = writer.records(Code, "list_name = 'shift' AND code = 'morning'")
                writer.amend(replace(row, text=shipped))
                assert writer.records(Code, "list_name = 'shift' AND code = 'morning'")[0].text == shipped
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        with here.book.changing(here.actor.account_id, now, new_id(), "test") as writer:
            assert writer.records(Code, "list_name = 'shift' AND code = 'morning'")[0].text == "Ca ba"
        assert words() == "Ca ba"
    for one in (here, there):
        one.book.close()
