"""The page of follow-up: what is due, a visit written down and tightened, tried, waived, found by its sheet's code, ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.follow_ups import record_visit, save_follow_up_end
from carebook.actions.returns import write_return
from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.follow_ups import FollowUp, FollowUpEnd, RiskColour, VisitOwner, VisitState
from carebook.records.reintegration import Outcome, Reintegration
from carebook.records.staff import Actor, Reading, Role
from carebook.rules.follow_ups import said_code
from carebook.store.book import Book, new_id
from carebook.store.drafts import own_drafts
from carebook.store.follow_ups import visits_of
from carebook.ui.pages.follow_ups import FollowUpsPage
from carebook.ui.pages.follow_ups.asking import ALL, COMING, LATE, WAITING
from carebook.ui.pages.follow_ups.rows import BY_COMMUNE, BY_WORKER, on_paper
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.actions.handed_over import handed_over
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker who sees no restricted record."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


@pytest.fixture
def desk(book: Book, worker: Actor, now: datetime) -> Iterator[Desk]:
    """The social worker's desk."""
    with desk_of(book, worker, now) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, FollowUpsPage]:
    page = FollowUpsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._due is not None and page.filters.shown.current() != "")
    return window, page


def field(page: FollowUpsPage, name: str) -> Any:
    return page.writing.sheet.form.editor(name)  # type: ignore[union-attr]


def fill(page: FollowUpsPage, name: str, value: Any) -> None:
    """Give a field its value as somebody who types it."""
    editor = field(page, name)
    editor.set_value(value)
    editor.changed.emit()


def kept(book: Book, now: datetime, path: Reintegration) -> tuple[FollowUp, ...]:
    with book.looking(now) as writer:
        return visits_of(writer, path.id)


def restrict(book: Book, by: Actor, now: datetime, path: Reintegration) -> None:
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        stay = writer.record(Episode, path.episode_id)
        assert stay is not None
        writer.amend(replace(stay, confidential=True))
        writer.run("UPDATE person SET alias = 'Chị Hoa Sữa' WHERE id = ?", (stay.person_id,))


def test_a_visit_is_written_down_tightens_the_schedule_and_is_taken_back(
    desk: Desk, book: Book, worker: Actor, now: datetime, qtbot: Any
) -> None:
    path, visits = handed_over(book, worker, now)
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: page.card.found is not None)
    assert [one.id for one in page.listed()] == [one.id for one in visits[:4]]
    assert page.header.line.whole().startswith("4 visits overdue")
    page._open(page.table.current())
    assert (field(page, "done_on").value(), field(page, "next_on").value()) == (TODAY, visits[1].due_on)
    page.save()  # nothing chosen yet: the form says so, nothing is kept
    assert field(page, "risk").complaint()
    fill(page, "done_on", visits[0].due_on)
    fill(page, "mode", "phone")
    type_text(field(page, "seen").input.target, "chị gái")
    fill(page, "risk", RiskColour.RED)
    page.save()
    qtbot.waitUntil(lambda: field(page, "problems").complaint() != "")  # the rule's own sentence, beside its field
    type_text(field(page, "problems").input.target, "Bỏ thuốc 3 ngày")
    page.save()
    qtbot.waitUntil(lambda: kept(book, now, path)[0].state is VisitState.DONE)
    added = [one for one in kept(book, now, path) if one.after_id == visits[0].id]
    assert len(added) == 5
    qtbot.waitUntil(lambda: len(page.listed()) == 8)
    assert "Added 5 visits." in page.messages.text()
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: kept(book, now, path)[0].state is VisitState.DUE)
    qtbot.waitUntil(lambda: len(page.listed()) == 4)


