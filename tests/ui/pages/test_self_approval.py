"""The right to approve plans of one's own: ticked on purpose at a role, off otherwise, never given to oneself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from carebook import places
from carebook.records.staff import Actor, Role, RoleGrant
from carebook.rules.accounts import problems_in_grant
from carebook.store.book import Book
from carebook.ui.pages.settings import SettingsPage
from tests.ui.pages.by_hand import fill_in, press, records, rows
from tests.ui.pages.plan_world import texts
from tests.ui.pages.stay_desk import desk_of


@pytest.fixture(autouse=True)
def own_choices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this PC remembers is the test's own."""
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")


@pytest.mark.parametrize("ticked", [False, True])
def test_it_is_ticked_at_a_role(
    ticked: bool, qtbot: Any, book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    worker = actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")
    with desk_of(book, director, now) as desk:
        page = SettingsPage(desk)
        qtbot.addWidget(page)
        page.turn_to(tab="accounts")
        page.show()
        tab: Any = page.tab("accounts")
        qtbot.waitUntil(lambda: len(rows(tab.table)) == 2)
        tab.table.pick(worker.staff_member_id)
        fill_in("Save", role=Role.HEAD, **({"self_approval": True} if ticked else {}))
        press("Grant role…", tab)
        qtbot.waitUntil(lambda: len(_roles(book, now, worker)) == 2)
        assert {grant.role: grant.self_approval for grant in _roles(book, now, worker)}[Role.HEAD] is ticked
        qtbot.waitUntil(lambda: "Head of department" in texts(tab.panel))
        assert ("own plans too" in texts(tab.panel)) is ticked


def _roles(book: Book, now: datetime, worker: Actor) -> list[RoleGrant]:
    return records(book, now, RoleGrant, where=f"account_id = '{worker.account_id}'")


def test_nobody_gives_it_to_oneself(director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    deputy = actor_with(Role.DEPUTY)
    grant = RoleGrant(account_id=director.account_id, role=Role.DIRECTOR, self_approval=True)
    given = {"held": director.grants, "day": now.date()}
    assert problems_in_grant(grant, by=director, **given)
    assert not problems_in_grant(grant, by=deputy, **given)
    assert problems_in_grant(replace(grant, self_approval=False), by=deputy, **given)  # already held
