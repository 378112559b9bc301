"""Scales beside their page: the newest scores in the person's tab, the center's own files in the settings, the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.instruments import save_score, strike_score
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.person.history import lines_of
from carebook.ui.pages.person.scales import ScalesPart
from carebook.ui.pages.person.view import view_of
from carebook.ui.pages.settings import SettingsPage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.instrument_samples import BARTHEL_55, OWN, answers, instrument, new_version
from tests.ui.pages.scale_world import Case
from tests.ui.pages.stay_desk import button, desk_of, nameless


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def case(book: Book, director: Actor, now: datetime, desk: Desk, qtbot: Any) -> Case:
    """The open stay of an old woman."""
    return Case(book, director, now, desk, qtbot)


# In the person's tab


def scales(case: Case, qtbot: Any) -> tuple[ScalesPart, list[Any]]:
    part = ScalesPart(case.desk)
    went: list[Any] = []
    qtbot.addWidget(part)
    case.desk.went.connect(went.append)
    with case.book.reading_for(case.director, case.now) as reader:
        view = view_of(reader, case.person.id, samples.TODAY)
    assert view is not None
    part.show_view(view)
    part.resize(1140, 600)
    part.show()
    qtbot.waitUntil(lambda: part.list.records.rowCount() > 0 or bool(part.states.says()))
    return part, went


def test_the_tab_shows_the_newest_score_its_change_and_the_curve(case: Case, qtbot: Any) -> None:
    case.completed("barthel", BARTHEL_55 | {"1": 0}, date(2026, 5, 12))
    newest = case.completed("barthel", BARTHEL_55, date(2026, 8, 12))
    part, went = scales(case, qtbot)
    cells = [part.list.records.cell_at(0, column) for column in range(4)]
    assert [cell.text for cell in cells[1:3]] == ["55/100", "Better"]
    assert cells[1].sub == "phụ thuộc nặng"
    assert "12/05; 50" in part.chart.accessibleDescription()
    assert part.table.records.rowCount() == 2
    assert part.table.records.cell_at(0, 1).text == "55/100"
    part.table.opened.emit(part.table.records.record_at(0))
    assert dict(went[-1].about) == {"episode_id": case.stay.id, "score_id": newest.score.id}
    part.again_button.click()
    assert dict(went[-1].about) == {"episode_id": case.stay.id, "code": "barthel"}
    part.new_button.click()
    assert dict(went[-1].about) == {"episode_id": case.stay.id}
    assert nameless(part) == []


def test_an_alarming_answer_is_seen_whatever_the_total(case: Case, qtbot: Any) -> None:
    answers: dict[str, float] = {str(item): 0 for item in range(1, 10)}
    case.completed("phq9", answers | {"9": 1}, date(2026, 8, 12))
    part, _went = scales(case, qtbot)
    newest, line = part.list.records.cell_at(0, 1), part.table.records.cell_at(0, 2)
    assert newest.sub.endswith("with an alert")
    assert line.text.endswith("with an alert")
    assert newest.mark == line.mark == ("cross", "danger")


def test_the_tab_begins_a_scale_where_there_is_none(case: Case, qtbot: Any) -> None:
    part, went = scales(case, qtbot)
    assert "No scale has been used" in part.states.says()
    button(part.states, "Use a scale…").click()
    assert went[-1].page == "instruments"


def test_a_scale_of_parts_shows_the_score_of_each(case: Case, qtbot: Any) -> None:
    dass = instrument("dass21")
    case.completed("dass21", {item.code: 14.0 for item in dass.items})
    part, _went = scales(case, qtbot)
    result = part.list.records.cell_at(0, 1)
    assert result.text == "14 · 14 · 14"
    assert all(sub.title in result.sub for sub in dass.subscales)
    assert "14; 14; 14" in part.chart.accessibleDescription()


# In the settings


@pytest.fixture
def settings(case: Case, qtbot: Any) -> Any:
    """The tab of scales in the settings."""
    page = SettingsPage(case.desk)
    qtbot.addWidget(page)
    page.resize(1140, 700)
    page.show()
    page.turn_to("instruments")
    tab: Any = page.tab("instruments")
    qtbot.waitUntil(lambda: tab.table.records.rowCount() > 40)
    return tab


def test_an_own_file_is_added_and_told(settings: Any, tmp_path: Any, qtbot: Any) -> None:
    file = tmp_path / "giac-ngu.toml"
    file.write_text(OWN, "utf-8-sig")
    settings.take(file)
    qtbot.waitUntil(lambda: settings.table.pick("sleep_night"))
    assert "Bảng theo dõi giấc ngủ" in settings.page.messages.text()
    assert settings.table.current().own


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (OWN.replace('mode = "items"', 'mode = "sheet"').encode(), "8", "mode"),
        (OWN.replace("to = 4.9", "to = 4").encode(), "43", ""),
        (OWN.encode("utf-16"), "1", "UTF-8"),
        (new_version("barthel", 1).encode(), "2", "barthel"),
        (b"x" * 900_000, "1", "200,000"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason(
    content: bytes, line: str, why: str, settings: Any, tmp_path: Any, qtbot: Any
) -> None:
    file = tmp_path / "sai.toml"
    file.write_bytes(content)
    settings.take(file)
    qtbot.waitUntil(lambda: settings.faults.isVisible())
    first = settings.faults.records.record_at(0)
    assert first.line == line
    assert why in first.why
    assert first.why
    assert "sai.toml" in settings._refusal.text()


def test_a_scale_is_no_longer_used_and_used_again(settings: Any, qtbot: Any) -> None:
    settings.table.pick("barthel")
    settings.retire_button.click()
    qtbot.waitUntil(lambda: "no longer used" in settings.page.messages.text())
    qtbot.waitUntil(lambda: settings.table.pick("barthel") and settings.table.current().retired_on is not None)
    settings.retire_button.click()
    qtbot.waitUntil(lambda: "used again" in settings.page.messages.text())


def test_settings_name_their_controls(settings: Any) -> None:
    assert nameless(settings) == []


# In the history


def test_the_history_names_the_scale(case: Case) -> None:
    done = case.completed("barthel", BARTHEL_55)
    begun = case.saved("gds15", {"1": 1})
    save_score(case.book, begun.score, answers({"1": 0}), by=case.director, now=case.now)
    strike_score(case.book, done.score.id, by=case.director, now=case.now, reason="ghi nhầm người")
    with case.book.reading_for(case.director, case.now) as reader:
        told = [
            line.what
            for line in lines_of(reader, case.person.id, lambda _list, code: code, lambda _deed: True, samples.TODAY)
        ]
    assert told[:5] == [
        "Strikes through: Barthel, reason: ghi nhầm người",
        "Edits the scale GDS-15",
        "Fills in the scale GDS-15",
        "Completes the scale Barthel",
        "Fills in the scale Barthel",
    ]
