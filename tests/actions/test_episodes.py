"""Deeds about stays: what is written, what is refused without a trace, what is restricted at once, what can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions import episodes
from carebook.actions.change import Outdated, Refused
from carebook.actions.undo import undo_deed
from carebook.dates import PartialDate
from carebook.records.episodes import (
    Absence,
    AbsenceKind,
    BedAssignment,
    DossierItem,
    Episode,
    EpisodeCategory,
    PaperState,
    ServiceContract,
)
from carebook.records.people import IdentityPaper, Person, Sex
from carebook.records.staff import Actor, Role
from carebook.rules import permissions
from carebook.store import people, search
from carebook.store.book import Book, in_vietnam, new_id
from tests import samples
from tests.actions.admissions import admission, admit, emergency, journal_length, room

TODAY = samples.TODAY
DAY = date(2026, 1, 5)


def file_of(book: Book, by: Actor, now: datetime, person_id: str) -> people.PersonFile:
    """What the book shows of a person."""
    with book.reading_for(by, now) as reader:
        found = people.person_file(reader, person_id, in_vietnam(now))
    assert found is not None
    return found


def test_an_admission_writes_everything_in_one_operation(book: Book, director: Actor, now: datetime) -> None:
    a101 = room(book, director, now)
    change = episodes.admit_person(
        book,
        admission(
            details=(samples.identity_paper(""), samples.relative(""), samples.allergy("")),
            bed=BedAssignment(episode_id="", room_id=a101.id, bed="2", from_on=DAY),
            dossier=(DossierItem(episode_id="", paper="declaration_07", state=PaperState.ORIGINAL),),
            belongings=(samples.belonging(""),),
        ),
        by=director,
        now=now,
    )
    file = file_of(book, director, now, change.ids[0])
    stay = file.open_stay
    assert stay is not None
    assert file.person.code == "CB-000001"
    assert (file.papers[0].number, file.relatives[0].full_name, file.allergies[0].substance) == (
        "022145999012",
        "Trần Văn Sơn",
        "penicillin",
    )
    assert (stay.category, stay.beds[0].bed, stay.dossier[0].paper, stay.belongings[0].what) == (
        "elderly_alone_poor",
        "2",
        "declaration_07",
        "nhẫn bạc",
    )
    with book.looking(now) as writer:
        assert {row[0] for row in writer.rows("SELECT deed FROM journal WHERE op = ?", (change.op,))} == {
            "admit_person"
        }


def test_codes_count_on(book: Book, director: Actor, now: datetime) -> None:
    codes = [admit(book, director, now, person=samples.person(code="", full_name=name))[0].code for name in ("A", "B")]
    assert codes == ["CB-000001", "CB-000002"]


def test_pressing_twice_admits_once(book: Book, director: Actor, now: datetime) -> None:
    op = new_id()
    episodes.admit_person(book, admission(), by=director, now=now, op=op)
    again = episodes.admit_person(book, admission(), by=director, now=now, op=op)
    assert not again.undoable
    with book.looking(now) as writer:
        assert len(writer.records(Person)) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"person": samples.person(full_name=" ")}, "full_name"),
        ({"person": samples.person(sex=None)}, "sex"),
        ({"person": samples.person(born=PartialDate("2026-05"))}, "start_on"),
        ({"person": samples.person(born=PartialDate("1026"))}, "born"),
        ({"person": samples.person(full_name="A" * 10_000)}, "full_name"),
        ({"episode": samples.episode("", start_on=date(2026, 12, 1))}, "start_on"),
        ({"episode": samples.episode("", end_on=date(2025, 1, 1), end_reason="died")}, "end_on"),
        ({"category": ""}, "category"),
        ({"details": (samples.identity_paper("", number="12345"),)}, "number"),
        ({"details": (samples.relative("", full_name=" "),)}, "full_name"),
        ({"bed": BedAssignment(episode_id="", room_id="r", bed="1", from_on=date(2025, 1, 1))}, "from_on"),
        ({"contract": ServiceContract(episode_id="", number="")}, "contract.number"),
        (
            {"contract": ServiceContract(episode_id="", number="1", from_on=TODAY, to_on=date(2026, 11, 1))},
            "contract.to_on",
        ),
    ],
)
def test_what_is_impossible_is_refused_beside_its_field_and_leaves_no_trace(
    given: dict[str, Any], field: str, book: Book, director: Actor, now: datetime
) -> None:
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        episodes.admit_person(book, admission(**given), by=director, now=now)
    assert field in [problem.field for problem in refused.value.problems]
    assert journal_length(book, now) == before
    with book.looking(now) as writer:
        assert writer.records(Person) == []


def test_somebody_unknown_gets_a_name_from_what_is_seen(book: Book, director: Actor, now: datetime) -> None:
    unknown = Person(full_name="", unidentified=True, sex=Sex.MALE)
    person, _stay = admit(book, director, now, person=unknown, about_age=60)
    assert person.full_name == "Không rõ (Nam, ~60 tuổi, vào 05/01/2026)"


def test_a_voluntary_stay_without_contract_is_only_warned_of(book: Book, now: datetime) -> None:
    given = admission(episode=samples.episode("", route="voluntary"), category="voluntary_elderly")
    with book.looking(now) as writer:
        found = episodes.problems_in_admission(given, writer, TODAY)
    assert [(p.field, p.severity) for p in found] == [("contract", "warning")]


@pytest.mark.parametrize("category", ["victim_dv", "victim_sexual", "victim_trafficking"])
def test_a_violence_category_restricts_the_record_in_the_same_operation(
    category: str, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    change = episodes.admit_person(book, admission(episode=emergency(), category=category), by=director, now=now)
    person_id, episode_id = change.ids
    with book.looking(now) as writer:
        episode = writer.record(Episode, episode_id)
        assert episode is not None
        assert episode.confidential
        assert search.is_restricted(writer, person_id)
        assert {row[0] for row in writer.rows("SELECT DISTINCT op FROM journal WHERE row_id = ?", (episode_id,))} == {
            change.op
        }
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        assert people.person_file(reader, person_id, TODAY) is None
        assert search.find_people(reader, "Trần Thị An", restricted=False).people == ()


def test_a_change_to_a_violence_category_restricts_too(book: Book, director: Actor, now: datetime) -> None:
    person, episode = admit(book, director, now)
    row = EpisodeCategory(episode_id=episode.id, category="victim_dv", from_on=date(2026, 3, 1))
    episodes.change_category(book, row, by=director, now=now)
    with book.looking(now) as writer:
        assert search.is_restricted(writer, person.id)


def test_the_same_bed_is_not_given_twice(book: Book, director: Actor, now: datetime) -> None:
    a101 = room(book, director, now)
    bed = BedAssignment(episode_id="", room_id=a101.id, bed="1", from_on=DAY)
    admit(book, director, now, bed=bed)
    before = journal_length(book, now)
    other = samples.person(code="", full_name="Cao Văn Bến", sex=Sex.MALE)
    with pytest.raises(Refused) as refused:
        episodes.admit_person(book, admission(person=other, bed=bed), by=director, now=now)
    assert [p.field for p in refused.value.problems] == ["bed"]
    assert refused.value.message.values == {"room": "A101", "bed": "1"}
    assert journal_length(book, now) == before


def test_a_person_has_one_stay_at_a_time(book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    again = admission(person=person, episode=samples.episode(person.id, start_on=date(2026, 5, 1)))
    with pytest.raises(Refused) as refused:
        episodes.admit_person(book, again, by=director, now=now)
    assert refused.value.problems[0].field == "start_on"


def test_a_readmission_goes_into_the_old_record(book: Book, director: Actor, now: datetime) -> None:
    person, episode = admit(book, director, now, details=(samples.identity_paper(""),))
    left = replace(episode, end_on=date(2026, 3, 1), end_reason="family_request", destination="family")
    episodes.discharge_person(book, left, by=director, now=now)
    back = samples.episode(
        person.id, start_on=date(2026, 6, 1), start_kind="readmission", previous_episode_id=episode.id
    )
    again = replace(person, home_town="Uông Bí", code="")
    change = episodes.admit_person(book, admission(person=again, episode=back), by=director, now=now)
    file = file_of(book, director, now, person.id)
    assert change.ids[0] == person.id
    assert (file.person.code, file.person.home_town, len(file.papers)) == (person.code, "Uông Bí", 1)
    assert [s.episode.start_on for s in file.stays] == [date(2026, 6, 1), DAY]
    assert file.stays[0].episode.previous_episode_id == episode.id


def test_who_may_not_open_a_restricted_record_cannot_readmit_into_it(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, episode = admit(book, director, now, episode=emergency(), category="victim_dv")
    left = replace(episode, end_on=date(2026, 2, 1), end_reason="goal_reached")
    episodes.discharge_person(book, left, by=director, now=now)
    before = journal_length(book, now) + 3  # the account made below
    back = admission(person=person, episode=samples.episode(person.id, start_on=date(2026, 6, 1)))
    worker = actor_with(Role.SOCIAL_WORKER)
    with pytest.raises(Refused) as refused:
        episodes.admit_person(book, back, by=worker, now=now)
    assert "An" not in str(refused.value.message.values)
    assert journal_length(book, now) == before


def test_undoing_an_admission_takes_the_person_out_of_lists_and_search(
    book: Book, director: Actor, now: datetime
) -> None:
    change = episodes.admit_person(book, admission(details=(samples.identity_paper(""),)), by=director, now=now)
    undo_deed(book, change.op, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert people.people(reader, people.PeopleFilter(), TODAY) == []
        assert search.find_people(reader, "an", restricted=True).people == ()
        kept = reader.records(IdentityPaper, withdrawn=True)
    assert [paper.is_withdrawn for paper in kept] == [True]


def test_undo_is_refused_once_somebody_went_on_with_it(book: Book, director: Actor, now: datetime) -> None:
    change = episodes.admit_person(book, admission(), by=director, now=now)
    episode = replace(change.result, reason="sống một mình")
    episodes.amend_episode(book, episode, by=director, now=now)
    with pytest.raises(Refused):
        undo_deed(book, change.op, by=director, now=now)


# leaving


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"end_on": None, "end_reason": "died"}, "end_on"),
        ({"end_on": date(2026, 1, 4), "end_reason": "died"}, "end_on"),
        ({"end_on": date(2026, 12, 1), "end_reason": "died"}, "end_on"),
        ({"end_on": date(2026, 3, 1), "end_reason": None}, "end_reason"),
    ],
)
def test_an_impossible_leaving_leaves_no_trace(
    given: dict[str, Any], field: str, book: Book, director: Actor, now: datetime
) -> None:
    _person, episode = admit(book, director, now)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        episodes.discharge_person(book, replace(episode, **given), by=director, now=now)
    assert field in [p.field for p in refused.value.problems]
    assert journal_length(book, now) == before


def test_bed_and_absence_end_with_the_stay_and_come_back_with_undo(book: Book, director: Actor, now: datetime) -> None:
    a101 = room(book, director, now)
    bed = BedAssignment(episode_id="", room_id=a101.id, bed="1", from_on=DAY)
    person, episode = admit(book, director, now, bed=bed)
    episodes.record_absence(book, samples.absence(episode.id, from_on=date(2026, 2, 1)), by=director, now=now)
    last = date(2026, 3, 1)
    left = replace(episode, end_on=last, end_reason="family_request", destination="family")
    change = episodes.discharge_person(book, left, by=director, now=now)
    stay = file_of(book, director, now, person.id).stays[0]
    assert (stay.beds[0].to_on, stay.absences[0].back_on) == (last, last)
    undo_deed(book, change.op, by=director, now=now)
    stay = file_of(book, director, now, person.id).stays[0]
    assert (stay.episode.end_on, stay.beds[0].to_on, stay.absences[0].back_on) == (None, None, None)


def test_a_stay_ends_once(book: Book, director: Actor, now: datetime) -> None:
    _person, episode = admit(book, director, now)
    left = replace(episode, end_on=date(2026, 3, 1), end_reason="died")
    episodes.discharge_person(book, left, by=director, now=now)
    with pytest.raises(Refused):
        episodes.discharge_person(book, left, by=director, now=now)


def test_a_newer_version_is_not_overwritten(book: Book, director: Actor, now: datetime) -> None:
    _person, episode = admit(book, director, now)
    episodes.amend_episode(book, replace(episode, reason="mới"), by=director, now=now, seen=episode.version)
    left = replace(episode, end_on=date(2026, 3, 1), end_reason="died")
    with pytest.raises(Outdated):
        episodes.discharge_person(book, left, by=director, now=now, seen=episode.version)


# during the stay


def test_moving_ends_the_bed_before(book: Book, director: Actor, now: datetime) -> None:
    a101 = room(book, director, now)
    person, episode = admit(
        book, director, now, bed=BedAssignment(episode_id="", room_id=a101.id, bed="1", from_on=DAY)
    )
    moved = BedAssignment(episode_id=episode.id, room_id=a101.id, bed="2", from_on=date(2026, 4, 1))
    episodes.move_bed(book, moved, by=director, now=now)
    beds = file_of(book, director, now, person.id).stays[0].beds
    assert [(b.bed, b.from_on, b.to_on) for b in beds] == [
        ("1", DAY, date(2026, 4, 1)),
        ("2", date(2026, 4, 1), None),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"from_on": date(2025, 12, 1)},
        {"back_on": date(2026, 1, 31)},
        {"back_on": date(2026, 12, 31)},
        {"expected_on": date(2026, 1, 1)},
    ],
)
def test_impossible_absences_leave_no_trace(given: dict[str, Any], book: Book, director: Actor, now: datetime) -> None:
    _person, episode = admit(book, director, now)
    before = journal_length(book, now)
    absence = Absence(**{"episode_id": episode.id, "kind": AbsenceKind.LEAVE, "from_on": date(2026, 2, 1)} | given)
    with pytest.raises(Refused):
        episodes.record_absence(book, absence, by=director, now=now)
    assert journal_length(book, now) == before


def test_a_paper_is_recorded_once_and_waived_only_with_a_reason(book: Book, director: Actor, now: datetime) -> None:
    person, episode = admit(book, director, now)
    later = DossierItem(
        episode_id=episode.id, paper="declaration_07", state=PaperState.DUE_LATER, due_on=date(2026, 12, 4)
    )
    episodes.record_dossier_paper(book, later, by=director, now=now)
    there = replace(later, state=PaperState.COPY, due_on=None)
    episodes.record_dossier_paper(book, there, by=director, now=now)
    stay = file_of(book, director, now, person.id).stays[0]
    assert [(item.paper, item.state) for item in stay.dossier] == [("declaration_07", PaperState.COPY)]
    with pytest.raises(Refused):
        episodes.record_dossier_paper(book, replace(there, state=PaperState.NOT_NEEDED), by=director, now=now)


def test_a_record_is_restricted_by_hand_only_with_a_reason(book: Book, director: Actor, now: datetime) -> None:
    person, episode = admit(book, director, now)
    with pytest.raises(Refused):
        episodes.restrict_record(book, episode.id, by=director, now=now, reason=" ")
    episodes.restrict_record(book, episode.id, by=director, now=now, reason="có người tìm đến gây rối")
    with book.looking(now) as writer:
        assert search.is_restricted(writer, person.id)


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may(role: Role, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    a101 = room(book, director, now)
    _person, episode = admit(book, director, now)
    actor = actor_with(role)
    tries: dict[str, Callable[[], object]] = {
        "admit_person": lambda: episodes.admit_person(
            book, admission(person=samples.person(code="", full_name="Cao Văn Bến")), by=actor, now=now
        ),
        "move_bed": lambda: episodes.move_bed(
            book,
            BedAssignment(episode_id=episode.id, room_id=a101.id, bed="1", from_on=date(2026, 2, 1)),
            by=actor,
            now=now,
        ),
        "change_category": lambda: episodes.change_category(
            book,
            EpisodeCategory(episode_id=episode.id, category="adult_disabled", from_on=date(2026, 2, 1)),
            by=actor,
            now=now,
        ),
        "discharge_person": lambda: episodes.discharge_person(
            book, replace(episode, end_on=date(2026, 3, 1), end_reason="died"), by=actor, now=now
        ),
    }
    for deed, doing in tries.items():
        before = journal_length(book, now)
        if role in permissions.DEEDS[deed]:
            doing()
            assert journal_length(book, now) > before, deed
        else:
            with pytest.raises(Refused):
                doing()
            assert journal_length(book, now) == before, deed
