"""The first page of somebody who is at work all day says what it says to who has just come: nothing it remembers is old."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from carebook.actions.opening import Opened, open_book
from carebook.records.record import table_of
from carebook.rules.history.nouns import CLASSES
from carebook.store.book import Reader, new_id
from carebook.store.facility import facility
from carebook.stories.demo import DemoBook
from carebook.ui.pages.today.board import board, waiting
from carebook.ui.pages.today.missing import missing_today
from carebook.ui.pages.today.shift_news import shift_news
from tests.stories.conftest import NOW, TODAY

TOGETHER = 4


@pytest.fixture
def own(demo: DemoBook, tmp_path: Path) -> Iterator[Opened]:
    """A sample book that may be spoiled."""
    found = open_book(shutil.copytree(demo.folder, tmp_path / "so"), "huongduong", demo.password, now=NOW)
    yield found
    found.book.close()


def _said(reader: Reader, opened: Opened) -> tuple[object, ...]:
    found = board(reader, TODAY)
    complete_from = facility(reader).records_complete_from
    return (
        found,
        missing_today(reader, opened.actor, NOW),
        shift_news(reader, opened.actor, NOW, ""),
        waiting(reader, NOW, complete_from, found),
    )


def test_striking_through_a_row_of_any_table_is_seen_at_once(own: Opened) -> None:
    book, by = own.book, own.actor.account_id
    tables = [table_of(cls) for cls in CLASSES.values()]
    changes = 0
    with closing(book.reader_for(own.actor, NOW)) as at_work:
        before = _said(at_work, own)
        for place in range(0, len(tables), TOGETHER):
            with book.changing(by, NOW, new_id(), "test", reason="thử") as writer:
                for table in tables[place : place + TOGETHER]:
                    if table not in ("facility", "account", "staff_member", "code", "limit", "role_grant"):
                        writer.run(
                            f'UPDATE "{table}" SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_because = ? WHERE id ='
                            f' (SELECT max(id) FROM "{table}" WHERE withdrawn_at IS NULL)',
                            (NOW.isoformat(), by, "thử"),
                        )
            with closing(book.reader_for(own.actor, NOW)) as just_come:
                there = _said(at_work, own)
                assert there == _said(just_come, own), tables[place : place + TOGETHER]
            changes += there != before
            before = there
    assert changes >= 5
