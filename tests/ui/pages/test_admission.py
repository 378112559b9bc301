"""Admitting by hand: six steps, a draft that comes back, suspicions while typing, saving, taking back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout

from carebook.actions import drafts
from carebook.actions.episodes import admit_person, discharge_person
from carebook.records.episodes import DossierItem, Episode, PaperState
from carebook.records.people import IdentityPaper, Person, Sex
from carebook.records.staff import Actor, Role
from carebook.store import people
from carebook.store.book import Book
from carebook.store.drafts import own_drafts
from carebook.ui.pages.admission import AdmissionPage
from carebook.ui.pages.admission.whole import TITLES
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admission, admit, emergency, room
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import TELEX_NGUYEN, press, type_text

CARD = "022145999012|100123456|TRẦN THỊ AN|02091945|Nữ|Thôn 3, xã Bình Khê|10052021"


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk, in a center with one room of four beds."""
    room(book, director, now)
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def window(desk: Desk, qtbot: object) -> Window:
    """The page in its window, shown and filled from the book."""
    made = Window(desk, AdmissionPage(desk))
    show(made, qtbot)
    return made


def show(window: Window, qtbot: object) -> None:
    qtbot.addWidget(window)  # type: ignore[attr-defined]
    window.show()
    qtbot.waitUntil(lambda: page_of(window).whole._background is not None)  # type: ignore[attr-defined]


def page_of(window: Window) -> AdmissionPage:
    assert isinstance(window.page, AdmissionPage)
    return window.page


def type_person(page: AdmissionPage, name: str = "Trần Thị An") -> None:
    """Type the least about somebody: form, name, sex, birth, category."""
    whole = page.whole
    whole.route.choose("special_hardship")
    whole.route.changed.emit()
    page.go_to("person")
    type_text(whole.person.form.editor("full_name").input.target, name)
    whole.person.form.editor("sex").set_value(Sex.FEMALE)
    type_text(whole.person.form.editor("born").input.target, "1945")
    page.go_to("stay")
    whole.stay.form.editor("category").set_value("elderly_alone_poor")
    whole.stay.form.changed.emit()


def people_in(book: Book, by: Actor, now: datetime) -> list[people.PersonFile]:
    with book.reading_for(by, now) as reader:
        found = [people.person_file(reader, one.id, samples.TODAY) for one in reader.records(Person)]
    return [one for one in found if one is not None]


def test_from_the_first_key_to_the_record(
    window: Window, qtbot: object, book: Book, director: Actor, now: datetime
) -> None:
    page = page_of(window)
    press(page.whole.route, Qt.Key.Key_2, "2")
    assert page.whole.route.route() in ("", "emergency")
    type_person(page)
    page.go_to("place")
    page.whole.place.table.pick(page.whole.place.table.current_id() or next(iter(page.whole.place._rooms)))
    page.whole.place._choose_room(next(iter(page.whole.place._rooms.values())))
    qtbot.waitUntil(lambda: page.whole.place.bed.code() == "1")  # type: ignore[attr-defined]
    page.save()
    assert page.tabs.current() == "review"
    assert page.whole.review.errors == []
    page.save()
    qtbot.waitUntil(lambda: bool(window.went))  # type: ignore[attr-defined]
    (file,) = people_in(book, director, now)
    assert window.last == ("person", {"person_id": file.person.id})
    assert (file.person.full_name, file.person.born.text if file.person.born else "") == ("Trần Thị An", "1945")
    assert file.open_stay is not None
    assert (file.open_stay.category, file.open_stay.beds[0].bed) == ("elderly_alone_poor", "1")
    assert window.other.messages.text() == "Admitted Trần Thị An."
    button(window.other, "Print intake minutes").click()
    assert window.last == ("papers", {"episode_id": file.open_stay.episode.id, "paper": "reception"})


def test_a_step_is_there_when_it_is_wanted_and_all_are_when_the_window_rests(desk: Desk, qtbot: Any) -> None:
    page = AdmissionPage(desk)
    qtbot.addWidget(page)
    assert page.whole.count() == 1
    page.fold(True)
    page.step(1)
    assert page.whole.currentWidget() is page.whole.person
    assert "review" not in vars(page.whole)
    qtbot.waitUntil(lambda: page.whole.count() == len(TITLES))
    assert page.whole.currentWidget() is page.whole.person
    assert page.whole.person._split.direction() is QBoxLayout.Direction.BottomToTop  # as narrow as the page was before


def test_undo_brings_the_typed_back(window: Window, qtbot: object, book: Book, director: Actor, now: datetime) -> None:
    page = page_of(window)
    type_person(page)
    page.go_to("review")
    page.save()
    qtbot.waitUntil(lambda: bool(window.went))  # type: ignore[attr-defined]
    button(window.other, "Undo").click()
    qtbot.waitUntil(lambda: window.last[0] == "admission")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.whole.person.person().full_name == "Trần Thị An")  # type: ignore[attr-defined]
    with book.reading_for(director, now) as reader:
        assert people.people(reader, people.PeopleFilter(), samples.TODAY) == []


