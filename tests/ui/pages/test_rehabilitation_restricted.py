"""Opening a session of somebody whose record is restricted leaves one line in the reading log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from carebook.records.episodes import Episode
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from carebook.ui.pages.rehabilitation import RehabilitationPage
from tests.session_world import therapy_day
from tests.ui.pages.stay_desk import Window, desk_of


@pytest.mark.parametrize(("restricted", "lines"), [(True, 1), (False, 0)])
def test_a_restricted_session_is_noted_once(
    restricted: bool,
    lines: int,
    book: Book,
    director: Actor,
    actor_with: Callable[..., Actor],
    now: datetime,
    qtbot: Any,
) -> None:
    world = therapy_day(book, director, now, actor_with)
    wanted = world.sessions[0]
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        stay = writer.record(Episode, wanted.episode_id)
        assert stay is not None
        writer.amend(replace(stay, confidential=restricted))
    with desk_of(book, director, now) as desk:
        page = RehabilitationPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        page.turn_to(session_id=wanted.id, therapist_id=wanted.therapist_id or "")
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: page.panel.found is not None)
        page.panel.ask_again()
        asked: list[int] = []
        desk.ask(desk, lambda _reader: 1, asked.append, key="last")
        qtbot.waitUntil(lambda: asked == [1] and not desk.clerk.is_writing)

        def noted() -> int:
            with book.looking(now) as reader:
                return int(reader.value("SELECT count(*) FROM reading"))

        qtbot.waitUntil(lambda: noted() == lines)
