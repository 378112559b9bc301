"""Every door of the program is tried for a restricted person by who may not see them: none gives the name away.

Search and its suggestions, titles and everything written on every page, the boards and lists behind them, what is due, papers and
workbooks with their file names, the sentences of refused deeds, the history and the program's own log.
"""

from __future__ import annotations

import inspect
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from importlib import import_module
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from carebook.actions import people, prints, protection, referrals, services
from carebook.actions.change import Refused
from carebook.actions.consents import save_consent
from carebook.actions.contacts import save_contact
from carebook.actions.hotline import open_restricted_call
from carebook.actions.reintegration import amend_path, save_carer
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.protection import ProtectionCase
from carebook.records.record import Record
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.records.reintegration import Carer, Reintegration
from carebook.records.services import HotlineCall, ServiceRecord
from carebook.records.staff import Actor, Role
from carebook.rules.duplicates import PersonFacts
from carebook.store import collaborators as helpers
from carebook.store import community, contacts, due, follow_ups, history, hotline, partners, relief, search, tracing
from carebook.store import protection as cases
from carebook.store import referrals as referral_store
from carebook.store import services as service_store
from carebook.store.book import Book, Reader, new_id
from carebook.store.people import PeopleFilter
from carebook.store.people import people as people_rows
from carebook.store.reintegration import path_file, paths
from carebook.ui.main_window.navigation import ENTRIES, Entry, is_open_to
from carebook.ui.pages.referrals import ReferralsPage
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import Page
from carebook.ui.parts.taking_out import PaperList, TakingOut, drawn
from tests import case_samples, path_samples, samples, therapy_samples
from tests.store.test_privacy import PLANT, planted, shows_plant
from tests.ui.pages.stay_desk import desk_of

TODAY = date(2026, 11, 22)
ALIAS = "Hoa Sữa"
EVERYTHING = (Role.HEAD, Role.SOCIAL_WORKER, Role.NURSE, Role.THERAPIST, Role.CLERK, Role.TEACHER)
_MANY = 500  # more choices than that are places, not people
Kept = Mapping[type[Record], Any]


@pytest.fixture
def kept(book: Book, director: Actor, now: datetime) -> Kept:
    """One restricted person with everything a book can hold, the plant in every text; by class the newest record of each.

    Their stay has a list of who needs to know, on which only the worker of the samples stands.
    """
    found: dict[type[Record], Any] = {}
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        ward = writer.add(samples.ward())
        room = writer.add(samples.room(ward.id))
        named = planted(samples.person(code="CB-000002", alias=ALIAS))
        person: Any = writer.add(replace(named, alias=ALIAS))  # type: ignore[call-arg]
        stay: Any = writer.add(planted(samples.episode(person.id, confidential=True)))
        writer.add(samples.episode_category(stay.id))
        writer.add(samples.bed_assignment(stay.id, room.id))
        writer.add(planted(samples.identity_paper(person.id)))
        found |= case_samples.whole_case(writer, person.id, stay.id, planted)
        found |= therapy_samples.whole_therapy(writer, stay.id, planted)
        found |= path_samples.whole_path(writer, person.id, stay.id, planted)
        search.index_person(writer, person.id)
    return found | {Person: person, Episode: stay}


@pytest.fixture(params=["without the right", "not on the list"])
def outsider(request: pytest.FixtureRequest, actor_with: Callable[..., Actor]) -> Actor:
    """Somebody with almost every role who may not see the person: for want of the right, or of needing to know."""
    return actor_with(*EVERYTHING, name="Kiều Thị Dạ Hương", restricted=request.param == "not on the list")