def test_the_draft_is_kept_and_comes_back_with_a_message(
    window: Window, qtbot: object, desk: Desk, book: Book, director: Actor, now: datetime
) -> None:
    page = page_of(window)
    page.go_to("person")
    type_text(page.whole.person.form.editor("full_name").input.target, TELEX_NGUYEN + " Văn Đức")
    type_text(page.whole.person.form.editor("born").input.target, "31/02/1950")
    relatives = page.whole.person.relatives
    relatives.add_row().inputs["full_name"].set_raw("Trần Văn Sơn")
    assert page.has_unsaved()
    assert page.can_leave()  # asks nothing: it is kept
    with qtbot.waitSignal(desk.clerk.changed):  # type: ignore[attr-defined]
        pass
    again = Window(desk, AdmissionPage(desk))
    show(again, qtbot)
    other = page_of(again)
    qtbot.waitUntil(lambda: "open again" in other.messages.text())  # type: ignore[attr-defined]
    assert other.tabs.current() == "person"
    assert other.whole.person.form.value("full_name") == "Nguyễn Văn Đức"
    assert other.whole.person.form.editor("born").raw() == "31/02/1950"
    assert [one.full_name for one, _w in other.whole.person.relatives.records()] == ["Trần Văn Sơn"]
    button(other.messages, "Discard draft").click()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)  # type: ignore[attr-defined]
    with book.reading_for(director, now) as reader:
        assert own_drafts(reader) == []
    assert other.whole.person.form.value("full_name") == ""


def test_a_draft_of_words_that_no_longer_fit_does_no_harm(
    desk: Desk, qtbot: object, book: Book, director: Actor, now: datetime
) -> None:
    content = {
        "step": "person",
        "person": {"form": {"gone": "x", "full_name": "An"}},
        "papers": {"gone": {"state": ""}},
    }
    drafts.keep_draft(book, "admission", "", content, by=director, now=now)
    window = Window(desk, AdmissionPage(desk))
    show(window, qtbot)
    qtbot.waitUntil(lambda: page_of(window).whole.person.form.value("full_name") == "An")  # type: ignore[attr-defined]


def test_who_it_may_be_is_told_while_typing(
    window: Window, qtbot: object, book: Book, director: Actor, now: datetime
) -> None:
    person, episode = admit(book, director, now)
    discharge_person(book, replace(episode, end_on=date(2026, 3, 1), end_reason="family_request"), by=director, now=now)
    page = page_of(window)
    matches = page.whole.person.matches
    page.go_to("person")
    type_text(page.whole.person.form.editor("full_name").input.target, "tran thi an")
    qtbot.waitUntil(lambda: matches.unanswered() == 1)  # type: ignore[attr-defined]
    assert any(flaw.severity == "warning" for flaw in page.whole.person.flaws())
    button(matches, "Is somebody else").click()
    assert matches.unanswered() == 0
    matches.set_others([])
    button(matches, "Readmit").click()
    qtbot.waitUntil(lambda: page.title == "Readmit")  # type: ignore[attr-defined]
    assert page.whole.person.person().id == person.id
    assert page.whole.person.form.value("full_name") == "Trần Thị An"
    assert page.whole.episode().previous_episode_id == episode.id
    assert page.whole.episode().start_kind == "readmission"