def test_tried_waived_moved_planned_and_found_by_its_code(
    book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    path, visits = handed_over(book, director, now)
    with desk_of(book, director, now) as desk:
        _window, page = open_page(desk, qtbot, visit_id=visits[1].id)
        qtbot.waitUntil(lambda: page.card.found is not None)
        assert page.card.visit() is not None
        assert page.card.visit().id == visits[1].id  # type: ignore[union-attr]
        page._wants("attempt")
        page.save()
        qtbot.waitUntil(lambda: page.card.found is not None and page.card.found.tried.get(visits[1].id) == 1)
        page._wants("move")
        fill(page, "due_on", date(2026, 12, 1))
        page.save()
        qtbot.waitUntil(lambda: field(page, "waived_because").complaint() != "")
        fill(page, "waived_because", "Đường ngập")
        page.save()
        qtbot.waitUntil(lambda: date(2026, 12, 1) in {one.due_on for one in kept(book, now, path)})
        assert {one.waived_because for one in kept(book, now, path)} == {""}
        qtbot.waitUntil(lambda: page.card.found is not None and page.card.found.visits[3].due_on == date(2026, 12, 1))
        page._wants("plan")
        fill(page, "due_on", date(2026, 12, 8))
        fill(page, "why", "Bác sĩ hẹn")
        page.save()
        qtbot.waitUntil(lambda: len(kept(book, now, path)) == 6)
        page.filters.code.setText("K7M-X2P")
        page.filters.code.returnPressed.emit()
        qtbot.waitUntil(lambda: "K7M-X2P" in page.messages.text())
        page.filters.code.setText(said_code(visits[2].sheet_code).lower())
        page.filters.code.returnPressed.emit()
        qtbot.waitUntil(lambda: page.writing.form == "follow_up" and page.writing.subject == visits[2].id)
        page.writing.put_away()
        page._wants("waive")
        page.writing.sheet.every.setChecked(True)  # type: ignore[union-attr]
        page.writing.sheet.form.editor("waived_because").set_value("Đi nước ngoài")  # type: ignore[union-attr]
        page.save()
        qtbot.waitUntil(lambda: {one.state for one in kept(book, now, path)} == {VisitState.WAIVED})


def test_anothers_report_is_waited_for_and_kept(
    desk: Desk, book: Book, worker: Actor, now: datetime, qtbot: Any
) -> None:
    child = samples.person(code="CB-900011", born=PartialDate("2018-03-01"))
    path, visits = handed_over(book, worker, now, person=child, destination="substitute_kin", commune="07030")
    _window, page = open_page(desk, qtbot, shown=WAITING)
    qtbot.waitUntil(lambda: page.card.found is not None)
    assert {one.owner for one in page.listed()} == {VisitOwner.COMMUNE}
    assert page.card.visit_button.text() == "Report received"
    page._wants("visit")
    fill(page, "done_on", date(2026, 6, 22))
    type_text(field(page, "report_no").input.target, "12/BC-UBND")
    fill(page, "risk", RiskColour.GREEN)
    page.save()
    qtbot.waitUntil(lambda: VisitState.RECEIVED in {one.state for one in kept(book, now, path)})
    for by in (BY_WORKER, BY_COMMUNE):
        page.filters.by.choose(by)
        page._show_chosen()
    assert len(visits) == 7
    page.turn_to(commune="07030")
    qtbot.waitUntil(lambda: page.filters.shown.current() == ALL and len(page.listed()) == 6)
    page.filters.clear()
    paper = on_paper(page.listed(), desk)
    with book.reading_for(worker, now) as reader:
        assert drawn(desk, paper, paper.lines(reader)).startswith(b"%PDF")


def test_the_end_says_what_is_lacking_and_closes_when_it_may(
    book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    path, visits = handed_over(book, director, now)
    for one in visits[:3]:
        done = replace(one, done_on=one.due_on, mode="phone", seen="chị", risk=RiskColour.GREEN)
        record_visit(book, done, by=director, now=now)
    with desk_of(book, director, now) as desk:
        _window, page = open_page(desk, qtbot, reintegration_id=path.id, ending="1")
        qtbot.waitUntil(lambda: page.writing.form == "follow_up_end")
        fill(page, "kind", "lost_contact")
        assert field(page, "outcome").value() is Outcome.LOST  # the only one that fits
        fill(page, "kind", "criteria_met")
        fill(page, "outcome", Outcome.STABLE)
        fill(page, "reason", "Ổn định")
        page.save()
        qtbot.waitUntil(lambda: page.card.found is not None and page.card.found.end is not None)
        assert [one.about for one in page.card.found.lacks] == [visits[3].id]  # type: ignore[union-attr]
        last = replace(visits[3], done_on=visits[3].due_on, mode="phone", seen="chị", risk=RiskColour.GREEN)
        desk.do(record_visit, last)
        qtbot.waitUntil(lambda: page.card.found is not None and page.card.found.lacks == ())
        page.writing.complete(page.card.found.end)  # type: ignore[union-attr, arg-type]
        qtbot.waitUntil(lambda: page.card.found is not None and page.card.found.is_over)
        qtbot.waitUntil(lambda: page.listed() == [])
        page.card.table.pick(visits[0].id)
        assert page.card.visit_button.isVisibleTo(page.card) is True  # what was made can still be corrected
        assert page.card.plan_button.isVisibleTo(page.card) is False


def test_who_came_back_is_asked_why(desk: Desk, book: Book, worker: Actor, now: datetime, qtbot: Any) -> None:
    path, _visits = handed_over(book, worker, now)
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        stay = writer.record(Episode, path.episode_id)
        assert stay is not None
        write_return(writer, stay.person_id, writer.add(samples.episode(stay.person_id, start_on=date(2026, 11, 20))))
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: "nobody wrote down why" in page.messages.text())
    button(page.messages, "Write the cause…").click()
    qtbot.waitUntil(lambda: page.card.found is not None)
    page._wants("return")
    fill(page, "return_cause", "relapse")
    page.save()
    qtbot.waitUntil(lambda: page.card.found is not None and page.card.found.path.return_cause == "relapse")


def test_who_left_without_a_way_home_is_followed_from_here(
    desk: Desk, book: Book, worker: Actor, now: datetime, qtbot: Any
) -> None:
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person(full_name="Cao Văn Bến"))
        stay = writer.add(samples.episode(person.id))
    window, page = open_page(desk, qtbot, episode_id=stay.id)
    qtbot.waitUntil(lambda: page.messages.text() == "There is no follow-up before the handover.")
    button(page.messages, "Way home").click()
    assert window.last == ("home_path", {"episode_id": stay.id})
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(stay, end_on=date(2026, 10, 31), end_reason="family_request", destination="family"))
    window.setCurrentWidget(page)
    page.turn_to(episode_id=stay.id)
    qtbot.waitUntil(lambda: page.messages.text().startswith("Cao Văn Bến left on 31/10/2026"))
    button(page.messages, "Begin the follow-up").click()
    fill(page, "destination", "family")
    page.save()
    qtbot.waitUntil(lambda: page.card.found is not None and len(page.card.found.visits) == 5)
    assert [one.due_on for one in page.listed()][:2] == [date(2026, 11, 7), date(2026, 11, 30)]


