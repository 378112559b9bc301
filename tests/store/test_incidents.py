"""What questions tell of incidents: everything to who may know it; of a restricted one, or of a restricted person's, nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from carebook.actions.change import Change, Refused
from carebook.actions.incidents import (
    amend_incident,
    close_incident,
    finish_remedy,
    record_notified,
    reopen_incident,
    report_incident,
    save_remedy,
    strike_incident,
)
from carebook.actions.undo import undo_deed
from carebook.dates import VIETNAM, PartialDate
from carebook.records.incidents import Incident, Involved, InvolvedPart
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.records.monitoring import Observation
from carebook.records.people import Person
from carebook.records.staff import Actor, Role
from carebook.store import errors, search
from carebook.store.book import Book, Reader, new_id
from carebook.store.casework import case_facts, occurrences
from carebook.store.due import due_board
from carebook.store.history import changes_of_person, newest_changes
from carebook.store.incidents import incident_file, incidents, incidents_of, kind_of, open_incidents
from tests import incident_samples as given
from tests import samples

PLANT = "Xichquy"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
TABLES = ("incident", "involved", "body_mark", "notified", "remedy")


def planted(book: Book, by: Actor, now: datetime, episode_id: str | None, other: Any, **more: Any) -> Incident:
    """An incident with the plant in everything that is written on it."""
    kept: Incident = report_incident(
        book,
        given.incident(
            episode_id=episode_id,
            place=f"{PLANT} nơi",
            text=f"{PLANT} kể",
            at_once=f"{PLANT} làm",
            cause=f"{PLANT} vì",
            **more,
        ),
        [
            Involved(incident_id="", staff_member_id=by.staff_member_id, injury=f"{PLANT} đau"),
            Involved(incident_id="", outsider=f"{PLANT} Tư"),
            Involved(incident_id="", episode_id=other, part=InvolvedPart.HARMED, injury=f"{PLANT} xước"),
        ],
        [given.mark(other, note=f"{PLANT} dấu")],
        [given.told(name=f"{PLANT} ai", way=f"{PLANT} cách")],
        by=by,
        now=now,
    ).result
    save_remedy(book, given.remedy(kept.id, by.staff_member_id, text=f"{PLANT} sửa"), by=by, now=now)
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        if episode_id:
            about = writer.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
            writer.add(samples.attachment(about, title=f"{PLANT} ảnh", file_name=f"{PLANT}.jpg", about_id=kept.id))
    return kept


def told_by(reader: Reader, stays: tuple[str, ...], people: tuple[str, ...], incident_id: str) -> str:
    """Everything a reader's own questions about incidents tell, as one text."""
    said: list[Any] = [incidents(reader, FIRST, LAST), open_incidents(reader), incident_file(reader, incident_id)]
    said += [incidents_of(reader, stay) for stay in stays]
    said += [changes_of_person(reader, person) for person in people]
    said += [newest_changes(reader), *(_found(reader, typed) for typed in (PLANT, "01/2026", "BM-01/2026"))]
    said += [[dict(row) for row in reader.rows(f"SELECT * FROM found_{table}")] for table in (*TABLES, "attachment")]
    said += [[dict(row) for row in reader.rows("SELECT * FROM found_journal")]]
    return repr(said)


def _found(reader: Reader, typed: str) -> object:
    return search.find_people(reader, typed, restricted=False)


