"""The doors of daily care, tried for a restricted person by who may not see them, and for an allegation by who may not read it.

Whoever looks after a restricted person knows them by the alias: their row stands in every round, grid and count, and names nobody.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pypdfium2
import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.deaths import amend_death, record_death
from carebook.actions.doses import amend_dose
from carebook.actions.health import (
    record_health_checks,
    save_condition,
    save_consultation,
    save_immunisation,
    save_treatment,
)
from carebook.actions.hospital import amend_transfer, transfer_to_hospital
from carebook.actions.incidents import amend_incident, close_incident, record_notified, save_remedy
from carebook.actions.meals import set_diet
from carebook.actions.monitoring import save_monitoring, set_care_level
from carebook.actions.observations import amend_observation
from carebook.actions.supplies import issue_supplies
from carebook.actions.wounds import check_wound, save_wound
from carebook.records.daily_care import CareLevel
from carebook.records.episodes import Episode
from carebook.records.facility import Ward
from carebook.records.health import (
    ChronicCondition,
    Consultation,
    HealthCheck,
    Immunisation,
    Treatment,
    Wound,
    WoundCheck,
)
from carebook.records.hospital import Death, HospitalTransfer
from carebook.records.incidents import Incident, Remedy
from carebook.records.meals import Diet, MealChange
from carebook.records.medication import Administration
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.people import Person
from carebook.records.shifts import ShiftHandover
from carebook.records.staff import Actor, Role
from carebook.records.supplies import SuppliesIssued
from carebook.reports.daily_papers import (
    blank_sheets,
    briefing,
    charts,
    dispensing,
    filled,
    handover,
    health_books,
    health_sheets,
    medicine_month,
    supplies,
    tables,
)
from carebook.reports.daily_papers import meals as meal_papers
from carebook.rules.shifts import duty_at
from carebook.store import belongings, daily_due, deaths, doses, health, hospital, observations, prescriptions, wounds
from carebook.store import supplies as goods
from carebook.store.beds import bed_map
from carebook.store.book import Book, Reader, new_id
from carebook.store.briefings import briefing_facts
from carebook.store.daily_care import care_of, round_sheet, turning_of
from carebook.store.incidents import incident_file, incidents, incidents_of, open_incidents
from carebook.store.meals import diets_of, meal_days, meal_sheet, meals
from carebook.store.monitoring import missing, monitoring_of, plans_on
from carebook.store.shifts import drafted, handover_file, handovers, last_handover, shifts_on
from tests import incident_samples
from tests.store.test_privacy import PLANT
from tests.ui.doors import ALIAS, EVERYTHING, GONE, TODAY, Kept, everything_planted, leaks, told

Ask = Callable[[Reader], Any]
PROTECTED = "This item is protected. If it is needed for care, ask the director."
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def kept(book: Book, director: Actor, now: datetime) -> Kept:
    """Somebody restricted with the plant in every text; only the worker of the samples needs to know their stay."""
    return everything_planted(book, director, now)


@pytest.fixture
def outsider(actor_with: Callable[..., Actor]) -> Actor:
    """Somebody with almost every role, but not the right to restricted records."""
    return actor_with(*EVERYTHING, name="Kiều Thị Dạ Hương")


def under_the_alias(kept: Kept, now: datetime) -> dict[str, Ask]:
    """What the rounds, grids and counts ask: the person stands there, without a name."""
    stay, ward = kept[Episode].id, kept[Ward].id

    def duty(reader: Reader) -> Any:
        return duty_at(now, shifts_on(reader, TODAY))

    return {
        "beds": lambda reader: bed_map(reader, TODAY),
        "round": lambda reader: round_sheet(reader, TODAY, "morning", ward_id=ward, now=now),
        "care": lambda reader: care_of(reader, duty(reader), ward),
        "orders": lambda reader: prescriptions.orders_on(reader, TODAY),
        "doses": lambda reader: doses.round_of(reader, TODAY, "08", ward),
        "meal": lambda reader: [meal_sheet(reader, TODAY, one) for one in meals(reader, TODAY)],
        "meals": lambda reader: meal_days(reader, FIRST, TODAY),
        "goods": lambda reader: goods.issues(reader, FIRST, TODAY),
        "goods due": lambda reader: goods.supplies_due(reader, TODAY),
        "handover": lambda reader: handover_file(reader, kept[ShiftHandover].id),
        "last handover": lambda reader: last_handover(reader, duty(reader), ward),
        "briefing": lambda reader: briefing_facts(reader, TODAY, now),
        "away": lambda reader: hospital.away(reader, TODAY),
        "of the stay": lambda reader: [
            *(monitoring_of(reader, stay), plans_on(reader, TODAY)),
            *(observations.observations_of(reader, stay, FIRST, LAST), observations.newest(reader, [stay], ())),
            *(prescriptions.orders_of(reader, stay), doses.doses_of(reader, stay, FIRST, LAST), diets_of(reader, stay)),
            *(goods.supplies_of(reader, stay), doses.refusals(reader, FIRST, LAST), turning_of(reader, now)),
            prescriptions.ordering(reader, stay, TODAY),
            ALIAS,
        ],
        "draft": lambda reader: [
            drafted(reader, duty(reader), ward, now),
            handovers(reader, FIRST, LAST),
            missing(reader, now),
            ALIAS,
        ],
    }


def withheld(kept: Kept) -> dict[str, Ask]:
    """What is told of health, incidents, hospital and death: only to who may see the person."""
    stay, person = kept[Episode].id, kept[Person].id
    return {
        "health": lambda reader: health.health_of(reader, person),
        "checks": lambda reader: [health.checks_between(reader, date(2026, 1, 1), LAST)],
        "consultations": lambda reader: [health.consultations(reader, FIRST, LAST), health.revisits(reader)],
        "treatments": lambda reader: health.treatments_running(reader, TODAY),
        "vaccinations": lambda reader: health.vaccinations_due(reader, TODAY),
        "illnesses": lambda reader: [health.illnesses(reader, TODAY), health.patients(reader, TODAY, FIRST)],
        "wounds": lambda reader: [wounds.wounds_of(reader, stay), wounds.open_wounds(reader)],
        "incidents": lambda reader: [
            incidents(reader, FIRST, LAST),
            incidents_of(reader, stay),
            open_incidents(reader),
        ],
        "incident": lambda reader: incident_file(reader, kept[Incident].id),
        "transfers": lambda reader: hospital.transfers_of(reader, stay),
        "summary": lambda reader: hospital.summary_of(reader, stay, datetime(2026, 11, 22, 2).astimezone(), TODAY),
        "death": lambda reader: deaths.death_file(reader, stay, TODAY),
        "belongings": lambda reader: [belongings.belongings_of(reader, stay), belongings.belongings(reader)],
    }


def test_who_looks_after_the_person_reads_the_alias_and_nothing_else(
    book: Book, director: Actor, outsider: Actor, now: datetime, kept: Kept
) -> None:
    shown, hidden = under_the_alias(kept, now), withheld(kept)
    due: Ask = lambda reader: daily_due.daily_due(reader, TODAY)  # noqa: E731
    with book.reading_for(outsider, now) as reader:
        answers = {name: ask(reader) for name, ask in (shown | hidden | {"due": due}).items()}
    assert {name: found for name, answer in answers.items() if (found := leaks(answer))} == {}
    for name in shown:
        assert {ALIAS, GONE} & set(told(answers[name])), name
    assert {name for name in hidden if answers[name]} <= {
        "checks",
        "consultations",
        "illnesses",
        "wounds",
        "incidents",
        "belongings",
    }
    with book.reading_for(director, now) as reader:  # the same doors stand open to who may see
        closed = {name for name, ask in hidden.items() if not leaks(ask(reader))}
        assert closed <= {"checks", "belongings", "death"}, closed
        rows = ("round", "care", "orders", "doses", "meals", "goods", "away")
        assert [name for name in rows if not leaks(shown[name](reader))] == []


def test_no_paper_of_the_day_tells(book: Book, now: datetime, kept: Kept) -> None:
    ward, stay = kept[Ward].id, kept[Episode].id
    table = tables.draw
    with book.reading_masked(now) as reader:
        duty = duty_at(now, shifts_on(reader, TODAY))
        assert duty is not None
        lunch = meals(reader, TODAY)[0]
        batch = goods.issues(reader, FIRST, TODAY)[0].batch
        sheet = round_sheet(reader, TODAY, "morning", ward_id=ward, now=now)
        drawn: dict[str, bytes] = {
            "round": blank_sheets.draw(blank_sheets.of_round(reader, sheet, "Khu A")).pdf,
            "care": blank_sheets.draw(blank_sheets.of_care(reader, duty, "Khu A", ward_id=ward)).pdf,
            "month of care": filled.draw(filled.gather(reader, FIRST, today=TODAY)).pdf,
            "chart": charts.draw(charts.gather_ward(reader, FIRST, TODAY)).pdf,
            "chart of one": charts.draw(charts.gather(reader, [stay], FIRST, TODAY)).pdf,
            "dispensing": table(dispensing.gather(reader, TODAY, "Khu A")).pdf,
            "medicines": table(medicine_month.gather(reader, FIRST, today=TODAY)).pdf,
            "meals": table(meal_papers.count_paper(reader, TODAY)).pdf,
            "kitchen": table(meal_papers.kitchen_list(reader, TODAY, lunch)).pdf,
            "month of meals": table(meal_papers.month_paper(reader, FIRST, TODAY)).pdf,
            "goods": supplies.draw(supplies.signed_list(reader, batch)).pdf,
            "goods due": supplies.draw(supplies.due_list(reader, TODAY)).pdf,
            "handover": handover.draw(handover.gather(reader, kept[ShiftHandover].id)).pdf,
            "briefing": briefing.draw(briefing.gather(reader, TODAY, now)).pdf,
            "examinations": health_books.draw(health_books.examination_book(reader, FIRST, LAST)).pdf,
            "register": health_books.draw(health_books.health_register(reader, TODAY)).pdf,
            "to check": health_books.draw(health_books.checks_to_make(reader, TODAY)).pdf,
        }
        workbook = tables.workbook(meal_papers.month_paper(reader, FIRST, TODAY))
        with pytest.raises(LookupError):  # nobody else is there whose health may be told
            health_sheets.person_sheets(reader, TODAY)
        with pytest.raises(LookupError):
            health_sheets.person_sheet(reader, kept[Person].id, TODAY)
    texts = {
        name: " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
        for name, pdf in drawn.items()
    }
    assert {name for name, text in texts.items() if leaks(text)} == set()
    with zipfile.ZipFile(io.BytesIO(workbook)) as within:
        assert leaks([within.read(name).decode("utf-8", "replace") for name in within.namelist()]) == []
    nameless = {"meals", "examinations", "register", "to check", "kitchen"}
    assert {name for name, text in texts.items() if ALIAS not in text and GONE not in text} <= nameless


def test_no_refusal_of_daily_care_tells(book: Book, outsider: Actor, now: datetime, kept: Kept) -> None:
    given: dict[str, Any] = {"by": outsider, "now": now}
    fresh = {"id": "", "version": 0}
    incident = kept[Incident].id
    deeds: list[Callable[[], Any]] = [
        lambda: save_condition(book, kept[ChronicCondition], **given),
        lambda: save_immunisation(book, kept[Immunisation], **given),
        lambda: record_health_checks(book, [replace(kept[HealthCheck], **fresh)], **given),
        lambda: save_consultation(book, kept[Consultation], **given),
        lambda: save_treatment(book, kept[Treatment], **given),
        lambda: save_wound(book, kept[Wound], **given),
        lambda: check_wound(book, kept[WoundCheck], **given),
        lambda: amend_incident(book, kept[Incident], **given),
        lambda: record_notified(book, incident, [], **given),
        lambda: save_remedy(book, kept[Remedy], **given),
        lambda: close_incident(book, incident, **given),
        lambda: transfer_to_hospital(book, replace(kept[HospitalTransfer], **fresh), **given),
        lambda: amend_transfer(book, kept[HospitalTransfer], **given),
        lambda: record_death(book, replace(kept[Death], **fresh), **given),
        lambda: amend_death(book, kept[Death], **given),
    ]
    with book.looking(now) as reader:
        before = reader.value("SELECT max(seq) FROM journal")
    for place, deed in enumerate(deeds):
        with pytest.raises(Refused) as refused:
            deed()
        error = refused.value
        assert leaks([str(error), repr(error), [str(one.message) for one in error.problems]]) == [], place
        assert [one.message.id for one in error.problems] == [PROTECTED], place
    with book.looking(now) as reader:
        assert reader.value("SELECT max(seq) FROM journal") == before


def test_what_is_written_under_the_alias_keeps_and_tells_nothing_withheld(
    book: Book, director: Actor, outsider: Actor, now: datetime, kept: Kept
) -> None:
    """A row that is written anew by who was not shown all of it keeps what they were not shown, and does not tell it."""
    given: dict[str, Any] = {"by": outsider, "now": now}
    bare: dict[type, Any] = {
        Observation: replace(kept[Observation], note="", unusual_because="measured_again"),
        Administration: replace(kept[Administration], effect="", late_because="", again_because=""),
        MonitoringPlan: replace(kept[MonitoringPlan], because="", low=85.0),
        CareLevel: replace(kept[CareLevel], because="", level="total"),
        Diet: replace(kept[Diet], because="", diet="ordinary"),
        MealChange: replace(kept[MealChange], because="", meal="dinner"),
        SuppliesIssued: replace(kept[SuppliesIssued], signed_by="", note="", quantity=3),
    }
    done = {
        Observation: lambda: amend_observation(book, replace(bare[Observation], value=188.0), **given),
        Administration: lambda: amend_dose(book, bare[Administration], **given),
        MonitoringPlan: lambda: save_monitoring(book, bare[MonitoringPlan], **given),
        CareLevel: lambda: set_care_level(book, bare[CareLevel], **given),
        Diet: lambda: set_diet(book, bare[Diet], **given),
        SuppliesIssued: lambda: issue_supplies(book, [bare[SuppliesIssued]], **given),
    }
    for cls, deed in done.items():
        change = deed()
        assert leaks([str(change.said), change.result]) == [], cls
        with book.looking(now) as reader:
            there = reader.record(cls, kept[cls].id)
        assert leaks(there), cls
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        row = writer.record(Diet, kept[Diet].id)
        assert row is not None
        writer.amend(replace(row, to_on=LAST))
    with pytest.raises(Outdated) as outdated:
        set_diet(book, bare[Diet], seen=kept[Diet].version, **given)
    assert leaks(outdated.value.theirs) == []


def test_an_allegation_reaches_only_who_may_read_it(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    known, _secret = incident_samples.two_residents(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        said = incident_samples.incident(text=PLANT, place=PLANT, at_once=PLANT, confidential=True, number="01/2026")
        incident = writer.add(replace(said, kind="abuse_allegation", episode_id=known.id))
    reads = actor_with(Role.NURSE, name="Tòng Thị Hoa", allegations=True)
    head = actor_with(Role.HEAD, Role.DEPUTY, Role.SOCIAL_WORKER, name="Lò Văn Ban", restricted=True)
    doors: dict[str, Ask] = {
        "list": lambda reader: [incidents(reader, FIRST, LAST), incidents_of(reader, known.id), open_incidents(reader)],
        "file": lambda reader: incident_file(reader, incident.id),
        "due": lambda reader: daily_due.daily_due(reader, TODAY),
        "count": lambda reader: briefing_facts(reader, TODAY, now).restricted_incidents,
    }
    with book.reading_for(head, now) as reader:
        answers = {name: ask(reader) for name, ask in doors.items()}
        assert reader.rows("SELECT changes FROM found_journal WHERE tbl = 'incident'") == []
    assert leaks(answers) == []
    assert [answers["list"], answers["file"], answers["count"]] == [[[], [], []], None, 0]
    assert not [one for one in answers["due"] if one.record_id == incident.id]
    for who in (director, reads):
        with book.reading_for(who, now) as reader:
            assert leaks(doors["file"](reader))
            assert doors["count"](reader) == 1
    with book.reading_masked(now) as reader:  # the paper of the briefing is read out
        assert doors["count"](reader) == 0
        assert leaks(briefing_facts(reader, TODAY, now)) == []
