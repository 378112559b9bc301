"""The days of consequences and the roles of the tiers of approval, changed in settings from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from carebook.records.codes import Code
from carebook.records.staff import Actor, Role
from carebook.store import code_lists, facility
from carebook.store.book import Book
from carebook.ui.pages.settings import SettingsPage
from carebook.ui.parts.desk import Desk
from tests.ui.pages.by_hand import fill_in, press, records, rows


@pytest.fixture
def tab(qtbot: Any, book: Book, director: Actor, now: datetime) -> Iterator[Any]:
    with book.reading_for(director, now) as reader:
        desk = Desk(book, director, facility.facility(reader), code_lists.words(reader), clock=lambda: now)
    page = SettingsPage(desk)
    page.resize(1140, 700)
    qtbot.addWidget(page)
    page.show()
    page.turn_to(tab="codes")
    yield page.tab("codes")
    desk.close()


def test_the_days_of_a_consequence_and_who_approves_are_edited(qtbot: Any, tab: Any, book: Book, now: datetime) -> None:
    tab.list.choose("consequence")
    tab._choose_list(0)
    qtbot.waitUntil(
        lambda: "days until a new assessment: 1 · days until a review of the plan: 3" in [r[1] for r in rows(tab.table)]
    )
    assert tab._add.isHidden()
    (alert,) = records(book, now, Code, where="list_name = 'consequence' AND code = 'score_alert'")
    tab.table.pick(alert.id)
    fill_in(reassess=2, review=None)
    press("Change from a day on…", tab)
    *_ended, newest = records(book, now, Code, where="list_name = 'consequence' AND code = 'score_alert'", order="id")
    assert newest.extra == {"reassess": 2}
    tab.list.choose("approval_tier")
    tab._choose_list(0)
    (first,) = records(book, now, Code, where="list_name = 'approval_tier' AND code = 'department'")
    qtbot.waitUntil(lambda: first.text in [r[0] for r in rows(tab.table)])
    tab.table.pick(first.id)
    fill_in(roles=(Role.HEAD, Role.DEPUTY))
    press("Change from a day on…", tab)
    *_ended, newest = records(book, now, Code, where="list_name = 'approval_tier' AND code = 'department'", order="id")
    assert set(newest.extra["roles"]) == {"head", "deputy"}


def test_the_schedule_of_follow_up_and_the_scorecard_are_edited(
    qtbot: Any, tab: Any, book: Book, now: datetime
) -> None:
    def edited(list_name: str, code: str, **values: Any) -> Code:
        where = f"list_name = '{list_name}' AND code = '{code}'"
        (before,) = records(book, now, Code, where=where)
        tab.list.choose(list_name)
        tab._choose_list(0)
        qtbot.waitUntil(lambda: before.text in [r[0] for r in rows(tab.table)])
        tab.table.pick(before.id)
        fill_in(**values)
        press("Change from a day on…", tab)
        newest: Code = records(book, now, Code, where=where, order="id")[-1]
        return newest

    general = edited("follow_up_template", "general", steps="3 ngày; 14 d, 1 tháng, 6 months")
    assert general.extra["steps"] == ["3d", "14d", "1m", "6m"]
    assert general.extra["owner"] == "center"  # what is not in the form stays
    assert edited("family_band", "favourable", points=30).extra["from"] == 30
    assert edited("family_criterion", "safety", level_0="Có vũ khí").extra["levels"][0] == "Có vũ khí"