def test_a_restricted_incident_is_known_to_the_director_and_who_was_named_only(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, _secret = given.two_residents(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        other = given.lived(writer, 3)
    kept = planted(book, director, now, stay.id, other.id, kind="abuse_allegation")
    plain = report_incident(book, given.incident(episode_id=stay.id), by=director, now=now).result
    assert (kept.confidential, kept.number, plain.number) == (True, "BM-01/2026", "01/2026")
    asked = (stay.id, other.id), (stay.person_id, other.person_id), kept.id
    others = {role: actor_with(role, name=f"Người {role.value}") for role in Role if role is not Role.DIRECTOR}
    named = actor_with(Role.HEAD, allegations=True)
    for role, actor in others.items():
        with book.reading_for(actor, now) as reader:
            if role in (Role.IT, Role.ACCOUNTANT):
                with pytest.raises(errors.NotAllowedToSee):
                    incidents(reader, FIRST, LAST)
                continue
            told = told_by(reader, *asked)
            assert PLANT not in told, role
            assert [line.id for line in incidents(reader, FIRST, LAST)] == [plain.id], role
            for table in TABLES:
                with pytest.raises(errors.NotAllowedToSee):
                    reader.rows(f"SELECT * FROM {table}")
    for actor in (director, named):
        with book.reading_for(actor, now) as reader:
            assert PLANT in told_by(reader, *asked)
            file = incident_file(reader, kept.id)
            assert file is not None
            assert [line.id for line in incidents_of(reader, other.id)] == [kept.id]
    with book.reading_masked(now) as reader:
        assert reader.rows("SELECT * FROM found_incident")
        assert PLANT not in repr([tuple(row) for row in reader.rows("SELECT * FROM found_incident")])


def test_every_deed_on_a_restricted_incident_is_refused_in_the_same_words(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, _secret = given.two_residents(book, director, now)
    deputy = actor_with(Role.DEPUTY)
    kept: Incident = report_incident(
        book, given.incident(episode_id=stay.id, kind="neglect"), by=director, now=now
    ).result
    lamp = save_remedy(book, given.remedy(kept.id, deputy.staff_member_id), by=director, now=now).result
    asked: tuple[tuple[Callable[..., Change], tuple[Any, ...], dict[str, str]], ...] = (
        (amend_incident, (replace(kept, confidential=False, kind="fall"),), {}),
        (record_notified, (kept.id, [given.told()]), {}),
        (save_remedy, (given.remedy(kept.id, deputy.staff_member_id),), {}),
        (finish_remedy, (lamp.id, date(2026, 11, 22), "xong"), {}),
        (close_incident, (kept.id,), {"cause": "a", "conclusion": "b"}),
        (reopen_incident, (kept.id,), {"reason": "a"}),
        (strike_incident, (kept.id,), {"reason": "a"}),
    )
    for deed, rows, words in asked:
        with pytest.raises(Refused) as refused:
            deed(book, *rows, **words, by=deputy, now=now)
        assert refused.value.message.id.startswith("This item is protected.")
    opened: Incident = amend_incident(
        book, replace(kept, confidential=False, kind="complaint"), by=director, now=now
    ).result
    assert (opened.confidential, opened.number) == (False, kept.number)
    sealed: Incident = amend_incident(book, replace(opened, kind="sexual_abuse"), by=deputy, now=now).result
    assert sealed.confidential
    with book.reading_for(deputy, now) as reader:
        assert incident_file(reader, kept.id) is None


def test_who_reports_it_does_not_read_it_any_more(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, secret = given.two_residents(book, director, now)
    caregiver = actor_with(Role.CAREGIVER)
    alleged = report_incident(book, given.incident(episode_id=stay.id, kind="abuse_allegation"), by=caregiver, now=now)
    fall = report_incident(book, given.incident(episode_id=secret.id, text=PLANT), by=caregiver, now=now)
    for change in (alleged, fall):
        assert change.said is not None
        assert change.said.id.startswith("The incident is kept.")
    with book.reading_for(caregiver, now) as reader:
        assert incidents(reader, FIRST, LAST) == []
    with book.reading_for(director, now) as reader:
        assert {line.name for line in open_incidents(reader)} == {"Trần Thị An 1", "Trần Thị An 2"}
    with pytest.raises(Refused):
        record_notified(book, fall.result.id, [given.told()], by=caregiver, now=now)
    undo_deed(book, fall.op, by=caregiver, now=now)
    with book.reading_for(director, now) as reader:
        assert len(open_incidents(reader)) == 1


def test_an_incident_of_a_restricted_person_is_dropped_with_all_that_hangs_on_it(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, secret = given.two_residents(book, director, now)
    kept = planted(book, director, now, secret.id, stay.id)
    beside = report_incident(
        book,
        given.incident(episode_id=stay.id),
        [Involved(incident_id="", episode_id=secret.id, injury=f"{PLANT} tay")],
        by=director,
        now=now,
    ).result
    asked = (stay.id, secret.id), (stay.person_id, secret.person_id), kept.id
    nurse = actor_with(Role.NURSE)
    with book.reading_for(nurse, now) as reader:
        told = told_by(reader, *asked)
        assert PLANT not in told
        file = incident_file(reader, beside.id)
        assert file is not None
        assert file.involved == ()
    with book.reading_for(director, now) as reader:
        assert told_by(reader, *asked).count(PLANT) > 10
    amend_incident(book, beside, [], by=nurse, now=now)
    with book.reading_for(director, now) as reader:
        file = incident_file(reader, beside.id)
        assert file is not None
        assert [one.name for one in file.involved] == ["Trần Thị An 2"]


def test_a_child_makes_its_clock_run(book: Book, director: Actor, now: datetime) -> None:
    stay, _secret = given.two_residents(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.record(Person, stay.person_id)
        assert person is not None
        writer.amend(replace(person, born=PartialDate("2015-03-01")))
    beaten = given.incident(episode_id=stay.id, kind="abuse_allegation")
    kept = report_incident(book, beaten, by=director, now=now).result
    with book.reading_for(director, now) as reader:
        (line,) = open_incidents(reader)
        assert [(one.whom, one.at_once) for one in line.tellings] == [
            ("management", True),
            ("commune", False),
            ("police", True),
        ]
        assert line.due_at == given.FELL_AT
        found = kind_of(reader, kept)
        assert found is not None
        assert found.extra["restricted"] is True


def test_what_happened_asks_for_a_new_look_and_a_restricted_incident_only_of_who_may_read_it(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, secret = given.two_residents(book, director, now)
    for one, more in ((stay, {}), (secret, {}), (stay, {"happened_at": given.FELL_AT.replace(day=10)})):
        report_incident(book, given.incident(episode_id=one.id, **more), by=director, now=now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        alone = given.lived(writer, 3)
        for n, kilos in enumerate((52.0, 51.5, 48.5)):
            on = date(2026, 10, 20) + timedelta(days=10 * n)
            at = datetime.combine(on, time(7), VIETNAM)
            weighed = Observation(
                episode_id=stay.id,
                measure="weight",
                duty_on=on,
                taken_at=at,
                value=kilos,
                done_by_id=director.staff_member_id,
            )
            writer.add(weighed)
            order = writer.add(
                Prescription(episode_id=alone.id, medicine="Amlodipin", dose=1.0, from_on=on, prescriber="BS")
            )
            writer.add(
                Administration(
                    episode_id=alone.id,
                    prescription_id=order.id,
                    duty_on=date(2026, 11, 3 + n),
                    given_at=at,
                    state=DoseState.REFUSED,
                    done_by_id=director.staff_member_id,
                )
            )
    report_incident(book, given.incident(episode_id=alone.id, confidential=True), by=director, now=now)
    today = date(2026, 11, 22)

    def happened(actor: Actor) -> dict[str, list[tuple[str, date]]]:
        with book.reading_for(actor, now) as reader:
            found = occurrences(reader, case_facts(reader, today), today)
        return {
            who: [(one.kind, one.happened_on) for one in found.get(who, ())] for who in (stay.id, secret.id, alone.id)
        }

    nurse = actor_with(Role.NURSE)
    falls = [("fall", date(2026, 11, 11)), ("fall", today)]
    assert happened(director) == {
        stay.id: [("weight_loss", date(2026, 11, 9)), *falls],
        secret.id: [("fall", today)],
        alone.id: [("refused_doses", date(2026, 11, 5)), ("fall", today)],
    }
    assert happened(nurse)[alone.id] == [("refused_doses", date(2026, 11, 5))]
    with book.reading_for(nurse, now) as reader:
        board = due_board(reader, today)
        why = {item.episode_id: repr(item.why) for item in board.items if item.kind == "reassess"}
    assert set(why) == {stay.id, secret.id, alone.id}
    assert "ngã" in why[stay.id]
    assert "cân nặng giảm nhiều" in why[stay.id]
    assert "ngã" not in why[secret.id]
    assert "ngã" not in why[alone.id]


def test_the_clocks_and_remedies_of_a_restricted_incident_are_due_for_nobody_else(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, secret = given.two_residents(book, director, now)
    asked = {}
    for name, one in (
        ("restricted", given.incident(episode_id=stay.id, kind="abuse_allegation")),
        ("hidden", given.incident(episode_id=secret.id)),
        ("plain", given.incident(episode_id=stay.id, kind="communicable_disease")),
    ):
        kept = report_incident(book, one, by=director, now=now).result
        lamp = given.remedy(kept.id, director.staff_member_id, text=f"{PLANT} {name}")
        save_remedy(book, lamp, by=director, now=now)
        asked[name] = kept.id
    told = {}
    for actor in (director, actor_with(Role.DEPUTY), actor_with(Role.NURSE)):
        with book.reading_for(actor, now) as reader:
            board = due_board(reader, date(2026, 11, 29))
        items = repr([item for item in board.items if item.kind.startswith(("incident", "remedy"))])
        told[actor.account_id] = {
            name for name, incident_id in asked.items() if incident_id in items or f" {name}'" in items
        }
    assert list(told.values()) == [{"restricted", "hidden", "plain"}, {"hidden", "plain"}, {"plain"}]
