"""The clock goes back or forward a year: the journal keeps its order, doors keep their locks, backups stay, and it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions.backup import back_up_book
from carebook.actions.change import Refused
from carebook.actions.drafts import keep_draft
from carebook.actions.opening import open_book
from carebook.actions.progress import add_note
from carebook.actions.undo import undo_deed
from carebook.records.progress import ProgressNote
from carebook.records.staff import Actor
from carebook.rules.clock import doubt
from carebook.store import backup, drafts, errors
from carebook.store.book import in_vietnam
from carebook.store.due import due_board
from carebook.store.journal import last_written_at
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.faults.center import NURSE_LOGIN, Center
from tests.faults.counts import Counts
from tests.faults.soundness import is_whole

YEAR = timedelta(days=365)
JUMPS = [-YEAR, YEAR]


@pytest.mark.parametrize("jump", JUMPS, ids=["back", "forward"])
def test_the_journal_keeps_the_order_of_writing(center: Center, counts: Counts, jump: timedelta) -> None:
    by, wrong = _for_years(center), NOW + jump
    happened = datetime(2025, 11, 20, tzinfo=UTC)
    with center.opened() as book:
        first = add_note(book, _note(center, "một", NOW), by=by, now=NOW)
        with book.looking(wrong) as reader:
            assert doubt(last_written_at(reader), wrong) is not None, "nobody is told that the clock is wrong"
        written = add_note(book, _note(center, "hai", min(happened, wrong)), by=by, now=wrong)
        add_note(book, _note(center, "ba", NOW), by=by, now=NOW)
        undo_deed(book, written.op, by=by, now=wrong)
        undo_deed(book, first.op, by=by, now=NOW)
        is_whole(book)
        with book.inspecting() as connection:
            lines = connection.execute("SELECT deed FROM journal ORDER BY seq DESC LIMIT 5").fetchall()
        assert [row["deed"] for row in reversed(lines)] == ["add_note"] * 3 + ["undo_deed"] * 2
    counts.fault("clock wrong by a year: journal").note("order and chain kept, undo works, told on the first page")


def _for_years(center: Center) -> Actor:
    """The director, with rights that began years ago."""
    return replace(center.director, grants=tuple(replace(one, from_on=None) for one in center.director.grants))


def test_what_is_typed_is_kept_where_the_clock_stands_before_every_right(center: Center, counts: Counts) -> None:
    by, wrong = center.director, NOW - YEAR
    with center.opened() as book:
        keep_draft(book, "note", "", {"text": "gõ dở"}, by=by, now=wrong)
        with pytest.raises(Refused) as refused:
            add_note(book, _note(center, "một", wrong), by=by, now=wrong)
        assert "clock" in refused.value.message.id
        with book.reading_for(by, NOW) as reader:
            draft = drafts.own_draft(reader, "note")
        assert draft is not None
        assert draft.content == {"text": "gõ dở"}
    counts.fault("clock wrong by a year: journal").note("refused by the clock's name before every right, draft kept")


def test_what_is_due_follows_the_clock_and_comes_back(center: Center) -> None:
    """Nothing about what is due is written down: with the right clock it is as it was."""
    by = _for_years(center)
    with center.opened() as book:

        def items(now: datetime) -> object:
            with book.reading_for(by, now) as reader:
                return due_board(reader, in_vietnam(now))

        right = items(NOW)
        for jump in JUMPS:
            items(NOW + jump)
        assert items(NOW) == right


def _note(center: Center, text: str, at: datetime) -> ProgressNote:
    return ProgressNote(episode_id=center.stays[0], happened_at=at, text=text)


@pytest.mark.parametrize("jump", JUMPS, ids=["back", "forward"])
def test_doors_open_and_stay_shut(center: Center, counts: Counts, jump: timedelta) -> None:
    """Signing in, the window's lock, and the wait after wrong passwords, which a turned clock neither ends nor lengthens."""
    for _ in range(6):
        with pytest.raises((errors.WrongPassword, errors.SlowDown)):
            open_book(center.folder, NURSE_LOGIN, "nhầm hẳn", now=NOW)
    with pytest.raises(errors.SlowDown) as slowed:
        open_book(center.folder, NURSE_LOGIN, "nhầm hẳn", now=NOW + jump)
    assert int(slowed.value.message.values["seconds"]) <= 900
    with open_book(center.folder, LOGIN, PASSWORD, now=NOW + jump, exclusive=True).book as book:
        with pytest.raises(errors.BookInUse):
            open_book(center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True)
        is_whole(book)
    counts.fault("clock wrong by a year: doors").note("opened, locked and slowed as before")


@pytest.mark.parametrize("jump", JUMPS, ids=["back", "forward"])
def test_backups_stay(center: Center, counts: Counts, jump: timedelta, tmp_path: Path) -> None:
    """The newest three stay, and with a clock set back all of them: what was made later than now is nobody's to throw away."""
    with center.opened() as book:
        for days in (5, 4, 3, 2, 1):
            back_up_book(book, tmp_path, by=_for_years(center), now=NOW - timedelta(days=days))
        before = {path.name for path in tmp_path.iterdir()}
        made = back_up_book(book, tmp_path, by=_for_years(center), now=NOW + jump).result
        backup.thin(tmp_path, book.book_id, now=NOW + jump)
        left = {path.name for path in tmp_path.iterdir()}
        assert made.path.name in left
        assert before <= left if jump < timedelta(0) else len(left) >= 3
        newest = sorted(before)[-1]
        assert newest in left
    counts.fault("clock wrong by a year: backups").note(f"{len(before & left)} of {len(before)} older ones kept")