def told(value: Any) -> Iterator[str]:
    """Every text inside an answer of the book, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in dataclass_fields(value):
            yield from told(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from told(list(value.items()))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from told(one)
    elif value is not None:
        yield str(value)


def leaks(value: Any) -> list[str]:
    return [text for text in told(value) if shows_plant(text)]


def test_no_question_and_no_search_tells(
    book: Book, director: Actor, outsider: Actor, now: datetime, kept: Kept
) -> None:
    person, stay, path = kept[Person], kept[Episode], kept[Reintegration]
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    sees_some = outsider.grants[0].restricted
    questions: dict[str, Callable[[Reader], Any]] = {
        "search": lambda reader: search.find_people(reader, person.full_name, restricted=sees_some),
        "part of a name": lambda reader: search.find_people(reader, PLANT[:4], restricted=sees_some),
        "a letter wrong": lambda reader: search.find_people(reader, f"{PLANT[:-1]}u", restricted=sees_some),
        "number": lambda reader: search.find_people(reader, person.code, restricted=sees_some),
        "people present": lambda reader: people_rows(reader, PeopleFilter(), TODAY),
        "due": lambda reader: due.due_board(reader, TODAY),
        "due of the person": lambda reader: due.due_board(reader, TODAY, person_id=person.id),
        "paths": lambda reader: [*paths(reader, TODAY), *paths(reader, TODAY, ended=True)],
        "path": lambda reader: path_file(reader, path.id, TODAY),
        "visits": lambda reader: follow_ups.due_visits(reader, TODAY),
        "tracing": lambda reader: tracing.tracing_file(reader, stay.id, TODAY),
        "contacts": lambda reader: [contacts.contacts_of(reader, stay.id), contacts.bounds(reader, stay.id)],
        "visitors": lambda reader: contacts.visitors(reader, first, last),
        "services": lambda reader: service_store.services(reader, first, last),
        "calls": lambda reader: [hotline.calls(reader, first, last), hotline.calls_to_return(reader, TODAY)],
        "activities": lambda reader: [
            *((one, community.guests_of(reader, one.id)) for one in community.activities(reader, first, last))
        ],
        "relief": lambda reader: [
            *((one, relief.campaign_file(reader, one.id)) for one in relief.campaigns(reader)),
        ],
        "referrals": lambda reader: referral_store.referrals(reader, TODAY),
        "referral": lambda reader: referral_store.referral_file(reader, kept[Referral].id, TODAY),
        "who can be referred": lambda reader: referral_store.stays_to_refer(reader, TODAY),
        "partners": lambda reader: [partners.partners(reader, TODAY), partners.partner_use(reader)],
        "collaborators": lambda reader: helpers.collaborators(reader, TODAY),
        "protection": lambda reader: cases.protection_file(reader, stay.id, TODAY),
        "history": lambda reader: [history.newest_changes(reader), history.changes_of_person(reader, person.id)],
    }
    with book.reading_for(outsider, now) as reader:
        answers = {name: ask(reader) for name, ask in questions.items()}
    assert {name: found for name, answer in answers.items() if (found := leaks(answer))} == {}
    assert answers["search"].people == ()
    assert answers["number"].people == ()
    for name in ("path", "referral", "protection"):
        assert answers[name] is None, name
    # counted and cared for all the same, under the alias
    for name in ("people present", "paths", "visits", "services", "referrals"):
        assert ALIAS in set(told(answers[name])), name
    with book.reading_for(director, now) as reader:  # the same doors stand open to who may see
        assert leaks(search.find_people(reader, person.full_name, restricted=True))
        for name in ("people present", "path", "referral", "protection", "services", "contacts", "history"):
            assert leaks(questions[name](reader)), name
    guessed = people.suspected(book, PersonFacts("", (person.full_name,), born=person.born), by=outsider, now=now)
    assert leaks(guessed) == []


def test_no_refusal_tells(
    book: Book, outsider: Actor, now: datetime, kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    person, stay = kept[Person], kept[Episode]
    caplog.set_level("DEBUG")
    given: dict[str, Any] = {"by": outsider, "now": now}
    deeds: list[Callable[[], Any]] = [
        lambda: people.amend_person(book, person, **given),
        lambda: people.open_restricted_record(book, person.id, **given),
        lambda: prints.print_papers(book, person.id, "Biên bản", **given),
        lambda: amend_path(book, kept[Reintegration], **given),
        lambda: save_carer(book, kept[Carer], **given),
        lambda: save_contact(book, replace(kept[Contact], id="", version=0), **given),
        lambda: services.save_service(book, replace(kept[ServiceRecord], id="", version=0), **given),
        lambda: referrals.save_referral(book, kept[Referral], **given),
        lambda: referrals.move_referral(book, kept[Referral].id, ReferralState.ACCEPTED, TODAY, **given),
        lambda: save_consent(book, kept[Consent], **given),
        lambda: open_restricted_call(book, kept[HotlineCall].id, **given),
        lambda: protection.save_protection_case(book, kept[ProtectionCase], **given),
        lambda: protection.grant_case_access(
            book, protection.CaseAccess(episode_id=stay.id, staff_member_id=outsider.staff_member_id, why="x"), **given
        ),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            deed()
        error = refused.value
        assert leaks([str(error), repr(error), [str(one.message) for one in error.problems]]) == []
        assert [one.message.id for one in error.problems] == [
            "This item is protected. If it is needed for care, ask the director."
        ]
    assert leaks([record.getMessage() for record in caplog.records]) == []


def written_on(widget: QWidget) -> Iterator[str]:
    """Everything that can be read on a page, with what a screen reader would say and what a table holds."""
    for one in [widget, *widget.findChildren(QWidget)]:
        yield from (one.windowTitle(), one.accessibleName(), one.accessibleDescription(), one.toolTip())
        whole = getattr(one, "whole", None)
        if callable(whole):
            yield str(whole())
        match one:
            case QLabel() | QAbstractButton() | QLineEdit():
                yield one.text()
            case QPlainTextEdit():
                yield one.toPlainText()
            case QComboBox() if one.count() < _MANY:
                yield from (one.itemText(row) for row in range(one.count()))
            case QAbstractItemView():
                yield from _cells(one)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(model.rowCount() if model is not None else 0):
        for column in range(model.columnCount()):
            yield from (str(model.data(model.index(row, column), role)) for role in roles)
    records = getattr(model, "record_at", None)
    if callable(records):
        yield from (text for row in range(model.rowCount()) for text in told(records(row)))


def _is_walked(entry: Entry, outsider: Actor) -> bool:
    """All pages without the right; for want of needing to know those that look at the right itself, and one that does not."""
    return not outsider.grants[0].restricted or entry.page in ("residents", "person", "merging", "reports", "referrals")


def _about(turn_to: Callable[..., object], ids: Mapping[str, str]) -> dict[str, Any]:
    """What of ``ids`` a page can be turned to."""
    return {name: ids[name] for name in inspect.signature(turn_to).parameters if name in ids}


def test_no_page_no_paper_and_no_file_name_tells(
    book: Book,
    outsider: Actor,
    now: datetime,
    kept: Kept,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    taken: list[PaperList] = []
    for way in ("begin", "note"):
        monkeypatch.setattr(TakingOut, way, lambda _self, wanted, *_reason: taken.append(wanted))
    ids = {f"{name}_id": record.id for name, record in _named(kept).items()}
    visited: dict[str, Page] = {}  # kept, as the window keeps its pages
    answered: list[str] = []
    with desk_of(book, outsider, now) as desk:
        desk.went.connect(lambda place: answered.append(str(place)))
        desk.clerk.changed.connect(lambda change: answered.append(str(change.said or "")))
        for entry in ENTRIES:
            if entry is None or not is_open_to(desk, entry) or not _is_walked(entry, outsider):
                continue
            page: Page = getattr(import_module(f"carebook.ui.pages.{entry.module}"), entry.cls)(desk)
            qtbot.addWidget(page)
            page.setUpdatesEnabled(False)  # what is written is read, not painted
            page.show()
            _settle(desk)
            assert leaks([page.title, *written_on(page)]) == [], entry.page
            take_out = getattr(page, "_take_out", None) or getattr(page, "_print", None)
            if hasattr(page, "taking_out") and callable(take_out):
                take_out(*(["pdf"] if "kind" in inspect.signature(take_out).parameters else []))
            if callable(turn_to := getattr(page, "turn_to", None)) and (about := _about(turn_to, ids)):
                turn_to(**about)
                _settle(desk)
                assert leaks([page.title, *written_on(page)]) == [], (entry.page, "of the person")
            visited[entry.page] = page
            page.hide()
        papers = list({wanted.title: wanted for wanted in taken}.values())
        for wanted in papers:
            _paper_is_clean(book, desk, outsider, now, wanted)
    everywhere = {"residents", "person", "referrals"}
    here = {"reintegration", "protection", "services", "follow_ups", "hotline", "relief", "contacts", "today"}
    sees_some = outsider.grants[0].restricted
    assert (everywhere if sees_some else everywhere | here) <= visited.keys()
    assert len(papers) >= (1 if sees_some else 5)
    assert leaks([answered, [record.getMessage() for record in caplog.records]]) == []


def test_the_same_pages_tell_who_may_see(book: Book, director: Actor, now: datetime, kept: Kept, qtbot: Any) -> None:
    with desk_of(book, director, now) as desk:
        page = ReferralsPage(desk)
        qtbot.addWidget(page)
        page.turn_to(referral_id=kept[Referral].id)
        page.show()
        _settle(desk)
        assert len(leaks(list(written_on(page)))) > 5


def _named(kept: Kept) -> dict[str, Any]:
    """The records by the names that pages call them."""
    names = {
        "person": "Person",
        "episode": "Episode",
        "reintegration": "Reintegration",
        "visit": "FollowUp",
        "referral": "Referral",
        "partner": "Partner",
        "activity": "CommunityActivity",
        "campaign": "ReliefCampaign",
        "call": "HotlineCall",
        "lead": "TracingLead",
        "letter": "TracingLetter",
        "service": "ServiceRecord",
        "assessment": "FamilyAssessment",
        "group": "Group",
        "package": "Package",
        "session": "Session",
        "conference": "Conference",
        "worker": "StaffMember",
        "collaborator": "Collaborator",
    }
    by_class = {cls.__name__: record for cls, record in kept.items()}
    return {name: by_class[cls] for name, cls in names.items()}


def _settle(desk: Desk) -> None:
    """Wait until what the page asked and did has been answered, and what the answers led it to ask."""
    for _round in range(2):
        answered = QEventLoop()
        desk.ask(desk, lambda _reader: 1, lambda _one, loop=answered: loop.quit(), key="last")
        answered.exec()
        while desk.clerk.is_writing:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _paper_is_clean(book: Book, desk: Desk, actor: Actor, now: datetime, wanted: PaperList) -> None:
    """The list as a PDF and as a workbook, its file name and its heading."""
    assert leaks([wanted.file_stem, wanted.title, wanted.about]) == []
    with book.reading_for(actor, now) as reader:
        lines = [list(line) for line in wanted.lines(reader)]
    assert leaks(lines) == []
    pdf = pypdfium2.PdfDocument(drawn(desk, replace(wanted, kind="pdf"), lines))
    assert leaks([page.get_textpage().get_text_bounded() for page in pdf]) == []
    with zipfile.ZipFile(io.BytesIO(drawn(desk, replace(wanted, kind="xlsx"), lines))) as workbook:
        assert leaks([workbook.read(name).decode("utf-8", "replace") for name in workbook.namelist()]) == []
