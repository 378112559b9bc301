"""Every page for who cannot see it well: names for the screen reader, and a longer language on the smallest screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest

from carebook import words
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.main_window.navigation import ENTRIES, is_open_to
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import Page
from tests.ui.doors import EVERYTHING, about, everything_planted, named, settle
from tests.ui.looking import Pseudo, backwards, cut, nameless, settled, sideways
from tests.ui.pages.stay_desk import desk_of

SMALL = (911 - 56 - 16, 512 - 40)
"""What is left for a page on a screen of 911 × 512 beside the folded navigation and above the status line."""

SCROLLED = ("duty_rosters",)
"""A month of 31 columns begins at today and is walked by the arrows."""


@contextmanager
def _pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        pseudo = Pseudo()
        patch.setattr(words, "_current", lambda: pseudo)
        yield


def _each_page(desk: Desk, ids: dict[str, Any], qtbot: Any) -> Iterator[tuple[str, Page]]:
    kept = []  # as the window keeps its pages
    for entry in ENTRIES:
        if entry is None or not is_open_to(desk, entry):
            continue
        page: Page = getattr(import_module(f"carebook.ui.pages.{entry.module}"), entry.cls)(desk)
        qtbot.addWidget(page)
        kept.append(page)
        page.resize(*SMALL)
        turn_to = getattr(page, "turn_to", None)
        if callable(turn_to) and (of_the_person := about(turn_to, ids)):
            turn_to(**of_the_person)
        page.show()
        settle(desk)
        settled()
        yield entry.page, page
        page.hide()


def test_every_page_in_a_longer_language_on_the_smallest_screen(
    book: Book,
    actor_with: Callable[..., Actor],
    director: Actor,
    now: datetime,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = {f"{name}_id": record.id for name, record in named(everything_planted(book, director, now)).items()}
    everybody = actor_with(*EVERYTHING, name="Kiều Thị Dạ Hương", restricted=True)
    without_name: list[str] = []
    clipped: list[str] = []
    wide: list[str] = []
    jumping: list[str] = []
    walked = []
    with _pseudo(monkeypatch), desk_of(book, everybody, now) as desk:
        for name, page in _each_page(desk, ids, qtbot):
            walked.append(name)
            without_name += [f"{name}: {one}" for one in nameless(page)]
            clipped += [f"{name}: {one}" for one in cut(page)]
            jumping += [f"{name}: {one}" for one in backwards(page)]
            wide += [f"{name}: {one}" for one in sideways(page) if name not in SCROLLED]
    assert len(walked) > 50
    assert "\n".join(without_name) == ""
    assert "\n".join(clipped) == ""
    assert "\n".join(wide) == ""
    assert "\n".join(jumping) == ""
