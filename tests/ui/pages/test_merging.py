"""Joining two files by hand: who is offered, what is compared, picked and written, undone at once or later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt

from carebook.actions.episodes import discharge_person
from carebook.actions.people import add_detail, amend_person
from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.people import Person, Sex
from carebook.records.schooling import Employment, Schooling
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book, new_id
from carebook.store.drafts import own_drafts
from carebook.ui.pages.merging import MergingPage
from carebook.ui.pages.merging.lines import BOTH, LEFT, RIGHT, Line
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.by_hand import rows
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import TELEX_NGUYEN, press, type_text

NUMBER = "022145999012"


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    with desk_of(book, director, now) as made:
        yield made


def two_files(book: Book, director: Actor, now: datetime, **given: Any) -> tuple[Person, Person]:
    """A woman who left in March, and the same woman entered again in May under another spelling."""
    an, former = admit(
        book,
        director,
        now,
        person=samples.person(code="", full_name="Trần Thị An", note="hay quên"),
        details=(samples.identity_paper(""), samples.relative("", relation="son")),
    )
    left = replace(former, end_on=date(2026, 3, 1), end_reason="family_request")
    discharge_person(book, left, by=director, now=now, op=new_id())
    facts = {"code": "", "full_name": "Trần Thị Ân", "home_town": "Hạ Long", "note": "thích hát chèo"}
    again, _stay = admit(
        book,
        director,
        now,
        person=samples.person(**facts, born=PartialDate("1945-05-09")),
        details=(samples.identity_paper(""), samples.relative("", full_name="Trần Thị Bé")),
        **({"episode": samples.episode("", start_on=date(2026, 5, 1))} | given),
    )
    return an, again


@pytest.fixture
def files(book: Book, director: Actor, now: datetime) -> tuple[Person, Person]:
    return two_files(book, director, now)


def shown(qtbot: Any, desk: Desk, *ids: str) -> tuple[Window, MergingPage]:
    page = MergingPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(*ids)
    window.show()
    if len(ids) == 2:
        qtbot.waitUntil(lambda: page.comparing.pair is not None or page.states.says() != "")
    else:
        qtbot.waitUntil(lambda: page.choosing.question.text() != "" or page.states.says() != "")
    return window, page


def line(page: MergingPage, name: str) -> Line:
    model = page.comparing.table.records
    found = (model.record_at(row) for row in range(model.rowCount()))
    return next(one for one in found if one is not None and one.id == f"fact/{name}")


def person(book: Book, now: datetime, person_id: str) -> Person:
    with book.looking(now) as reader:
        found = reader.record(Person, person_id)
    assert found is not None
    return found


def joined(qtbot: Any, page: MergingPage, reason: str = "nhập hai lần") -> None:
    type_text(page.comparing.reason, reason)
    page.save()
    qtbot.waitUntil(lambda: page.messages.text().startswith("Joined "))


# choosing


def test_whom_the_guard_suspects_is_offered_with_what_agrees(
    qtbot: Any, desk: Desk, files: tuple[Person, Person], book: Book, director: Actor, now: datetime
) -> None:
    admit(book, director, now, person=samples.person(code="", full_name="Cao Văn Bến", sex=Sex.MALE))
    _window, page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: len(rows(page.choosing.pairs)) == 1)
    (pair,) = rows(page.choosing.pairs)
    assert pair[:2] == ["Trần Thị An", "Trần Thị Ân"]
    assert "the identity number" in pair[2]
    assert pair[3] == "the home town"
    page.choosing.chosen.emit(page.choosing.table().current())
    qtbot.waitUntil(lambda: page.comparing.pair is not None)
    assert page.comparing.pair.left.person.id == files[0].id


def test_the_other_file_is_offered_or_found_letter_by_letter(
    qtbot: Any, desk: Desk, files: tuple[Person, Person], book: Book, director: Actor, now: datetime
) -> None:
    lan, _stay = admit(book, director, now, person=samples.person(code="", full_name="Nguyễn Thị Lan"))
    _window, page = shown(qtbot, desk, files[0].id)
    qtbot.waitUntil(lambda: [row[0] for row in rows(page.choosing.candidates)] == ["Trần Thị Ân"])
    assert page.strip.whole().startswith("Trần Thị An · CB-000001")
    type_text(page.choosing.search, TELEX_NGUYEN)
    qtbot.waitUntil(lambda: [row[0] for row in rows(page.choosing.candidates)] == ["Nguyễn Thị Lan"])
    type_text(page.choosing.search, "\b" * 6 + "trần")
    qtbot.waitUntil(lambda: [row[0] for row in rows(page.choosing.candidates)] == ["Trần Thị Ân"])
    assert "the identity number" in rows(page.choosing.candidates)[0][2]
    page.choosing.search.clear()
    type_text(page.choosing.search, "không có ai")
    qtbot.waitUntil(lambda: page.choosing.states.says() == "“không có ai” was not found.")
    page.choosing.search.clear()
    type_text(page.choosing.search, "lan")
    qtbot.waitUntil(lambda: len(rows(page.choosing.candidates)) == 1)
    press(page.choosing.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.comparing.pair is not None)
    assert page.comparing.pair.right.person.id == lan.id


def test_nobody_suspected_says_so(qtbot: Any, desk: Desk, book: Book, director: Actor, now: datetime) -> None:
    admit(book, director, now)
    _window, page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: page.states.says() == "" and page.choosing.states.says() != "")
    assert page.choosing.states.says() == "The guard suspects nobody. Find the first file by its name."


# comparing


def test_facts_papers_and_stays_stand_side_by_side(qtbot: Any, desk: Desk, files: tuple[Person, Person]) -> None:
    _window, page = shown(qtbot, desk, files[0].id, files[1].id)
    told = {row[0]: row[1:4] for row in rows(page.comparing.table)}
    assert told["Name"] == ["Trần Thị An", "Trần Thị Ân", "Trần Thị Ân"]
    assert told["Born"] == ["1945", "09/05/1945", "09/05/1945"]
    assert told["Note"] == ["hay quên", "thích hát chèo", "thích hát chèo hay quên"]
    assert told["Căn cước (CCCD)"] == [NUMBER, NUMBER, "kept once"]
    relatives = [row[1:3] for row in rows(page.comparing.table) if row[0] == "Relative"]
    assert [bool(left) for left, _right in relatives] == [True, False]
    assert {"open", "ended"} <= set(told)
    assert "Sex" not in told
    assert page.comparing.pair is not None
    assert page.comparing.pair.stays == RIGHT  # she is here under that file


def test_school_years_and_jobs_stand_side_by_side(
    qtbot: Any, desk: Desk, files: tuple[Person, Person], book: Book, director: Actor, now: datetime
) -> None:
    for one in files:
        year = Schooling(person_id=one.id, school_year="2025-2026", level="primary", school="Tiểu học Hạ Long")
        add_detail(book, year, by=director, now=now)
    job = Employment(person_id=files[0].id, job="thợ may", from_on=date(2026, 3, 1))
    add_detail(book, job, by=director, now=now)
    _window, page = shown(qtbot, desk, files[0].id, files[1].id)
    told = {row[0]: row[1:4] for row in rows(page.comparing.table)}
    assert told["School year"][0].startswith("2025-2026")
    assert told["School year"][2] == "kept once"
    assert told["Job"] == ["thợ may · 01/03/2026 – now", "", "thợ may · 01/03/2026 – now"]


def test_values_are_picked_by_key_and_by_mouse_and_go_with_the_file(
    qtbot: Any, desk: Desk, files: tuple[Person, Person]
) -> None:
    _window, page = shown(qtbot, desk, files[0].id, files[1].id)
    table = page.comparing.table
    table.pick("fact/home_town")
    page.comparing._pick_current(LEFT)
    assert (line(page, "home_town").side, line(page, "home_town").after) == (LEFT, "Đông Triều")
    press(table, Qt.Key.Key_Space)
    assert line(page, "home_town").side == RIGHT
    table.acted.emit(line(page, "full_name"), LEFT)
    page.comparing._pick(line(page, "full_name"), BOTH)  # two names cannot both be the name
    assert line(page, "full_name").side == LEFT
    page.comparing._pick(line(page, "note"), LEFT)
    page.comparing._keep_file(LEFT)
    assert (line(page, "full_name").after, line(page, "note").after) == ("Trần Thị An", "hay quên")
    assert page.has_unsaved()
    assert page.standing.whole().startswith("CB-000002 goes into CB-000001.")


def test_what_stands_against_it_is_said_and_the_button_is_off(
    qtbot: Any, desk: Desk, book: Book, director: Actor, now: datetime
) -> None:
    one, _stay = admit(book, director, now)
    other, _stay = admit(book, director, now, person=samples.person(code="", full_name="Trần Thị Ân", sex=Sex.MALE))
    _window, page = shown(qtbot, desk, one.id, other.id)
    assert [problem.severity for problem in page.comparing.problems()] == ["error"]
    assert not page.merge.isEnabled()
    page.save()
    assert person(book, now, other.id).merged_into is None


# joining and undoing


def test_joining_needs_a_reason_and_can_be_undone(
    qtbot: Any, desk: Desk, files: tuple[Person, Person], book: Book, now: datetime
) -> None:
    _window, page = shown(qtbot, desk, files[0].id, files[1].id)
    page.comparing._pick(line(page, "home_town"), LEFT)
    page.save()
    assert page.comparing.complaint.text() == "Say why the files are joined."
    joined(qtbot, page)
    assert person(book, now, files[0].id).merged_into == files[1].id
    assert person(book, now, files[1].id).home_town == "Đông Triều"
    qtbot.waitUntil(lambda: not page.panel.isHidden() and page.strip.whole().startswith("Trần Thị Ân"))
    assert not page.has_unsaved()
    page.messages._act()
    qtbot.waitUntil(lambda: page.messages.text() == "Undone: both files stand on their own again.")
    assert person(book, now, files[0].id).merged_into is None
    qtbot.waitUntil(page.panel.isHidden)


def test_it_can_be_undone_later_from_the_file(
    qtbot: Any, desk: Desk, files: tuple[Person, Person], book: Book, now: datetime
) -> None:
    _window, page = shown(qtbot, desk, files[0].id, files[1].id)
    joined(qtbot, page)
    _other_window, later = shown(qtbot, desk, files[0].id)  # by the id of the file that went
    qtbot.waitUntil(lambda: not later.panel.isHidden())
    assert later.strip.whole().startswith("Trần Thị Ân · CB-000002")
    button(later.panel, "Undo the joining of CB-000001").click()
    qtbot.waitUntil(lambda: person(book, now, files[0].id).merged_into is None)


def test_what_was_touched_since_is_refused_with_a_sentence(
    qtbot: Any, desk: Desk, files: tuple[Person, Person], book: Book, director: Actor, now: datetime
) -> None:
    _window, page = shown(qtbot, desk, files[0].id, files[1].id)
    joined(qtbot, page)
    changed = replace(person(book, now, files[1].id), home_town="Cẩm Phả")
    amend_person(book, changed, by=director, now=now, op=new_id())
    page.messages._act()
    qtbot.waitUntil(lambda: page.messages.text().startswith("Cannot be undone: somebody changed it"))
    assert person(book, now, files[0].id).merged_into == files[1].id


def test_somebody_changed_a_file_meanwhile(
    qtbot: Any, desk: Desk, files: tuple[Person, Person], book: Book, director: Actor, now: datetime
) -> None:
    _window, page = shown(qtbot, desk, files[0].id, files[1].id)
    changed = replace(person(book, now, files[0].id), phone="0912345678")
    amend_person(book, changed, by=director, now=now, op=new_id())
    type_text(page.comparing.reason, "nhập hai lần")
    page.save()
    qtbot.waitUntil(lambda: "changed this at" in page.messages.text())
    assert page.comparing.reason.text() == "nhập hai lần"
    qtbot.waitUntil(lambda: any(row[0] == "Telephone" for row in rows(page.comparing.table)))
    page.save()
    qtbot.waitUntil(lambda: person(book, now, files[0].id).merged_into == files[1].id)


def test_what_was_picked_is_kept_as_a_draft(
    qtbot: Any, desk: Desk, files: tuple[Person, Person], book: Book, director: Actor, now: datetime
) -> None:
    _window, page = shown(qtbot, desk, files[0].id, files[1].id)
    type_text(page.comparing.reason, "nhập hai lần")
    page.comparing._pick(line(page, "full_name"), LEFT)
    page.keep_draft()

    def drafts() -> list[Any]:
        with book.reading_for(director, now) as reader:
            return own_drafts(reader)

    qtbot.waitUntil(lambda: len(drafts()) == 1)
    _again_window, again = shown(qtbot, desk, files[1].id, files[0].id)  # the other way round
    assert again.comparing.reason.text() == "nhập hai lần"
    assert line(again, "full_name").after == "Trần Thị An"
    again.discard()
    qtbot.waitUntil(lambda: drafts() == [])


# the protected


def test_a_restricted_match_is_one_sentence_and_no_name(
    qtbot: Any, book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    given = {"episode": emergency(start_on=date(2026, 5, 1)), "category": "victim_dv"}
    open_file, hidden = two_files(book, director, now, **given)
    with desk_of(book, actor_with(Role.HEAD), now) as desk:
        _window, page = shown(qtbot, desk)
        qtbot.waitUntil(lambda: not page.choosing.protected.isHidden())
        assert rows(page.choosing.pairs) == []
        _w2, first = shown(qtbot, desk, open_file.id)
        qtbot.waitUntil(lambda: not first.choosing.protected.isHidden())
        assert rows(first.choosing.candidates) == []
        type_text(first.choosing.search, "trần thị")
        qtbot.waitUntil(lambda: "was not found" in first.choosing.states.says())
        _w3, both = shown(qtbot, desk, open_file.id, hidden.id)
        assert "protected" in both.states.says()
        assert both.comparing.pair is None


def test_comparing_a_restricted_file_leaves_a_line_in_the_reading_log(
    qtbot: Any, desk: Desk, book: Book, director: Actor, now: datetime
) -> None:
    given = {"episode": emergency(start_on=date(2026, 5, 1)), "category": "victim_dv"}
    open_file, hidden = two_files(book, director, now, **given)
    _window, page = shown(qtbot, desk, open_file.id, hidden.id)
    with book.looking(now) as reader:
        assert [r.person_id for r in reader.records(Reading)] == [hidden.id]
    joined(qtbot, page)
    with book.looking(now) as reader:
        assert len(reader.records(Episode, "person_id = ?", (hidden.id,))) == 2


# the page itself


def test_going_back_step_by_step(qtbot: Any, desk: Desk, files: tuple[Person, Person]) -> None:
    window, page = shown(qtbot, desk, files[0].id, files[1].id)
    page.back.click()
    qtbot.waitUntil(lambda: page.comparing.pair is None and page._first is not None)
    page.back.click()
    assert window.last == ("person", {"person_id": files[0].id})
    page.turn_to()
    page.back.click()
    assert window.last == ("residents", {})


@pytest.mark.looks
def test_it_fits_and_is_named(qtbot: Any, desk: Desk, files: tuple[Person, Person]) -> None:
    window, page = shown(qtbot, desk)
    assert fits(page)
    assert nameless(page) == []
    page.turn_to(files[0].id, files[1].id)
    qtbot.waitUntil(lambda: page.comparing.pair is not None)
    window.resize(880, 480)
    assert fits(page)
    assert nameless(page) == []
