"""Cards of all paths and the file of one: in order, with what lacks, masked where somebody may not see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.records.conferences import Conference
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.follow_ups import FollowUp, FollowUpEnd, RiskColour, VisitOwner, VisitState
from carebook.records.protection import ContactBan
from carebook.records.reintegration import Carer, Reintegration, Stage, StageEntry
from carebook.records.staff import Actor, Role
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.store import errors
from carebook.store.book import Book, new_id
from carebook.store.reintegration import PathCard, open_path, path_facts, path_file, paths, paths_of
from tests import samples
from tests.actions.admissions import admit
from tests.actions.reintegration.walking import STARTED, TODAY, begin, begin_in


def cards(book: Book, by: Actor, now: datetime, *, ended: bool = False) -> list[PathCard]:
    with book.reading_for(by, now) as reader:
        return paths(reader, TODAY, ended=ended)


def test_a_card_says_where_a_path_stands_and_what_lacks(book: Book, director: Actor, now: datetime) -> None:
    way = begin(book, director, now, target_on=date(2026, 11, 20), wish="")
    (card,) = cards(book, director, now)
    assert (card.name, card.stage, card.since_on, card.days) == ("Từ Thị Suối", Stage.IDENTIFIED, STARTED, 174)
    assert (card.worker_name, card.masked, card.destination) == ("Đào Thị Hướng Dương", False, "family")
    assert (card.lacking, card.late_days, card.next_due_on) == (3, 2, date(2026, 11, 20))
    assert card.first_lack is not None
    assert card.first_lack.id == "the wish of the person is not written down"
    assert (card.red_flag, card.risk) == (False, None)
    way.assess(red_flag=True)
    (card,) = cards(book, director, now)
    assert card.red_flag
    way.to(Stage.FAILED, "Dì đổi ý")
    assert cards(book, director, now) == []
    (card,) = cards(book, director, now, ended=True)
    assert (card.stage, card.lacking, card.late_days, card.next_due_on) == (Stage.FAILED, 0, 0, None)


def test_in_follow_up_the_next_visit_and_the_newest_colour(book: Book, director: Actor, now: datetime) -> None:
    way = begin(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        entry = writer.records(StageEntry, "reintegration_id = ?", (way.path.id,))[0]
        writer.amend(replace(entry, stage=Stage.FOLLOW_UP, from_on=date(2026, 8, 3)))
        writer.amend(replace(way.path, handed_over_on=date(2026, 8, 3), target_on=date(2026, 8, 1)))
    way.write(
        way.own(
            FollowUp, due_on=date(2026, 9, 3), state=VisitState.DONE, done_on=date(2026, 9, 3), risk=RiskColour.RED
        ),
        way.own(
            FollowUp, due_on=date(2026, 10, 3), state=VisitState.DONE, done_on=date(2026, 10, 4), risk=RiskColour.YELLOW
        ),
        way.own(FollowUp, due_on=date(2026, 11, 3), owner=VisitOwner.COMMUNE),
        way.own(FollowUp, due_on=date(2026, 11, 10)),
    )
    (card,) = cards(book, director, now)
    assert (card.stage, card.risk, card.next_due_on, card.late_days) == (
        *(Stage.FOLLOW_UP, RiskColour.YELLOW),
        *(date(2026, 11, 3), 12),
    )
    assert card.lacking == 0
    way.write(way.own(FollowUpEnd, ended_on=TODAY, reason="Ổn định"))
    file = way.file()
    assert [one.due_on.month for one in file.visits] == [9, 10, 11, 11]
    assert file.end is not None


def test_a_ban_of_an_earlier_stay_bars_a_carer_now(book: Book, director: Actor, now: datetime) -> None:
    way = begin(book, director, now)
    (before,) = way.write(samples.episode(way.stay.person_id, start_on=date(2025, 3, 1), end_on=date(2026, 1, 2)))
    way.write(way.own(Carer, full_name="Từ Văn Rắn", chosen=True))
    assert way.facts().barred_carer == ""
    way.write(ContactBan(episode_id=before.id, against="Từ Văn Rắn", from_on=STARTED, to_on=TODAY))
    assert way.facts().barred_carer == "Từ Văn Rắn"


def test_cards_stand_by_stage_then_by_lateness(book: Book, director: Actor, now: datetime) -> None:
    late = begin(book, director, now, target_on=date(2026, 11, 1))
    halted = begin_in(book, director, now, admit(book, director, now, person=person("Bùi Văn Nghỉ"))[1])
    new = begin_in(book, director, now, admit(book, director, now, person=person("Cao Thị Mới"))[1])
    street = admit(book, director, now, person=person("Phan Văn Dặm"))[1]
    short = begin_in(book, director, now, street, path="returned_residence", destination=None)
    halted.to(Stage.SUSPENDED, "Chờ xã")
    short.to(Stage.DECISION)
    found = cards(book, director, now)
    assert [one.reintegration_id for one in found] == [one.path.id for one in (late, new, short, halted)]
    assert (found[2].path, found[2].lacking) == ("returned_residence", 1)


def person(name: str) -> object:
    return samples.person(code="", full_name=name)


def test_a_restricted_person_counts_under_the_alias_and_has_no_file(
    book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    way = begin(book, director, now, target_on=date(2026, 11, 20), wish="")
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.record(Episode, way.stay.id)
        assert stay is not None
        writer.amend(replace(stay, confidential=True))
        writer.run("UPDATE person SET alias = 'Chị Hoa Sữa'")
    worker = actor_with(Role.SOCIAL_WORKER)
    (seen,), (masked,) = cards(book, director, now), cards(book, worker, now)
    assert (seen.name, seen.lacking) == ("Từ Thị Suối", 3)
    assert (masked.name, masked.masked, masked.lacking, masked.first_lack) == ("Chị Hoa Sữa", True, 0, None)
    assert (masked.stage, masked.days, masked.late_days) == (seen.stage, seen.days, seen.late_days)
    with book.reading_for(worker, now) as reader:
        assert path_file(reader, way.path.id, TODAY) is None
        assert paths_of(reader, way.stay.id) == ()
        assert open_path(reader, way.stay.id) is None
        with pytest.raises(LookupError):
            path_facts(reader, way.path.id, TODAY)
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader, pytest.raises(errors.NotAllowedToSee):
        paths(reader, TODAY)


def test_the_file_holds_every_list_in_its_order(book: Book, director: Actor, now: datetime) -> None:
    way = begin(book, director, now)
    way.walk(Stage.DECISION)
    stay = {"episode_id": way.stay.id}
    way.write(
        TracingLead(**stay, found_on=date(2026, 7, 2), source="commune"),
        TracingLead(**stay, found_on=date(2026, 7, 1)),
        TracingLetter(**stay, sent_on=date(2026, 7, 4), addressee="UBND xã Lương Minh"),
        TracingLetter(**stay, sent_on=date(2026, 7, 3), addressee="Công an xã"),
        Conference(**stay, held_on=date(2026, 8, 1), subject="Lần đầu"),
        Contact(**stay, held_on=date(2026, 7, 5), kind="call", name="Dì"),
    )
    file = way.file()
    assert (file.person.full_name, file.episode.id, file.facts.stage) == ("Từ Thị Suối", way.stay.id, Stage.DECISION)
    assert [one.found_on for one in file.leads] == [date(2026, 7, 1), date(2026, 7, 2)]
    assert [one.addressee for one in file.letters] == ["Công an xã", "UBND xã Lương Minh"]
    assert [one.held_on for one in file.conferences] == [date(2026, 8, 1), TODAY]
    assert [one.held_on for one in file.contacts] == [date(2026, 7, 5), date(2026, 10, 5), TODAY]
    assert [one.from_on for one in file.absences] == [date(2026, 11, 2)]
    assert len(file.readiness) == 14
    assert len(file.papers) == len(file.deadlines) == 3
    (assessed,) = file.assessments
    assert (assessed.total, assessed.band) == (36, "favourable")
    assert file.facts.scorecard is not None
    assert (file.facts.scorecard.rated, file.facts.scorecard.band) == (12, "favourable")
    assert (file.handover, file.end, file.lacks) == (None, None, ())
    with book.reading_for(director, now) as reader:
        assert path_file(reader, "nowhere", TODAY) is None
        assert paths_of(reader, way.stay.id) == (file.path,)
        assert path_facts(reader, way.path.id, TODAY) == file.facts


def test_another_path_of_the_same_person_keeps_its_own_rows(book: Book, director: Actor, now: datetime) -> None:
    first = begin(book, director, now)
    first.prepare()
    first.to(Stage.FAILED, "Dì đổi ý")
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        second = writer.add(Reintegration(episode_id=first.stay.id, started_on=TODAY, destination="family"))
        facts = path_facts(writer, second.id, TODAY)
    assert (facts.has_carer, facts.scorecard, facts.answers, facts.trainings) == (False, None, {}, 0)
    assert (facts.stage, facts.since_on) == (Stage.IDENTIFIED, TODAY)
    assert facts.meetings == 1  # contacts hang on the stay; only those since the path began count
