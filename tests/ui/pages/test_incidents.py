"""The page of incidents: reported by keys, told, remedied, closed and opened anew; the minutes; what a restricted one tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from carebook.actions.incidents import amend_incident, close_incident, report_incident, save_remedy
from carebook.records.episodes import Episode
from carebook.records.incidents import BodyMark, Incident, IncidentState, Involved, InvolvedPart, Notified, Severity
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book
from carebook.store.drafts import own_drafts
from carebook.ui.pages.incidents import IncidentsPage
from carebook.ui.pages.incidents.asking import MONTH, OPEN
from carebook.ui.pages.incidents.rows import clock_words
from carebook.ui.pages.incidents.sheet import IncidentSheet
from carebook.ui.pages.incidents.telling import TellSheet
from carebook.ui.parts.desk import Desk
from tests import incident_samples as given
from tests.ui.pages.stay_desk import Window, desk_of, fits, nameless
from tests.ui.typing_vietnamese import press, type_text

Key = Qt.Key
DAY = date(2026, 11, 22)


@pytest.fixture
def stays(book: Book, director: Actor, now: datetime) -> tuple[Episode, Episode]:
    """Somebody known and somebody restricted, in room A101."""
    return given.two_residents(book, director, now)


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, IncidentsPage]:
    page = IncidentsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def sheet_of(page: IncidentsPage) -> IncidentSheet:
    assert isinstance(page.writing.sheet, IncidentSheet)
    return page.writing.sheet


def kept(book: Book, now: datetime, cls: Any = Incident) -> list[Any]:
    with book.looking(now) as reader:
        return reader.records(cls, order="id")


def said(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_a_fall_is_reported_by_keys_and_taken_back(
    book: Book, now: datetime, qtbot: Any, desk: Desk, stays: tuple[Episode, Episode]
) -> None:
    window, page = open_page(desk, qtbot, new="fall", episode_id=stays[0].id)
    qtbot.waitUntil(page.writing.is_open)
    sheet = sheet_of(page)
    assert nameless(window) == []
    type_text(sheet.form.editor("place").input.target, "Cửa phòng vệ sinh")
    type_text(sheet.form.editor("text").input.target, "Trượt ở cửa, chống tay trái.")
    assert [row["whom"] for row in sheet.told.draft()] == ["management", "family"]
    time = sheet.told._rows[0][2]
    type_text(time, "9h61")
    assert page.writing.written() is None
    assert "9h61" in sheet.complaint.text()
    time.clear()
    type_text(time, "9:00")
    outline = sheet.body.outline
    outline.setFocus()
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Right):
        press(outline, key, modifiers=Qt.KeyboardModifier.ShiftModifier)
    press(outline, Key.Key_X, "x")
    press(outline, Key.Key_Down)
    press(outline, Key.Key_Return)
    assert [(one.x, one.y, one.injury) for one in sheet.body.marks()] == [(660, 280, "scratch"), (660, 300, "scratch")]
    press(outline, Key.Key_Delete)
    sheet.people._begin()
    who = sheet.people._rows[0][2]
    who.setEditText("Bà Tư")
    sheet.people._rows[0][3].choose("witness")
    assert page.has_unsaved()
    page.keep_draft()
    qtbot.waitUntil(lambda: own_drafts_of(book, desk, now) == ["incident"])
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (one,) = kept(book, now)
    assert (one.kind, one.place, one.number, one.episode_id) == ("fall", "Cửa phòng vệ sinh", "01/2026", stays[0].id)
    assert [(m.injury, m.episode_id) for m in kept(book, now, BodyMark)] == [("scratch", stays[0].id)]
    assert [(p.outsider, p.part) for p in kept(book, now, Involved)] == [("Bà Tư", InvolvedPart.WITNESS)]
    assert [(n.whom, n.told_at) for n in kept(book, now, Notified)] == [("management", now)]
    qtbot.waitUntil(lambda: page.card.file is not None)
    assert "01/2026" in page.messages.text()
    qtbot.waitUntil(lambda: "Trượt ở cửa" in said(page.card))
    page.messages._action.click()
    qtbot.waitUntil(lambda: page._found is not None and not page._found.waiting)
    assert page.states.says() == "Every incident is handled to the end."


def own_drafts_of(book: Book, desk: Desk, now: datetime) -> list[str]:
    with book.reading_for(desk.actor, now) as reader:
        return [one.form for one in own_drafts(reader)]


def test_what_is_refused_stands_beside_its_field_and_nothing_is_lost(
    book: Book, now: datetime, qtbot: Any, desk: Desk, stays: tuple[Episode, Episode]
) -> None:
    _window, page = open_page(desk, qtbot, new="1")
    qtbot.waitUntil(page.writing.is_open)
    sheet = sheet_of(page)
    assert not sheet._body_box.isVisible()
    assert not sheet._told_box.isVisible()
    page.save()
    assert sheet.form.editor("text").complaint()
    for name, words in (("place", "Hành lang"), ("text", "Ngã")):
        sheet.form.editor(name).set_value(words)
    sheet.form.editor("kind").set_value("abuse_allegation")
    sheet.form.editor("happened_at").set_value(now + timedelta(hours=1))
    sheet._follow()
    assert sheet.locked.isVisible()
    assert not sheet.rest.editor("confidential").isVisible()
    assert [row["whom"] for row in sheet.told.draft()] == ["management", "commune", "police"]
    page.save()
    qtbot.waitUntil(lambda: bool(sheet.form.editor("happened_at").complaint()))
    assert kept(book, now) == []
    sheet.form.editor("episode_id").set_value(stays[0].id)
    sheet._follow()
    assert sheet._body_box.isVisible()
    sheet.people._begin()
    sheet.people._rows[0][2].choose(f"stay:{stays[0].id}")
    sheet.form.editor("happened_at").set_value(now)
    page.save()
    qtbot.waitUntil(lambda: bool(sheet.complaint.text()))
    draft = sheet.draft()
    sheet.restore(draft)
    assert sheet.draft() == draft


@pytest.mark.looks
def test_an_incident_goes_its_way_to_the_end_and_back(
    book: Book, director: Actor, now: datetime, qtbot: Any, desk: Desk, stays: tuple[Episode, Episode]
) -> None:
    fall = report_incident(
        book, given.incident(episode_id=stays[0].id), (), [given.mark(stays[0].id)], by=director, now=now
    ).result
    _window, page = open_page(desk, qtbot, incident_id=fall.id)
    qtbot.waitUntil(lambda: page.card.file is not None)
    assert page.header.line.text() == "1 incident not finished"
    page._asked("told")
    assert isinstance(page.writing.sheet, TellSheet)
    page.save()
    assert page.writing.sheet.complaint.isVisible()
    page.writing.sheet.rows.restore(
        [
            {"whom": "management", "time": "22/11 07:10", "name": "Phó Giám đốc", "why": ""},
            {"whom": "family", "time": "", "name": "", "why": "không còn người thân"},
            {"whom": "doctor", "time": "2h30", "name": "BS Hòa", "why": ""},
        ]
    )
    page.save()
    qtbot.waitUntil(lambda: page.card.file is not None and len(page.card.file.notified) == 3)
    assert [f"{one.told_at:%H:%M}" for one in page.card.file.notified if one.told_at] == ["19:30", "00:10"]
    assert page.card.file.incident.state is IncidentState.HANDLED
    page._asked("remedy")
    form = page.writing.sheet.form
    form.editor("text").set_value("Lắp đèn cảm ứng")
    form.editor("owner_id").set_value(director.staff_member_id)
    form.editor("due_on").set_value(DAY)
    page.save()
    qtbot.waitUntil(lambda: page.card.file.incident.state is IncidentState.REMEDY)
    page._asked("close")
    page.writing.sheet.form.editor("cause").set_value("đèn hỏng")
    page.writing.sheet.form.editor("conclusion").set_value("ổn")
    page.save()
    qtbot.waitUntil(lambda: bool(page.writing.sheet.form.summary.text()))
    page.writing.close_up()
    page._asked("finish", page.card.file.remedies[0].id)
    page.writing.sheet.form.editor("result").set_value("Đã lắp")
    page.save()
    qtbot.waitUntil(lambda: page.card.file.incident.state is IncidentState.HANDLED)
    page._asked("edit")
    sheet = sheet_of(page)
    assert [one.note for one in sheet.body.marks()] == ["3 cm"]
    sheet.form.editor("severity").set_value(Severity.SEVERE)
    page.save()
    qtbot.waitUntil(lambda: page.card.file.incident.severity is Severity.SEVERE)
    close_incident(book, fall.id, cause="đèn hỏng", conclusion="ổn", by=director, now=now)
    page.make_stale()
    qtbot.waitUntil(lambda: page.states.says() == "Every incident is handled to the end.")
    page.which.choose(MONTH)
    page._show_chosen()
    qtbot.waitUntil(lambda: page.card.file is not None and page.card.reopen_button.isVisible())
    assert not page.card.edit_button.isVisible()
    assert fits(page)


def test_the_minutes_are_noted_before_they_leave_and_a_restricted_one_says_nothing_in_the_log(
    book: Book, director: Actor, now: datetime, qtbot: Any, desk: Desk, stays: tuple[Episode, Episode], tmp_path: Path
) -> None:
    plain = report_incident(book, given.incident(episode_id=stays[0].id), by=director, now=now).result
    alleged = given.incident(episode_id=stays[0].id, kind="abuse_allegation")
    sealed = report_incident(book, alleged, by=director, now=now).result
    _window, page = open_page(desk, qtbot, incident_id=plain.id)
    for one, stem in ((plain, "bien-ban-su-co-01-2026"), (sealed, "bien-ban")):
        page.turn_to(incident_id=one.id)
        qtbot.waitUntil(lambda one=one: page.card.file is not None and page.card.file.incident.id == one.id)  # type: ignore[misc]
        page._asked("print")
        qtbot.waitUntil(page.minutes.pdf_button.isEnabled)
        assert page.minutes._stem == stem
        page.minutes.save("pdf", tmp_path / f"{stem}.pdf")
        qtbot.waitUntil((tmp_path / f"{stem}.pdf").exists)
        page._go_back()
        assert page.table.isVisible()
    readings = kept(book, now, Reading)
    assert [one.person_id for one in readings] == [stays[0].person_id] * 2
    assert [one.reason for one in readings] == ["Biên bản sự cố", "Biên bản"]
    page.minutes.save("docx", tmp_path / "nowhere" / "m.docx")
    qtbot.waitUntil(lambda: "m.docx" in page.messages.text())


def test_who_may_not_read_allegations_is_told_nothing(
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
    stays: tuple[Episode, Episode],
    actor_with: Callable[..., Actor],
) -> None:
    hidden = report_incident(
        book, given.incident(episode_id=stays[0].id, kind="abuse_allegation"), by=director, now=now
    ).result
    report_incident(book, given.incident(episode_id=stays[1].id), by=director, now=now)
    with desk_of(book, actor_with(Role.CAREGIVER), now) as desk:
        _window, page = open_page(desk, qtbot, incident_id=hidden.id)
        qtbot.waitUntil(lambda: "protected" in page.messages.text())
        assert page._found is not None
        assert (page._found.waiting, page._found.month) == ((), ())
        assert page.header.line.text() == "0 incidents not finished"
        assert "BM-" not in said(page)
        assert (stays[1].id, "Hoa 2 · CB-000002 · A101") in page._found.stays
        page.begin_report("neglect", stays[1].id)
        sheet = sheet_of(page)
        sheet.form.editor("place").set_value("A101")
        sheet.form.editor("text").set_value("Bà nằm một mình từ sáng")
        page.save()
        qtbot.waitUntil(lambda: not page.writing.is_open())
        assert "Only those with the right" in page.messages.text()
        assert page.states.says() == "Every incident is handled to the end."
    assert len(kept(book, now)) == 3


def test_clocks_are_said_in_the_size_that_matters(now: datetime) -> None:
    for minutes, words in (
        (25, "25 minutes left"),
        (-25, "25 minutes late"),
        (300, "5 hours left"),
        (-90, "1 hours late"),
        (3 * 1440, "3 days left"),
        (-12 * 1440, "12 days late"),
    ):
        assert clock_words(now + timedelta(minutes=minutes), now) == words


def test_the_list_says_what_is_awaited(
    book: Book, director: Actor, now: datetime, qtbot: Any, desk: Desk, stays: tuple[Episode, Episode]
) -> None:
    early = now - timedelta(hours=20)
    ill = given.incident(episode_id=stays[0].id, kind="communicable_disease", happened_at=early)
    told = given.told("management", told_at=now)
    report_incident(book, ill, notified=[told], by=director, now=now)
    remedied = report_incident(
        book, given.incident(kind="power_water"), notified=[given.told("management")], by=director, now=now
    ).result
    save_remedy(
        book, given.remedy(remedied.id, director.staff_member_id, due_on=DAY), by=director, now=now + timedelta(days=0)
    )
    _window, page = open_page(desk, qtbot)
    cells = {line.incident.kind: page.table._clock(line) for line in page._found.lines(OPEN)}  # type: ignore[union-attr]
    assert (cells["communicable_disease"].text, cells["communicable_disease"].sub) == ("4 hours left", "Trạm y tế")
    assert cells["power_water"].sub == "Lắp đèn cảm ứng"
    qtbot.waitUntil(page.card.isVisible)
    page.resize(700, 480)
    page._make_room()
    assert not page.card.isVisible()
    page.table.opened.emit(page.table.current())
    assert page.card.isVisible()
    assert not page.states.isVisible()
    page._go_back()
    assert page.states.isVisible()


def test_tab_goes_through_the_whole_sheet_from_top_to_bottom(
    qtbot: Any, desk: Desk, stays: tuple[Episode, Episode]
) -> None:
    _window, page = open_page(desk, qtbot, new="fall", episode_id=stays[0].id)
    qtbot.waitUntil(page.writing.is_open)
    sheet = sheet_of(page)
    sheet.people._begin()
    sheet.told._begin()
    stop, seen = sheet.form.editor("episode_id").input.target, []
    for _step in range(200):
        stop = stop.nextInFocusChain()
        seen.append(stop)
    row, person = sheet.told._rows, sheet.people._rows[0]
    wanted = [
        *(
            sheet.form.editor(name).input.target
            for name in ("happened_at", "kind", "severity", "place", "text", "at_once")
        ),
        *(row[0][1], row[0][2], row[0][3], row[2][2], sheet.body.outline, person[2], person[3], person[4]),
        *(sheet.rest.editor(name).input.target for name in ("reported_by_id", "confidential")),
    ]
    places = [seen.index(one) for one in wanted]
    assert places == sorted(places)


def test_a_kind_typed_without_marks_is_found_when_its_field_is_left(qtbot: Any, desk: Desk) -> None:
    _window, page = open_page(desk, qtbot, new="1")
    qtbot.waitUntil(page.writing.is_open)
    sheet = sheet_of(page)
    (line := sheet.form.editor("kind").input.target.lineEdit()).setText("truyen nhiem")
    assert sheet.told.draft() == []
    line.editingFinished.emit()
    assert [row["whom"] for row in sheet.told.draft()] == ["management", "station"]
    assert sheet.to_write.isHidden()
    sheet.form.editor("kind").set_value("restraint")
    sheet._follow()
    assert "15–30 phút" in sheet.to_write.text()  # what the book of a restraint must hold
    assert not sheet.to_write.isHidden()


def test_pictures_hang_on_an_incident(
    book: Book, director: Actor, now: datetime, qtbot: Any, desk: Desk, stays: tuple[Episode, Episode], tmp_path: Path
) -> None:
    alleged = given.incident(episode_id=stays[0].id, kind="abuse_allegation")
    one = report_incident(book, alleged, by=director, now=now).result
    _window, page = open_page(desk, qtbot, incident_id=one.id)
    qtbot.waitUntil(lambda: page.card.file is not None)
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(str(tmp_path / "tay.png"))
    page.card.pictures.take([tmp_path / "tay.png"])
    qtbot.waitUntil(lambda: page.card.file is not None and len(page.card.file.pictures) == 1)
    assert page.card.file.pictures[0].about_id == one.id
    qtbot.waitUntil(lambda: len(page.card.pictures.thumbnails()) == 1)


def test_what_somebody_wrote_meanwhile_is_not_overwritten(
    book: Book, director: Actor, now: datetime, qtbot: Any, desk: Desk, stays: tuple[Episode, Episode]
) -> None:
    one = report_incident(book, given.incident(episode_id=stays[0].id), by=director, now=now).result
    _window, page = open_page(desk, qtbot, incident_id=one.id)
    qtbot.waitUntil(lambda: page.card.file is not None)
    page._asked("edit")
    sheet_of(page).form.editor("place").set_value("Hành lang")
    amend_incident(book, replace(one, text="Bà kể khác."), by=director, now=now)
    page.save()
    qtbot.waitUntil(lambda: page.messages._action.isVisible())
    page.messages._action.click()
    qtbot.waitUntil(page.writing.is_open)
    assert sheet_of(page).form.value("place") == "Hành lang"
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    assert [(row.place, row.version) for row in kept(book, now)] == [("Hành lang", 3)]
