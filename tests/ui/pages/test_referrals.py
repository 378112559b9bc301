"""The page of referrals: proposing, the consent beside, each step by its key, late replies, what may not be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from carebook.actions.consents import save_consent
from carebook.actions.referrals import move_referral, save_referral
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.drafts import own_drafts
from carebook.ui.pages.referrals import ReferralsPage
from carebook.ui.pages.referrals.asking import ENDED, LATE
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests.actions.admissions import admit
from tests.actions.shelter import given, partner, proposed, sheltered
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)
S = ReferralState


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, ReferralsPage]:
    page = ReferralsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def field(page: ReferralsPage, name: str) -> Any:
    return page.writing.sheet.form.editor(name)  # type: ignore[union-attr]


def kept(book: Book, now: datetime, cls: type[Any]) -> list[Any]:
    with book.looking(now) as reader:
        return reader.records(cls)


@pytest.mark.looks
def test_a_restricted_case_is_proposed_consented_and_sent(
    desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    _person, stay = sheltered(book, director, now)
    to = partner(book, director, now)
    window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No referrals yet.")
    button(page.states, "New referral").click()
    field(page, "episode_id").set_value(stay.id)
    field(page, "partner_id").set_value(to.id)
    page.save()  # the reason is missing: shown beside the field, nothing lost
    assert kept(book, now, Referral) == []
    assert field(page, "reason").complaint()
    type_text(field(page, "reason").input.target, "Đơn ly hôn")
    page.keep_draft()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    page.save()
    qtbot.waitUntil(lambda: page.file is not None)
    assert page.file is not None
    assert page.file.referral.reason == "Đơn ly hôn"
    assert "A restricted case is referred only with a consent of its own." in page.card.consent_words.text()
    page.next_step()
    assert field(page, "reply_due_on").value() == date(2026, 11, 29)
    page.save()
    qtbot.waitUntil(lambda: page.writing.sheet.form.summary.text() != "")  # type: ignore[union-attr]
    assert kept(book, now, Referral)[0].state is S.PROPOSED
    page.discard()
    qtbot.waitUntil(lambda: not page.writing.is_open())

    button(page.card, "Write the consent…").click()
    assert field(page, "shared_with").value() == to.name
    type_text(field(page, "shared").input.target, "Việc đã xảy ra")
    page.save()
    qtbot.waitUntil(lambda: page.file is not None and page.file.consent is not None)
    button(page.card, "Approve").click()
    qtbot.waitUntil(lambda: kept(book, now, Consent)[0].approved_on == TODAY)
    qtbot.waitUntil(
        lambda: page.file is not None and page.file.consent is not None and bool(page.file.consent.approved_on)
    )
    page.next_step()
    page.save()
    qtbot.waitUntil(lambda: kept(book, now, Referral)[0].state is S.SENT)
    qtbot.waitUntil(lambda: page.file is not None and page.file.referral.state is S.SENT)
    assert nameless(page) == []
    page.messages.clear()
    page.fold(True)
    QApplication.processEvents()
    assert fits(page)
    with book.reading_for(director, now) as reader:
        assert own_drafts(reader) == []
        assert reader.value("SELECT count(*) FROM reading WHERE person_id = ?", (stay.person_id,)) == 1
    button(page.card, "Protection").click()
    assert window.last == ("protection", {"episode_id": stay.id})


@pytest.mark.looks
def test_the_pills_count_and_the_list_goes_on_paper(
    desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    person, stay = admit(book, director, now)
    to = partner(book, director, now)
    made = [save_referral(book, proposed(stay, to), by=director, now=now).result for _n in range(3)]
    move_referral(book, made[0].id, S.SENT, date(2026, 11, 10), by=director, now=now)
    move_referral(book, made[1].id, S.FAILED, TODAY, because="Hết chỗ", by=director, now=now)
    window, page = open_page(desk, qtbot, referral_id=made[1].id)
    assert page._found is not None
    assert [len(page._found.of(shown)) for shown in ("running", LATE, "proposed", "sent", ENDED)] == [2, 1, 1, 1, 1]
    assert page.which.current() == ENDED  # where the one that was named stands
    qtbot.waitUntil(lambda: page.file is not None)
    assert "Hết chỗ" in page.card.words.text()
    page.which.choose(LATE)
    page._show_chosen()
    (line,) = page.lines()
    assert line.overdue_days == 5
    qtbot.waitUntil(lambda: page.file is not None and page.file.referral.id == line.id)
    wanted: list[Any] = []
    page.taking_out.begin = wanted.append  # type: ignore[method-assign]
    page._take_out()
    assert drawn(desk, wanted[0], wanted[0].lines(None)).startswith(b"%PDF")
    page._open(line)
    assert window.last == ("person", {"person_id": person.id, "tab": "files"})
    window.setCurrentWidget(page)
    page.fold(True)
    QApplication.processEvents()
    assert fits(page)


def test_of_whom_may_not_be_seen_only_the_alias_stands_there(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    _person, stay = sheltered(book, director, now)
    to = partner(book, director, now)
    referral = save_referral(book, proposed(stay, to), by=director, now=now).result
    save_consent(book, given(stay, to), referral.id, by=director, now=now)
    with desk_of(book, actor_with(Role.SOCIAL_WORKER), now) as desk:
        window, page = open_page(desk, qtbot, referral_id=referral.id)
        (line,) = page.lines()
        assert (line.name, line.masked) == ("Chị Hoa Sữa", True)
        qtbot.waitUntil(lambda: page.messages.text().startswith("This item is protected."))
        assert page.card.isHidden()
        page._open(line)
        assert window.went == []
        page.turn_to(episode_id=stay.id)
        qtbot.waitUntil(lambda: page.states.says().startswith("This item is protected."))
        assert page.new_button.isHidden()
