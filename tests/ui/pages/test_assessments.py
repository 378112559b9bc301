"""Forms 02 and 03 in the window: eight domains one at a time, levels by number keys, last time beside, completing, criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from carebook.actions.assessments import complete_assessment, complete_eligibility, save_assessment, save_eligibility
from carebook.records.assessments import Assessment, AssessmentKind, DomainRating, EligibilityCheck, NeedLevel
from carebook.records.episodes import Episode
from carebook.records.instruments import InstrumentFile, InstrumentScore
from carebook.records.intake import FormState
from carebook.records.staff import Actor, Role
from carebook.rules.assessments import AssessmentFile
from carebook.store.assessments import assessments_of, eligibility_checks
from carebook.store.book import Book, new_id
from carebook.ui.pages.assessments import AssessmentPage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import press, type_text

TODAY = samples.TODAY
HIGH, LOW = NeedLevel.HIGH, NeedLevel.LOW


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def page_for(desk: Desk, stay: Episode, qtbot: Any, **about: str) -> tuple[Window, AssessmentPage]:
    page = AssessmentPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(episode_id=stay.id, **about)
    window.show()
    qtbot.waitUntil(lambda: page.states.says() != "" or page.file is not None)
    return window, page


def assessed(book: Book, stay: Episode, by: Actor, now: datetime, day: date, **levels: NeedLevel) -> AssessmentFile:
    """A completed assessment with these levels."""
    ratings = [
        DomainRating(episode_id="", assessment_id="", domain=domain, level=level, no_goal_because="Theo dõi thêm")
        for domain, level in levels.items()
    ]
    given = Assessment(episode_id=stay.id, assessed_on=day, assessor_id=by.staff_member_id)
    kept = save_assessment(book, given, ratings, by=by, now=now).result
    file: AssessmentFile = complete_assessment(book, kept.assessment.id, by=by, now=now).result[0]
    return file


def files(book: Book, stay: Episode, by: Actor, now: datetime) -> tuple[AssessmentFile, ...]:
    with book.reading_for(by, now) as reader:
        return assessments_of(reader, stay.id)


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def level_keys(page: AssessmentPage, domain: str, key: str) -> None:
    """Press a number key in the row of levels."""
    page.go_to(domain)
    row = page.sheet.domains[domain].level
    row._press(NeedLevel(key) if key else None)


def rate_all(page: AssessmentPage, key: str = "1") -> None:
    for domain in page.sheet.domain_codes():
        level_keys(page, domain, key)


def test_the_first_one_is_initial_and_only_the_open_part_is_made(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot)
    assert page.file is not None
    assert page.file.assessment.kind is AssessmentKind.INITIAL
    assert page.file.assessment.next_on == date(2027, 11, 22)
    assert page.sheet.domains == {}
    assert page.standing.whole() == "0/8 domains assessed"
    page.step(1)
    assert list(page.sheet.domains) == ["health"]
    assert not page.has_unsaved()


def test_number_keys_choose_a_level_only_in_its_row(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = page_for(desk, stay, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.go_to("health")
    part = page.sheet.domains["health"]
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_3)
    assert part.level.level() is HIGH
    assert page.standing.whole() == "1/8 domains assessed"
    assert part.form.editor("no_goal_because").isVisibleTo(part)
    qtbot.keyClick(focused, Qt.Key.Key_Backspace)
    assert part.level.level() is None
    assert not part.form.editor("no_goal_because").isVisibleTo(part)
    problem = part.form.editor("problem").input.target
    problem.setFocus()
    type_text(problem, "Ngã 2 lần")
    assert part.level.level() is None
    assert part.form.value("problem") == "Ngã 2 lần"


def test_last_time_stands_beside(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    assessed(book, stay, director, now, date(2026, 6, 1), health=NeedLevel.MEDIUM)
    _window, page = page_for(desk, stay, qtbot)
    assert page.file is not None
    assert page.file.assessment.kind is AssessmentKind.PERIODIC
    page.go_to("health")
    assert "Last time (01/06/2026): 2 Medium need" in words(page.sheet)
    assert page.sheet.domains["health"].level.level() is None  # nothing is taken over from another day
    page.go_to("psychology")
    assert "Not assessed before" in words(page.sheet.domains["psychology"])


def test_it_is_saved_as_it_stands_with_scale_results(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(InstrumentFile(code="barthel", file_version=1, title="Barthel", content="x"))
        given = InstrumentScore(episode_id=stay.id, instrument="barthel", file_version=1, scored_on=date(2026, 11, 12))
        score = writer.add(replace(given, state=FormState.COMPLETED))
    _window, page = page_for(desk, stay, qtbot)
    level_keys(page, "health", "2")
    part = page.sheet.domains["health"]
    button(part, "Barthel · 12/11/2026").click()
    opinion = part.form.editor("client_opinion").input.target
    type_text(opinion, "Muốn tự ra sân ngồi")
    page.save()
    qtbot.waitUntil(lambda: bool(files(book, stay, director, now)))
    file = files(book, stay, director, now)[0]
    rating = file.rating("health")
    assert rating is not None
    assert (rating.level, rating.scores, rating.client_opinion) == (
        NeedLevel.MEDIUM,
        (score.id,),
        "Muốn tự ra sân ngồi",
    )
    assert len(file.ratings) == 1
    qtbot.waitUntil(lambda: not page.has_unsaved())
    type_text(opinion, ", gặp con")  # nothing moved
    page.save()
    qtbot.waitUntil(lambda: "gặp con" in str(files(book, stay, director, now)[0].rating("health")))


def test_completing_tells_what_has_no_answer_first(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    window, page = page_for(desk, stay, qtbot)
    level_keys(page, "health", "3")
    page.complete()
    said = page.messages.text()
    assert "Not assessed: " in said
    assert "without a goal or a reason: Chăm sóc sức khỏe, y tế." in said
    assert files(book, stay, director, now) == ()
    button(page.messages, "Complete all the same").click()
    qtbot.waitUntil(lambda: page.file is not None and page.file.is_completed)
    assert "Completed the assessment" in page.messages.text()
    button(page.messages, "Write the goal in the plan").click()
    assert window.last == ("care_plans", {"episode_id": stay.id})


def test_a_written_reason_is_an_answer_and_completing_freezes(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    window, page = page_for(desk, stay, qtbot)
    rate_all(page)
    level_keys(page, "psychology", "3")
    type_text(
        page.sheet.domains["psychology"].form.editor("no_goal_because").input.target, "Đang điều trị tại bệnh viện"
    )
    page.complete()
    qtbot.waitUntil(lambda: page.file is not None and page.file.is_completed)
    assert page.save_button.isHidden()
    assert page.sheet.domains == {}
    page.go_to("psychology")
    assert "Đang điều trị tại bệnh viện" in words(page.sheet)
    assert "3 High, urgent need" in words(page.sheet)
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: page.messages.text() == "Undone." and page.file is not None)
    assert not files(book, stay, director, now)[0].is_completed
    button(page.header, "Print").click()
    assert window.last == ("case_papers", {"episode_id": stay.id, "paper": "form02"})


def test_what_is_lacking_opens_its_part(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot, kind="unscheduled")
    rate_all(page)
    type_text(page.sheet.domains["other"].form.editor("priority").input.target, "12")
    page.complete()
    assert page._current == "general"
    assert page.sheet.general is not None
    assert page.sheet.general.editor("reason").has_error()
    assert page.sheet.domains["other"].form.editor("priority").has_error()
    type_text(page.sheet.domains["other"].form.editor("priority").input.target, "x")
    page.save()
    assert page._current == "other"


def test_who_cannot_tell_is_spoken_for(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot)
    rate_all(page)
    page.go_to("general")
    general = page.sheet.general
    assert general is not None
    assert not general.editor("informant").isVisibleTo(general)
    button(general, "The client tells for themselves").click()
    assert general.editor("informant").isVisibleTo(general)
    page.complete()
    assert general.editor("informant").has_error()


def test_a_correction_and_striking_through(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    old = assessed(book, stay, director, now, date(2026, 6, 1), health=HIGH, psychology=LOW)
    _window, page = page_for(desk, stay, qtbot, assessment_id=old.assessment.id)
    page.begin_correction("Ghi nhầm mức")
    assert page.has_unsaved()
    page.go_to("health")
    assert page.sheet.domains["health"].level.level() is HIGH
    level_keys(page, "health", "1")
    page.save()
    qtbot.waitUntil(lambda: len(files(book, stay, director, now)) == 2)
    new = files(book, stay, director, now)[0]
    assert (new.level("health"), new.level("psychology")) == (LOW, LOW)  # the untouched domain came along
    qtbot.waitUntil(lambda: page._assessment_id == new.assessment.id)
    page.complete()
    button(page.messages, "Complete all the same").click()
    qtbot.waitUntil(lambda: [f.assessment.id for f in files(book, stay, director, now)] == [new.assessment.id])


def test_drafts_of_both_forms_survive(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot)
    level_keys(page, "relations", "2")
    type_text(page.sheet.domains["relations"].form.editor("family_opinion").input.target, "Sẽ thăm hằng tháng")
    page.go_to("criteria")
    page.criteria.ticks["long_term"].click()
    assert page.can_leave()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    _window, again = page_for(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "open again" in again.messages.text())
    assert again.sheet.domains["relations"].level.level() is NeedLevel.MEDIUM
    assert again.sheet.domains["relations"].form.value("family_opinion") == "Sẽ thăm hằng tháng"
    assert again.criteria.ticks["long_term"].isChecked()
    again.discard()
    qtbot.waitUntil(lambda: again.file is not None and not again.has_unsaved())


def test_somebody_elses_domain_is_never_written_over(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    given = Assessment(episode_id=stay.id, assessed_on=TODAY)
    kept = save_assessment(book, given, [], by=director, now=now).result
    _window, page = page_for(desk, stay, qtbot)
    level_keys(page, "health", "1")
    theirs = DomainRating(episode_id="", assessment_id="", domain="health", level=HIGH, problem="Sốt")
    save_assessment(book, kept.assessment, [theirs], by=director, now=now)
    page.save()
    qtbot.waitUntil(lambda: "changed this at" in page.messages.text())
    assert files(book, stay, director, now)[0].level("health") is HIGH
    button(page.messages, "Go on from the newer version").click()
    qtbot.waitUntil(lambda: "health" in page.sheet.domains and page.file is not None)
    assert page.sheet.domains["health"].form.value("problem") == "Sốt"
    assert page.sheet.domains["health"].level.level() is LOW
    page.save()
    qtbot.waitUntil(lambda: files(book, stay, director, now)[0].level("health") is LOW)


def test_the_column_of_parts_is_walked_by_arrows_and_entered_by_enter(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot)
    press(page.rail.table, Qt.Key.Key_Down)
    assert page._current == "health"
    assert list(page.sheet.domains) == ["health"]
    press(page.rail.table, Qt.Key.Key_Return)
    assert page.rail.table.current_id() == "health"


# form 03


def test_the_mode_of_service_follows_from_the_criteria(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    window, page = page_for(desk, stay, qtbot, section="criteria")
    part = page.criteria
    part.ticks["long_term"].click()
    assert part.form is not None
    assert (part.form.value("service_mode"), part.form.value("eligible")) == ("long_term", False)
    part.ticks["qualified"].click()
    assert part.form.value("eligible") is True
    part.form.editor("service_mode").set_value("continuous")
    part.complete()
    assert part.form.editor("reason").has_error()
    type_text(part.form.editor("reason").input.target, "Cần người trực đêm")
    part.ticks["emergency"].click()  # what was chosen by hand stays
    assert part.form.value("service_mode") == "continuous"
    button(part, "Complete form 03").click()
    qtbot.waitUntil(lambda: part.check.state is FormState.COMPLETED)
    with book.reading_for(director, now) as reader:
        kept = eligibility_checks(reader, stay.id)[0]
    assert (kept.service_mode, kept.eligible, kept.reason) == ("continuous", True, "Cần người trực đêm")
    assert set(kept.criteria) == {"emergency", "long_term", "qualified"}
    assert "Cần người trực đêm" in words(part)
    assert files(book, stay, director, now) == ()  # form 02 was not begun by it
    button(page.header, "Print").click()
    assert window.last == ("case_papers", {"episode_id": stay.id, "paper": "form03"})


def test_form_03_is_corrected_by_a_new_one(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    given = EligibilityCheck(episode_id=stay.id, checked_on=TODAY, criteria=("long_term", "qualified"))
    given = replace(given, checker_id=director.staff_member_id, service_mode="long_term", eligible=True)
    first = save_eligibility(book, given, by=director, now=now).result
    complete_eligibility(book, first.id, by=director, now=now)
    _window, page = page_for(desk, stay, qtbot, section="criteria")
    assert page.criteria.ticks == {}
    page.criteria.begin_correction("Chuyển bán trú")
    page.criteria.ticks["long_term"].click()
    page.criteria.ticks["day_care"].click()
    page.criteria.complete()
    qtbot.waitUntil(lambda: page.criteria.check.state is FormState.COMPLETED)
    with book.reading_for(director, now) as reader:
        assert [one.service_mode for one in eligibility_checks(reader, stay.id)] == ["day_care"]


# who may, what is protected, how it is laid out


def test_a_nurse_writes_but_does_not_complete(
    book: Book, stay: Episode, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = page_for(desk, stay, qtbot)
        assert not page.save_button.isHidden()
        assert page.complete_button.isHidden()
        page.go_to("criteria")
        assert page.save_button.isHidden()
        assert page.criteria.ticks == {}
    with desk_of(book, actor_with(Role.INSPECTOR), now) as desk:
        _window, page = page_for(desk, stay, qtbot)
        assert page.states.says() == "No assessment yet."


def test_a_protected_stay_shows_nothing(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    _person, hidden = admit(book, director, now, episode=emergency(), category="victim_dv")
    with desk_of(book, actor_with(Role.SOCIAL_WORKER), now) as desk:
        _window, page = page_for(desk, hidden, qtbot)
        qtbot.waitUntil(lambda: "protected" in page.states.says())
        assert page.header.line.whole() == ""


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = page_for(desk, stay, qtbot)
    for part in page.parts():
        page.go_to(part)
        assert fits(page)
        assert nameless(page) == []
    window.resize(880, 480)
    QApplication.processEvents()
    assert page.is_narrow()
    assert page.rail.list.isVisible()
    page.rail.list.setCurrentIndex(2)
    page.rail.list.activated.emit(2)
    assert page._current == "education_work"
    assert fits(page)
    page._go_back()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "scales"})