def test_a_restricted_person_stays_an_alias_and_drafts_survive(
    desk: Desk, book: Book, worker: Actor, now: datetime, qtbot: Any
) -> None:
    hidden, visits = handed_over(book, worker, now, commune="07030")
    restrict(book, worker, now, hidden)
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: len(page.listed()) == 4)
    assert {one.name for one in page.listed()} == {"Chị Hoa Sữa"}
    page._open(page.listed()[0])
    assert page.messages.text().startswith("This item is protected")
    assert page.card.isHidden()
    for about in ({"visit_id": visits[0].id}, {"episode_id": hidden.episode_id}, {"reintegration_id": hidden.id}):
        page.turn_to(**about)
        qtbot.waitUntil(lambda: page.messages.text().startswith("This item is protected"))
        assert page.card.found is None
    path, seen = handed_over(book, worker, now)
    page.turn_to(visit_id=seen[0].id)
    qtbot.waitUntil(lambda: page.card.found is not None and page.card.found.path.id == path.id)
    page._wants("visit")
    type_text(field(page, "seen").input.target, "mẹ")
    page.keep_draft()
    page.turn_to(shown=LATE)
    with book.reading_for(worker, now) as reader:
        qtbot.waitUntil(lambda: bool(own_drafts(reader)))
    page.turn_to(visit_id=seen[0].id)
    qtbot.waitUntil(lambda: page.card.found is not None and len(page._due.drafts) == 1)  # type: ignore[union-attr]
    page._wants("visit")
    assert field(page, "seen").value() == "mẹ"


def test_looking_at_a_restricted_persons_follow_up_leaves_a_line(
    book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    path, visits = handed_over(book, director, now)
    restrict(book, director, now, path)

    def read() -> list[str]:
        with book.looking(now) as writer:
            return [one.deed for one in writer.records(Reading)]

    with desk_of(book, director, now) as desk:
        _window, page = open_page(desk, qtbot, visit_id=visits[0].id)
        qtbot.waitUntil(lambda: page.card.found is not None)
        qtbot.waitUntil(lambda: read() == ["open_restricted_record"])


@pytest.mark.looks
def test_every_control_has_a_name_the_page_folds_and_begins_empty(
    desk: Desk, book: Book, worker: Actor, now: datetime, qtbot: Any
) -> None:
    window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: page.states.says().startswith("Nobody is followed yet."))
    assert page.filters.shown.current() == COMING  # nothing is overdue
    button(page.states, "Stages of the way home").click()
    assert window.last == ("reintegration", {})
    path, visits = handed_over(book, worker, now)
    window.setCurrentWidget(page)
    page.turn_to(visit_id=visits[0].id)
    qtbot.waitUntil(lambda: page.card.found is not None)
    assert nameless(page) == []
    button(page.card, "Way home").click()
    assert window.last == ("home_path", {"episode_id": path.episode_id, "reintegration_id": path.id})
    window.setCurrentWidget(page)
    page._wants("visit")
    assert nameless(page) == []
    assert fits(page)
    page.writing.put_away()
    window.resize(820, 460)
    page.fold(True)
    assert fits(page)


def test_who_may_only_look_is_offered_nothing_to_write(
    book: Book, worker: Actor, now: datetime, actor_with: Callable[..., Actor], qtbot: Any
) -> None:
    path, _visits = handed_over(book, worker, now)
    end = FollowUpEnd(
        episode_id=path.episode_id, reintegration_id=path.id, ended_on=TODAY, outcome=Outcome.STABLE, reason="x"
    )
    save_follow_up_end(book, end, by=worker, now=now)
    teacher = actor_with(Role.TEACHER, name="Cô giáo")
    with desk_of(book, teacher, now) as desk:
        _window, page = open_page(desk, qtbot)
        qtbot.waitUntil(lambda: page.card.found is not None)
        card = page.card
        for one in (card.visit_button, card.attempt_button, card.move_button, card.waive_button, card.plan_button):
            assert not one.isVisibleTo(card)
        page._wants("visit")
        page._wants("end")
        assert not page.writing.is_open()