def test_a_protected_match_says_one_sentence(
    qtbot: object, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    admit(book, director, now, episode=emergency(), category="victim_dv")
    with desk_of(book, actor_with(Role.SOCIAL_WORKER), now) as desk:
        window = Window(desk, AdmissionPage(desk))
        show(window, qtbot)
        page = page_of(window)
        matches = page.whole.person.matches
        page.go_to("person")
        type_text(page.whole.person.form.editor("full_name").input.target, "Trần Thị An")
        qtbot.waitUntil(lambda: matches.unanswered() == 1)  # type: ignore[attr-defined]
        labels = [one.text() for one in matches.findChildren(type(matches.line))]
        assert "A restricted record matches; ask the director. What was entered is kept in the draft." in labels
        assert not [text for text in labels if "CB-" in text or "Alike" in text]
        button(matches, "Admit all the same").click()
        assert matches.unanswered() == 0


def test_a_pasted_card_fills_the_fields_and_a_conflict_asks_for_a_reason(window: Window) -> None:
    page = page_of(window)
    person = page.whole.person
    page.go_to("person")
    QApplication.clipboard().setText(CARD)
    card = person.form.editor("card").input.target
    card.setFocus()
    card.paste()  # type: ignore[attr-defined]
    person.form.editor("card").changed.emit()
    assert (person.form.value("full_name"), person.form.value("sex")) == ("Trần Thị An", Sex.FEMALE)
    assert (person.paper.value("national_id"), person.paper.value("as_written")) == (
        "022145999012",
        "Thôn 3, xã Bình Khê",
    )
    assert person.form.editor("card").raw() == ""
    assert person.paper.editor("accepted_because").isHidden()
    person.form.editor("sex").set_value(Sex.MALE)
    person.form.changed.emit()
    assert "The national ID says" in person.paper.editor("national_id").complaint()
    assert not person.paper.editor("accepted_because").isHidden()
    paper = next(one for one in person.details() if isinstance(one, IdentityPaper))
    assert (paper.kind, paper.number) == ("national_id", "022145999012")


def test_the_papers_follow_form_and_category_and_what_was_chosen_stays(window: Window) -> None:
    page = page_of(window)
    whole = page.whole
    whole.route.choose("emergency")
    page.go_to("papers")
    rows = whole.papers._rows
    assert rows["declaration_07"].chosen() is PaperState.DUE_LATER
    assert rows["declaration_07"].item(samples.TODAY).due_on == date(2026, 12, 7)
    assert rows["intake_minutes"].chosen() is PaperState.MISSING
    rows["declaration_07"].state.write(PaperState.NOT_NEEDED)
    rows["declaration_07"]._tell()
    assert [flaw.about for flaw in whole.papers.flaws() if flaw.severity == "error"] == [
        "Tờ khai đề nghị tiếp nhận (Mẫu 07)"
    ]
    whole.stay.form.editor("category").set_value("child_abandoned")
    page.go_to("stay")
    page.go_to("papers")
    assert "public_notice" in whole.papers._rows
    assert whole.papers._rows["declaration_07"].chosen() is PaperState.NOT_NEEDED
    whole.papers._rows["declaration_07"].note.write("đã có ở đợt trước")
    item = next(one for one in whole.papers.items() if one.paper == "declaration_07")
    assert item == DossierItem(
        episode_id="", paper="declaration_07", state=PaperState.NOT_NEEDED, note="đã có ở đợt trước"
    )


def test_what_is_wrong_is_listed_and_leads_back(window: Window) -> None:
    page = page_of(window)
    page.save()
    about = [flaw.about for flaw in page.whole.review.errors]
    assert about[:2] == ["Form of admission", "Full name"]
    button(page.whole.review, "Full name").click()
    assert page.tabs.current() == "person"
    page.go_to("review")
    page.save()
    assert page.tabs.current() == "review"
    assert page.messages.text()


def test_a_refusal_loses_nothing(window: Window, qtbot: object, book: Book, director: Actor, now: datetime) -> None:
    page = page_of(window)
    type_person(page)
    page.whole.stay.form.editor("start_on").set_raw("01/12/2026")
    page.go_to("review")
    qtbot.waitUntil(lambda: "Admitted on" in [f.about for f in page.whole.review.errors])  # type: ignore[attr-defined]
    page.save()
    qtbot.waitUntil(lambda: "future" in page.messages.text())  # type: ignore[attr-defined]
    assert people_in(book, director, now) == []
    assert page.whole.person.form.value("full_name") == "Trần Thị An"


def test_a_contract_is_asked_for_only_by_a_voluntary_stay(window: Window) -> None:
    whole = page_of(window).whole
    assert whole.stay.contract.isHidden()
    whole.route.choose("voluntary")
    page_of(window).go_to("stay")
    assert not whole.stay.contract.isHidden()
    whole.stay.contract.editor("payer").set_raw("Trần Văn Sơn")
    contract = whole.stay.service_contract()
    assert contract is not None
    assert contract.payer == "Trần Văn Sơn"


def test_readmission_into_an_open_stay_is_said_at_once(
    window: Window, qtbot: object, book: Book, director: Actor, now: datetime
) -> None:
    change = admit_person(book, admission(), by=director, now=now)
    page = page_of(window)
    page.turn_to(change.ids[0])
    qtbot.waitUntil(lambda: "open stay" in page.messages.text())  # type: ignore[attr-defined]
    assert isinstance(change.result, Episode)


@pytest.mark.looks
def test_every_step_by_keys_every_control_named_and_small_enough(window: Window) -> None:
    page = page_of(window)
    page.whole.route.choose("voluntary")
    page.whole.person.relatives.add_row()
    page.whole.place.belongings.add_row()
    seen = []
    for _step in TITLES:
        seen.append(page.tabs.current())
        assert fits(page), (page.tabs.current(), page.minimumSizeHint())
        assert nameless(page) == []
        page.step(1)
    assert seen == list(TITLES)
    window.resize(880, 560)
    assert page.is_narrow()
