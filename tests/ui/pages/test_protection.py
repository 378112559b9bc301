"""The page of protection: reading is logged first, each card is written beside, the list of who needs to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from carebook.actions.hotline import save_call
from carebook.actions.protection import grant_case_access
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.records.services import HotlineCall
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.protection import ProtectionPage
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from tests.actions.admissions import admit, emergency
from tests.actions.shelter import sheltered
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)


def open_page(desk: Desk, qtbot: Any, episode_id: str) -> tuple[Window, ProtectionPage]:
    page = ProtectionPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(episode_id=episode_id)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def said(page: ProtectionPage) -> str:
    return " | ".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


@pytest.mark.looks
def test_a_case_is_written_card_by_card(
    book: Book,
    director: Actor,
    actor_with: Callable[..., Actor],
    now: datetime,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person, stay = sheltered(book, director, now)
    worker = actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường", restricted=True)
    rang = HotlineCall(called_at=now, caller="client", need="violence", taken_by_id=director.staff_member_id)
    call = save_call(book, rang, by=director, now=now).result
    with desk_of(book, director, now) as desk:
        window, page = open_page(desk, qtbot, stay.id)
        qtbot.waitUntil(lambda: "Đào Thị Hướng Dương" in said(page))  # who looks is told at once
        assert person.full_name not in said(page)  # the head of the page bears the alias
        assert "72 days left" in said(page)

        def write(begin: Callable[[], None], cls: type[Any], texts: dict[str, str], **values: Any) -> Any:
            begin()
            form = page.writing.sheet.form  # type: ignore[union-attr]
            for name, value in values.items():
                form.editor(name).set_value(value)
            for name, text in texts.items():
                type_text(form.editor(name).input.target, text)
            page.save()
            qtbot.waitUntil(lambda: not page.writing.is_open())
            with book.looking(now) as reader:
                return reader.records(cls)[-1]

        case = write(page.write_case, ProtectionCase, {"told": "Bị đánh"}, kinds=("physical",))
        assert (case.told, case.kinds, case.opened_on) == ("Bị đánh", ("physical",), stay.start_on)
        page.turn_to(episode_id=stay.id, call_id=call.id)  # as the sheet of the call leads here
        qtbot.waitUntil(page.writing.is_open)
        page.save()
        qtbot.waitUntil(lambda: page.file is not None and page.file.call == call)
        qtbot.waitUntil(lambda: not page.writing.is_open())
        button(page.case, "Open the call").click()
        assert window.last == ("hotline", {"call_id": call.id})
        window.setCurrentWidget(page)
        plan = write(page.write_plan, SafetyPlan, {"whom_to_call": "Công an"})
        assert plan.made_on == TODAY
        qtbot.waitUntil(lambda: "Công an" in said(page))
        again = write(page.write_plan, SafetyPlan, {"code_word": "hoa"})
        assert (again.whom_to_call, again.code_word) == ("Công an", "hoa")
        ban = write(page.write_ban, ContactBan, {"against": "Người chồng"}, to_on=date(2026, 12, 24))
        assert ban.to_on == date(2026, 12, 24)
        qtbot.waitUntil(lambda: page.messages.text().startswith("Such a ban holds to 25/11/2026"))
        qtbot.waitUntil(lambda: "in force" in said(page))
        page.write_ban(page.file.bans[0])  # type: ignore[union-attr]
        assert button(page.writing, "Strike through…")
        page.discard()
        row = write(page.write_access, CaseAccess, {"why": "Phụ trách"}, staff_member_id=worker.staff_member_id)
        assert row.staff_member_id == worker.staff_member_id
        qtbot.waitUntil(lambda: "Only these people and the managers see this record." in said(page))
        monkeypatch.setattr(dialogs, "confirm", lambda *_asked: True)
        button(page.access, "End the need to know of Mạc Thị Hải Đường").click()
        qtbot.waitUntil(lambda: page.file is not None and not page.file.access[0].in_force)
        assert page.file is not None
        assert page.file.listed
        qtbot.waitUntil(lambda: not desk.clerk.is_writing)
        assert nameless(page) == []
        page.fold(True)
        assert fits(page)
        button(page.header, "Referrals").click()
        assert window.last == ("referrals", {"episode_id": stay.id})
        with book.looking(now) as reader:  # one showing, one line
            assert reader.value("SELECT count(*) FROM reading") == 1


def test_who_does_not_need_to_know_is_told_nothing(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    _person, stay = sheltered(book, director, now)
    worker = actor_with(Role.SOCIAL_WORKER, restricted=True)
    other = actor_with(Role.PSYCHOLOGIST, name="Lâm Thị Thạch Thảo", restricted=True)
    access = CaseAccess(episode_id=stay.id, staff_member_id=other.staff_member_id, from_on=TODAY, why="Tham vấn")
    grant_case_access(book, access, by=director, now=now)
    with desk_of(book, worker, now) as desk:
        _window, page = open_page(desk, qtbot, stay.id)
        assert page.states.says().startswith("This item is protected.")
        assert page.header.line.whole() == ""
    with desk_of(book, other, now) as desk:
        _window, page = open_page(desk, qtbot, stay.id)
        qtbot.waitUntil(lambda: page.file is not None)
        assert page.access_button.isHidden()  # she writes the case, not the list


def test_an_open_record_says_what_to_do_first(book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    _person, stay = admit(book, director, now)
    with desk_of(book, director, now) as desk:
        _window, page = open_page(desk, qtbot, stay.id)
        assert page.messages.text() == "Protection is written in a restricted record. Restrict the record first."
        assert page.case_button.isHidden()
        assert not page.ban_button.isHidden()
        known, nameless_stay = admit(book, director, now, episode=emergency(), category="victim_dv")
        page.turn_to(episode_id=nameless_stay.id)
        qtbot.waitUntil(lambda: known.code in page.header.line.whole())
        assert page.header.line.whole() == known.alias  # made by the book, it bears the code already
