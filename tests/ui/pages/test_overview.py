"""The overview: its numbers are those of the report and of the first page, each opens its people, and only leaders see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carebook.actions.backup import back_up_book
from carebook.actions.opening import Opened
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL
from carebook.records.staff import Reading, Role
from carebook.reports import month as month_report
from carebook.rules.periods import key_before
from carebook.store import code_lists, errors
from carebook.store import facility as facilities
from carebook.store.backup import note_failure
from carebook.store.book import new_id
from carebook.store.errors import NotAllowedToSee
from carebook.ui.main_window.navigation import entry_of, is_open_to
from carebook.ui.pages.today import overview_facts as facts
from carebook.ui.pages.today.overview import OverviewPage
from carebook.ui.pages.today.overview_paper import Asked, gather
from carebook.ui.parts.backing import backup_words
from carebook.ui.parts.desk import Desk, Place
from tests import samples
from tests.conftest import NOW
from tests.reports.reading import page_sizes, words

TODAY = date(2026, 11, 22)


@pytest.fixture
def lived_in(opened: Opened) -> None:
    """Two who were there before, one of them restricted, one who came this month, one who left it."""
    with opened.book.changing(opened.actor.account_id, NOW, new_id(), "test") as writer:
        ward = writer.add(samples.ward(name="Khu A"))
        room = writer.add(samples.room(ward.id, name="A1"))
        for n, (name, start, end) in enumerate(
            (
                ("Trần Ở Lâu", date(2026, 1, 5), None),
                ("Trần Kín", date(2026, 1, 5), None),
                ("Trần Mới", TODAY - timedelta(days=3), None),
                ("Trần Về", date(2026, 1, 5), TODAY - timedelta(days=2)),
            )
        ):
            person = writer.add(samples.person(code=f"CB-{n + 1:06}", full_name=name, alias="Hoa Mai"))
            leaving = {"end_on": end, "end_reason": "family_request", "destination": "family"} if end else {}
            stay = writer.add(samples.episode(person.id, start_on=start, confidential=n == 1, **leaving))
            writer.add(samples.episode_category(stay.id, from_on=start))
            if end is None:
                writer.add(samples.bed_assignment(stay.id, room.id, bed=str(n + 1), from_on=start))
            if n == 0:
                writer.add(samples.health_card(person.id, valid_to=TODAY - timedelta(days=12)))
        writer.amend(replace(writer.records(Facility)[0], records_complete_from=date(2026, 1, 1)))


@pytest.fixture
def page_of(qtbot, opened: Opened, lived_in):
    """Makes the page of an actor, shown, with every answer there."""
    assert lived_in is None
    held = []

    def make(actor) -> OverviewPage:
        with opened.book.reading_for(opened.actor, NOW) as reader:
            desk = Desk(opened.book, actor, facilities.facility(reader), code_lists.words(reader), clock=lambda: NOW)
        page = OverviewPage(desk)
        held.append((desk, page))
        qtbot.addWidget(page, before_close_func=lambda _page: desk.close())
        page.resize(1150, 740)
        page.show()
        qtbot.waitUntil(lambda: page._waiting is not None and page.moved.categories.table.figures.rowCount() > 0)
        return page

    yield make
    for desk, page in held:
        page.hide()
        desk.close()


def cells(part) -> dict[str, list[str]]:
    """The rows of a part by their first cell."""
    figures = part.table.figures
    rows = [[figures.cell_at(row, at).text for at in range(figures.columnCount())] for row in range(figures.rowCount())]
    return {row[0]: row[1:] for row in rows}


def test_movement_is_that_of_the_report_and_opens_its_people(page_of, opened: Opened):
    page = page_of(opened.actor)
    with opened.book.reading_for(opened.actor, NOW) as reader:
        b01 = month_report.gather(reader, "2026-11", last_year=False).table("B01")
    total = list(cells(page.moved.categories).values())[-1]
    assert total == ["3", "1", "1", "3"]
    assert [b01.cell(TOTAL, "opening"), b01.cell(TOTAL, "closing")] == [3, 3]
    row = page.moved.categories.table.figures.rowCount() - 1
    page.moved.categories.table.number_opened.emit(row, 2)
    assert [line.name for line in page.panel.lines()] == ["Trần Mới"]
    page.panel.shut()
    assert page.panel.isHidden()


def test_this_month_stands_beside_the_one_before_which_opens_its_report(page_of, opened: Opened, qtbot):
    page = page_of(opened.actor)
    came = cells(page.moved.reasons)["Tiếp nhận mới"]
    assert came == ["1", "0"]
    assert page.moved.present_chart._data.places[-1] == "11/26"
    assert len(page.moved.present_chart._data.places) == facts.MONTHS
    with qtbot.waitSignal(page._desk.went) as went:
        page.report_link.click()
    assert went.args[0] == Place("reports", {"month": key_before("2026-11")})


def test_who_may_not_see_somebody_gets_the_same_number_without_the_name(page_of, actor_with, opened: Opened):
    page = page_of(actor_with(Role.HEAD))
    row = page.moved.categories.table.figures.rowCount() - 1
    page.moved.categories.table.number_opened.emit(row, 4)
    names = {line.name for line in page.panel.lines()}
    assert len(page.panel.lines()) == 3
    assert "Trần Kín" not in names
    assert any(line.masked for line in page.panel.lines())
    assert opened.actor is not None


def test_it_says_of_the_backup_what_every_other_page_says(page_of, opened: Opened, tmp_path):
    folder = opened.book.folder
    assert page_of(opened.actor).backup_link.text() == str(backup_words(None, NOW, folder)[0])
    made = back_up_book(opened.book, tmp_path, by=opened.actor, now=NOW).result
    note_failure(folder, tmp_path, errors.BackupUnreadable(file="x.cbk", why=""), now=NOW + timedelta(minutes=5))
    said = page_of(opened.actor).backup_link.text()
    assert said == str(backup_words(made, NOW, folder)[0])
    assert "did not open" in said


def test_beds_and_what_is_due_by_whom_or_of_which_kind(page_of, opened: Opened):
    page = page_of(opened.actor)
    assert cells(page.wards)["Khu A"][0].startswith("3/")
    page.by.choose("kind")
    page._show_due()
    late = [row for row in cells(page.due).values() if row[0] not in ("", "0")]
    assert late
    assert all(row[1].endswith(("day", "days")) for row in late)
    assert {row[1] for row in cells(page.due).values() if row not in late} <= {"–"}
    page.due.table.number_opened.emit(0, 1)
    assert page.panel.lines()


def printed(qtbot, page: OverviewPage) -> str:
    page.print.click()
    qtbot.waitUntil(lambda: page.paper.dialog is not None)
    pdf = page.paper.dialog._pdf
    page.paper.dialog.reject()
    assert page_sizes(pdf) == [(210, 297)]
    return " ".join(words(pdf, layout=True).split())


def test_it_prints_its_numbers_on_one_sheet_without_anybodys_name(page_of, opened: Opened, qtbot):
    page = page_of(opened.actor)
    page.by.choose("kind")
    page._show_due()
    with opened.book.reading_for(opened.actor, NOW) as reader:
        read = len(reader.records(Reading))
    sheet = printed(qtbot, page)
    for key in ("here", "beds", "late", "missing"):
        assert page.figures[key]._number in sheet
    assert f"Khu A {cells(page.wards)['Khu A'][0]}" in sheet
    assert " ".join(("Tổng số", *list(cells(page.moved.categories).values())[-1])) in sheet
    assert f"Tiếp nhận mới {' '.join(cells(page.moved.reasons)['Tiếp nhận mới'])}" in sheet
    for kind, (late, *_longest, today, week) in cells(page.due).items():
        assert late in sheet, kind
        assert f"{today} {week}" in sheet
    assert not [name for name in ("Trần", "Hoa Mai", "CB-0000") if name in sheet]
    with opened.book.reading_for(opened.actor, NOW) as reader:
        assert len(reader.records(Reading)) == read


def test_the_sheet_of_another_leader_says_what_their_screen_says(page_of, actor_with, qtbot):
    page = page_of(actor_with(Role.HEAD))
    sheet = printed(qtbot, page)
    late = next(iter(cells(page.due).values()))
    assert page.figures["late"]._number in sheet
    assert all(one.split()[0] in sheet for one in late if one)


def test_who_does_not_lead_gets_no_sheet(opened: Opened, actor_with, lived_in):
    assert lived_in is None
    nurse = actor_with(Role.NURSE)
    with opened.book.reading_for(nurse, NOW) as reader:
        asked = Asked(facilities.facility(reader), nurse, NOW, frozenset(), (), by_kind=False)
        with pytest.raises(NotAllowedToSee):
            gather(reader, "", asked)


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.DIRECTOR, True), (Role.HEAD, True), (Role.NURSE, False), (Role.IT, False)]
)
def test_only_who_leads_has_the_page(opened: Opened, actor_with, role, sees):
    with opened.book.reading_for(opened.actor, NOW) as reader:
        desk = Desk(
            opened.book, actor_with(role), facilities.facility(reader), code_lists.words(reader), clock=lambda: NOW
        )
    try:
        assert is_open_to(desk, entry_of("overview")) is sees
    finally:
        desk.close()


@pytest.mark.looks
def test_it_fits_a_small_window_with_the_panel_in_place_of_the_figures(page_of, opened: Opened):
    page = page_of(opened.actor)
    page.resize(855, 470)
    page.fold(True)
    assert page.minimumSizeHint().width() <= 880
    assert page.minimumSizeHint().height() <= 480
    page._narrow = True
    page.moved.categories.table.number_opened.emit(page.moved.categories.table.figures.rowCount() - 1, 4)
    assert page.states.isHidden()
    page.panel.shut()
    assert not page.states.isHidden()
