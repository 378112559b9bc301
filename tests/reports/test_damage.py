"""The paper about a salvaged book: what was saved, whose rows are lost, what was kept apart, each for who may see it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from carebook.records.damage import CheckUp, Fault, Finding, LostRow, Salvaged, TableSaved
from carebook.records.staff import Actor, Role
from carebook.reports import damage as papers
from carebook.store.book import Book, new_id
from carebook.store.rows import moment_text
from carebook.store.salvage import REST, keep_report, saved_before
from tests import samples
from tests.reports.reading import flat


@pytest.fixture
def saved(book: Book, director: Actor, now: datetime) -> Salvaged:
    """A saving of data kept in the book: An lost three rows, nobody knows whose two are; a stay and a restricted note lie apart."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person())
        hidden = writer.add(samples.person(code="CB-000002", full_name="Phạm Thị Kín", alias="Cô Mận"))
        writer.add(samples.episode(hidden.id, confidential=True))
    made = Salvaged(
        now,
        (TableSaved("person", 40), TableSaved("observation", 90, 3, 2, unsure=1, aside=1, lost=4, unknown=True)),
        (
            *(LostRow("observation", new_id(), person.id) for _ in range(3)),
            LostRow("episode", new_id(), hidden.id, "unsure"),
            *(LostRow("code", new_id()) for _ in range(2)),
        ),
        pages_damaged=7,
        backups=(now - timedelta(days=2),),
        chain_kept=False,
        lines_lost=8,
        files=3,
        files_lost=1,
        left=CheckUp(now, (Finding(Fault.SEARCH, count=3),), is_full=True),
    )
    apart = [
        {"table": "relative", "row": {"person_id": new_id(), "full_name": "Lê Văn Cháu", "phone": "0912345678"}},
        {"table": "progress_note", "row": {"person_id": hidden.id, "text": "điều kín"}},
    ]
    rest = "\n".join(json.dumps(one, ensure_ascii=False) for one in apart).encode()
    with book.changing(director.account_id, now, new_id(), "test", journaled=False) as writer:
        writer.run(
            "INSERT INTO file VALUES (?, ?, ?, ?)", (hashlib.sha256(rest).hexdigest(), REST, moment_text(now), rest)
        )
        keep_report(writer, made)
    return made


def test_what_was_saved_is_read_back_as_it_was(
    book: Book, saved: Salvaged, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    """What lies apart may be about anybody: it is shown to managers alone."""
    for actor, shown in ((director, ["relative", "progress_note"]), (actor_with(Role.HEAD), [])):
        with book.reading_for(actor, now) as reader:
            (before,) = saved_before(reader, now.date())
        assert before.saved == saved
        assert [one.table for one in before.apart] == shown
        assert before.hidden == 2 - len(shown)


@pytest.mark.usefixtures("saved")
def test_the_paper_names_whose_rows_are_lost(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        text = flat(papers.draw(papers.gather(reader, now.date())).pdf)
    for words in (
        "Cứu dữ liệu từ sổ bị hỏng",
        "CB-000001 · Trần Thị An",
        "không rõ của ai",
        "Lê Văn Cháu",
        "4 trở lên",
    ):
        assert words in text, words


@pytest.mark.usefixtures("saved")
def test_a_restricted_person_is_named_to_nobody_else(
    book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.reading_for(actor_with(Role.HEAD), now) as reader:
        text = flat(papers.draw(papers.gather(reader, now.date())).pdf)
    assert "Trần Thị An" in text
    assert not any(name in text for name in ("Phạm Thị Kín", "điều kín", "Lê Văn Cháu"))


@pytest.mark.usefixtures("saved")
def test_it_sees_tables_and_counts_and_nobody(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with book.reading_for(actor_with(Role.IT), now) as reader:
        saving = papers.gather(reader, now.date())
    text = flat(papers.draw(saving).pdf)
    assert (saving.whose, saving.apart) == ({}, ())
    assert "2 dòng để riêng không in" in text
    assert not any(name in text for name in ("Trần Thị An", "Lê Văn Cháu", "Phạm Thị Kín"))


def test_without_anybody_who_opens_the_book_it_names_nobody(saved: Salvaged) -> None:
    text = flat(papers.draw(papers.without_names(saved)).pdf)
    assert "không rõ của ai" in text
    assert "Trần Thị An" not in text


def test_a_book_that_comes_of_no_damaged_one(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader, pytest.raises(LookupError):
        papers.gather(reader, now.date())
