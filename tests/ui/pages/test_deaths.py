"""The path after a death, step by step from the first line to the paid support, and the deaths of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.deaths import record_death
from carebook.actions.people import add_detail
from carebook.records.episodes import Episode
from carebook.records.hospital import Death
from carebook.records.staff import Actor, Role
from carebook.rules.deaths import StepKind
from carebook.store.book import Book
from carebook.store.drafts import own_drafts
from carebook.ui.pages.deaths import DeathPage
from carebook.ui.pages.deaths.rows import paper_list
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.actions.admissions import admit
from tests.hospital_samples import death, moment
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)
DIED = date(2026, 11, 20)


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk, at 09:00."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay of somebody who left a ring."""
    _person, episode = admit(book, director, now)
    add_detail(book, samples.belonging(episode.id), by=director, now=now)
    return episode


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, DeathPage]:
    page = DeathPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def field(page: DeathPage, name: str) -> Any:
    sheet: Any = page.writing.sheet
    return sheet.form.editor(name)


def choose(page: DeathPage, name: str, value: Any) -> None:
    """As by hand."""
    field(page, name).set_value(value)
    field(page, name).changed.emit()


def kept(book: Book, now: datetime) -> Death:
    with book.looking(now) as reader:
        (found,) = reader.records(Death)
    return found


def step(page: DeathPage, kind: StepKind) -> None:
    """Open a step by its line."""
    page.steps.pick(kind.value)
    page.open_step()
    assert page.writing.is_open()


@pytest.mark.looks
def test_the_path_goes_from_the_death_to_the_paid_support(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any
) -> None:
    window, page = open_page(desk, qtbot, episode_id=stay.id)
    assert page.writing.is_open()  # the first step stands ready
    choose(page, "died_at", moment(20, 3, 35))
    type_text(field(page, "place").input.target, "Phòng A107")
    page.save()
    assert field(page, "cause").complaint() != ""
    page.touched()
    page.keep_draft()
    qtbot.waitUntil(lambda: bool(_drafts(desk)))
    type_text(field(page, "cause").input.target, "Suy tim")
    page.save()
    qtbot.waitUntil(lambda: page.steps.current_id() == "notice")
    assert "day of remembrance" in page.header.line.whole()
    with book.looking(now) as reader:
        ended = reader.record(Episode, stay.id)
    assert ended is not None
    assert (ended.end_on, ended.end_reason) == (DIED, "died")
    assert not page.incident_button.isHidden()  # it was not expected
    page.steps.pick("support_approved")
    assert page.step_button.isHidden()
    step(page, StepKind.NOTICE)
    type_text(field(page, "notice_no").input.target, "12/BT")
    choose(page, "notice_on", date(2026, 11, 19))
    page.save()
    qtbot.waitUntil(lambda: field(page, "notice_on").complaint() != "")
    choose(page, "notice_on", DIED)
    page.save()
    qtbot.waitUntil(lambda: page.steps.current_id() == "family" and not page.writing.is_open())
    step(page, StepKind.BELONGINGS)
    assert "nhẫn bạc" in _words(page)
    type_text(field(page, "heir").input.target, "Trần Văn Sơn")
    choose(page, "minutes_on", TODAY)
    page.save()
    qtbot.waitUntil(lambda: kept(book, now).minutes_on == TODAY)
    qtbot.waitUntil(lambda: not page.writing.is_open())
    for kind, name in (
        (StepKind.SUPPORT_ASKED, "support_asked_on"),
        (StepKind.SUPPORT_APPROVED, "support_approved_on"),
        (StepKind.SUPPORT_PAID, "support_paid_on"),
    ):
        qtbot.waitUntil(lambda kind=kind: _can_open(page, kind))
        step(page, kind)
        assert field(page, name).value() == TODAY
        page.save()
        qtbot.waitUntil(lambda name=name: getattr(kept(book, now), name) == TODAY)
        qtbot.waitUntil(lambda: not page.writing.is_open())
    assert kept(book, now).support_amount == 27_000_000
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: kept(book, now).support_paid_on is None)
    page.paper_button.click()
    assert window.last[0] == "papers"
    assert fits(page)
    assert nameless(page) == []


def _can_open(page: DeathPage, kind: StepKind) -> bool:
    page.steps.pick(kind.value)
    return not page.step_button.isHidden()


def _words(page: DeathPage) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(one.text() for one in page.writing.findChildren(QLabel))


def _drafts(desk: Desk) -> list[str]:
    with desk.book.reading_for(desk.actor, desk.now()) as reader:
        return [one.form for one in own_drafts(reader)]


def test_the_deaths_of_a_year_and_a_new_one(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode, qtbot: Any
) -> None:
    secret = samples.person(code="CB-2", alias="Hoa Sữa", full_name="Lò Thị Hoa")
    hidden = admit(book, director, now, person=secret, episode=samples.episode("", confidential=True))[1]
    record_death(book, death(hidden.id), by=director, now=now)
    nurse = actor_with(Role.NURSE)
    with desk_of(book, nurse, now) as desk:
        window, page = open_page(desk, qtbot)
        assert page.header.line.whole() == "1 death in 2026"
        assert page.everybody.records.cell_at(0, 0).text == "Hoa Sữa"
        page.everybody.opened.emit(page._found.lines[0])  # type: ignore[union-attr]
        assert window.went == []
        wanted = paper_list(page._found.lines, 2026)  # type: ignore[union-attr]
        with book.reading_masked(now) as reader:
            (line,) = wanted.lines(reader)
        assert line[:3] == ("Hoa Sữa", "CB-2", "03:35 20/11/2026")
        assert str(line[3]).startswith("12/10")
        assert drawn(desk, wanted, [line]).startswith(b"%PDF")
        page.years.buttons()[1].click()
        qtbot.waitUntil(lambda: page.states.says().startswith("Nobody died in 2025."))
        page.begin_new()
        choose(page, "episode_id", stay.id)
        choose(page, "died_at", moment(21, 22, 5))
        type_text(field(page, "place").input.target, "Bệnh viện tỉnh")
        type_text(field(page, "cause").input.target, "Viêm phổi")
        page.save()
        qtbot.waitUntil(lambda: page.steps.current_id() == "notice")
        assert page._episode_id == stay.id
        page.turn_to(episode_id=hidden.id)
        qtbot.waitUntil(lambda: "protected" in page.states.says())
