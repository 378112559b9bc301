"""Form 01 in the book: kept, completed and frozen, replaced with a reason; protected and out of scope leave no trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.intake import complete_intake, save_intake
from carebook.actions.undo import undo_deed
from carebook.records.episodes import BedAssignment, Episode
from carebook.records.intake import FormState, IntakeForm
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.intake import intake_forms, known
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length, room

TODAY = samples.TODAY


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def form(stay: Episode, by: Actor, **facts: object) -> IntakeForm:
    given = {"collected_on": TODAY, "collector_id": by.staff_member_id, "informant": "Con gái", "needs": "Đi lại"}
    return IntakeForm(episode_id=stay.id, **(given | facts))  # type: ignore[arg-type]


def completed(book: Book, stay: Episode, by: Actor, now: datetime, **facts: object) -> IntakeForm:
    kept = save_intake(book, form(stay, by, **facts), by=by, now=now).result
    done: IntakeForm = complete_intake(book, kept.id, by=by, now=now, seen=kept.version).result
    return done


def forms(book: Book, stay: Episode, by: Actor, now: datetime, *, withdrawn: bool = False) -> tuple[IntakeForm, ...]:
    with book.reading_for(by, now) as reader:
        return intake_forms(reader, stay.id, withdrawn=withdrawn)


def test_it_is_kept_as_it_stands_and_written_on(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    change = save_intake(book, IntakeForm(episode_id=stay.id, carer_name=" Trần  Văn Sơn"), by=director, now=now)
    assert change.subjects == {"casework"}
    assert change.result.carer_name == "Trần Văn Sơn"
    more = replace(change.result, needs="Đi lại, gặp con")
    kept = save_intake(book, more, by=director, now=now, seen=1).result
    assert (kept.version, kept.state) == (2, FormState.IN_PROGRESS)
    assert forms(book, stay, director, now) == (kept,)


def test_completing_freezes_it(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    done = completed(book, stay, director, now)
    assert done.state is FormState.COMPLETED
    before = journal_length(book, now)
    deeds: list[Callable[[], object]] = [
        lambda: save_intake(book, replace(done, needs="Khác"), by=director, now=now),
        lambda: complete_intake(book, done.id, by=director, now=now),
        lambda: save_intake(book, form(stay, director), by=director, now=now),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()
    assert journal_length(book, now) == before
    assert forms(book, stay, director, now) == (done,)


def test_what_is_lacking_is_refused_beside_its_field(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    kept = save_intake(book, IntakeForm(episode_id=stay.id), by=director, now=now).result
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        complete_intake(book, kept.id, by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["collected_on", "collector_id", "informant", "needs"]
    with pytest.raises(Refused) as refused:
        save_intake(book, replace(kept, collected_on=TODAY + timedelta(days=1)), by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["collected_on"]
    assert journal_length(book, now) == before


def test_a_correction_replaces_the_completed_one(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    first = completed(book, stay, director, now)
    new = form(stay, director, needs="Gặp con", replaces_id=first.id)
    with pytest.raises(Refused) as refused:
        save_intake(book, new, by=director, now=now)
    assert refused.value.problems[0].field == "replaced_because"
    begun = save_intake(book, replace(new, replaced_because="Con gái kể lại"), by=director, now=now).result
    assert forms(book, stay, director, now) == (begun, first)  # the first one stays in force until then
    again = save_intake(book, replace(begun, replaces_id=None, needs="Gặp con gái"), by=director, now=now).result
    assert again.replaces_id == first.id
    change = complete_intake(book, again.id, by=director, now=now)
    assert [one.id for one in forms(book, stay, director, now)] == [again.id]
    kept, old = forms(book, stay, director, now, withdrawn=True)
    assert (kept.state, old.withdrawn_because) == (FormState.COMPLETED, "Con gái kể lại")
    undo_deed(book, change.op, by=director, now=now)
    assert [one.state for one in forms(book, stay, director, now)] == [FormState.IN_PROGRESS, FormState.COMPLETED]


def test_a_newer_version_is_never_written_over(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    kept = save_intake(book, form(stay, director), by=director, now=now).result
    save_intake(book, replace(kept, needs="Của người khác"), by=director, now=now, seen=1)
    with pytest.raises(Outdated):
        save_intake(book, replace(kept, needs="Của tôi"), by=director, now=now, seen=1)
    assert forms(book, stay, director, now)[0].needs == "Của người khác"


def test_pressing_twice_writes_once(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    for _ in range(2):
        save_intake(book, form(stay, director), by=director, now=now, op="0190-one")
    assert len(forms(book, stay, director, now)) == 1


def test_a_nurse_writes_but_does_not_complete(
    book: Book, stay: Episode, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse = actor_with(Role.NURSE)
    kept = save_intake(book, form(stay, nurse), by=nurse, now=now).result
    with pytest.raises(Refused):
        complete_intake(book, kept.id, by=nurse, now=now)
    with pytest.raises(Refused):
        save_intake(book, form(stay, nurse), by=actor_with(Role.ACCOUNTANT), now=now)


def test_a_protected_stay_is_refused_without_a_trace(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    _person, hidden = admit(book, director, now, episode=emergency(), category="victim_dv")
    worker = actor_with(Role.SOCIAL_WORKER)
    done = completed(book, hidden, director, now)
    before = journal_length(book, now)
    deeds: list[Callable[[], object]] = [
        lambda: save_intake(book, form(hidden, worker), by=worker, now=now),
        lambda: save_intake(book, replace(done, needs="Khác"), by=worker, now=now),
        lambda: complete_intake(book, done.id, by=worker, now=now),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            deed()
        assert "protected" in refused.value.message.id
    assert journal_length(book, now) == before
    assert forms(book, hidden, worker, now) == ()
    with book.reading_for(worker, now) as reader:
        assert intake_forms(reader, hidden.id, withdrawn=True) == ()
        assert known(reader, hidden.id) is None


def test_another_ward_is_out_of_scope(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    place = room(book, director, now)
    bed = BedAssignment(episode_id="", room_id=place.id, bed="1", from_on=TODAY)
    _person, stay = admit(book, director, now, bed=bed)
    nurse = actor_with(Role.NURSE)
    elsewhere = replace(nurse, grants=tuple(replace(one, ward_id="another") for one in nurse.grants))
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_intake(book, form(stay, nurse), by=elsewhere, now=now)
    assert "outside the scope" in refused.value.message.id
    assert journal_length(book, now) == before


def test_what_is_known_is_read_at_once(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        found = known(reader, stay.id)
        assert known(reader, "nobody") is None
    assert found is not None
    assert (found.person.full_name, found.episode.id) == ("Trần Thị An", stay.id)
