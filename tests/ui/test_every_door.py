"""Every door of the program is tried for a restricted person by who may not see them: none gives the name away.

Search and its suggestions, titles and everything written on every page, the boards and lists behind them, what is due, papers and
workbooks with their file names, the sentences of refused deeds, the history and the program's own log.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from typing import Any

import pytest

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
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.records.reintegration import Carer, Reintegration
from carebook.records.services import HotlineCall, ServiceRecord
from carebook.records.staff import Actor
from carebook.rules.duplicates import PersonFacts
from carebook.store import collaborators as helpers
from carebook.store import community, contacts, due, follow_ups, history, hotline, partners, relief, search, tracing
from carebook.store import protection as cases
from carebook.store import referrals as referral_store
from carebook.store import services as service_store
from carebook.store.book import Book, Reader
from carebook.store.people import PeopleFilter
from carebook.store.people import people as people_rows
from carebook.store.reintegration import path_file, paths
from carebook.ui.main_window.navigation import ENTRIES, Entry, is_open_to
from carebook.ui.pages.referrals import ReferralsPage
from carebook.ui.parts.page import Page
from carebook.ui.parts.taking_out import PaperList, TakingOut
from tests.store.test_privacy import PLANT, shows_plant
from tests.ui.doors import (
    ALIAS,
    EVERYTHING,
    GONE,
    TODAY,
    Kept,
    about,
    everything_planted,
    held_by,
    leaks,
    named,
    paper_is_clean,
    settle,
    told,
    written_on,
)
from tests.ui.pages.stay_desk import desk_of

UNDER_ALIAS = (
    *("daily_care", "shifts", "briefings", "beds", "hospital", "meals", "supplies", "medication", "prescriptions"),
    "today",
)
OF_DAYS = frozenset(
    {
        *("daily_care", "health", "incidents", "shifts", "briefings", "duty_rosters", "beds", "hospital", "deaths"),
        *("meals", "kitchen", "supplies", "staffing", "medication", "prescriptions", "stock"),
    }
)


@pytest.fixture
def kept(book: Book, director: Actor, now: datetime) -> Kept:
    """Somebody restricted with the plant in every text; only the worker of the samples needs to know their stay."""
    return everything_planted(book, director, now)


@pytest.fixture(params=["without the right", "not on the list"])
def outsider(request: pytest.FixtureRequest, actor_with: Callable[..., Actor]) -> Actor:
    """Somebody with almost every role who may not see the person: for want of the right, or of needing to know."""
    return actor_with(*EVERYTHING, name="Kiều Thị Dạ Hương", restricted=request.param == "not on the list")


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


def _is_walked(entry: Entry, outsider: Actor) -> bool:
    """All pages without the right; for want of needing to know those that look at the right itself, and one that does not."""
    return not outsider.grants[0].restricted or entry.page in ("residents", "person", "merging", "reports", "referrals")


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
    ids = {f"{name}_id": record.id for name, record in named(kept).items()}
    named_on: dict[str, set[str]] = {}
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
            settle(desk)
            assert leaks([page.title, *written_on(page)]) == [], entry.page
            assert {kept_at for kept_at, text in held_by(page) if shows_plant(text)} == set(), entry.page
            ways = (getattr(page, name, None) for name in ("_print_list", "_take_out", "_print"))
            take_out = next((way for way in ways if way is not None), None)
            if hasattr(page, "taking_out") and callable(take_out):
                take_out(*(["pdf"] if "kind" in inspect.signature(take_out).parameters else []))
            if callable(turn_to := getattr(page, "turn_to", None)) and (of_the_person := about(turn_to, ids)):
                turn_to(**of_the_person)
                settle(desk)
                assert leaks([page.title, *written_on(page)]) == [], (entry.page, "of the person")
                assert {kept_at for kept_at, text in held_by(page) if shows_plant(text)} == set(), entry.page
            named_on[entry.page] = {*written_on(page), *(text for _at, text in held_by(page))}
            visited[entry.page] = page
            page.hide()
        papers = list({wanted.title: wanted for wanted in taken}.values())
        for wanted in papers:
            paper_is_clean(book, desk, outsider, now, wanted)
    everywhere = {"residents", "person", "referrals"}
    here = {"reintegration", "protection", "services", "follow_ups", "hotline", "relief", "contacts", "today", *OF_DAYS}
    sees_some = outsider.grants[0].restricted
    assert (everywhere if sees_some else everywhere | here) <= visited.keys()
    assert len(papers) >= (1 if sees_some else 8)
    for entry_page in () if sees_some else UNDER_ALIAS:  # looked after all the same
        assert any(alias in text for text in named_on[entry_page] for alias in (ALIAS, GONE)), entry_page
    assert leaks([answered, [record.getMessage() for record in caplog.records]]) == []


def test_the_same_pages_tell_who_may_see(book: Book, director: Actor, now: datetime, kept: Kept, qtbot: Any) -> None:
    with desk_of(book, director, now) as desk:
        page = ReferralsPage(desk)
        qtbot.addWidget(page)
        page.turn_to(referral_id=kept[Referral].id)
        page.show()
        settle(desk)
        assert len(leaks(list(written_on(page)))) > 5
