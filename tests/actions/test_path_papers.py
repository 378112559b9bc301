"""The dossier for the family leaves the book with a line in the reading log, and never for who must not have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.people import protected
from carebook.actions.prints import export_family_dossier
from carebook.actions.undo import undo_deed
from carebook.records.handovers import Handover
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.records.reintegration import Carer
from carebook.records.staff import Actor, Role
from carebook.rules import permissions
from carebook.rules.path_papers import SELF
from carebook.store import path_papers
from carebook.store.book import Book, new_id
from tests import path_samples
from tests.actions.admissions import admit, emergency, journal_length
from tests.actions.test_prints import readings
from tests.samples import TODAY


def test_who_receives_it_stands_in_the_reading_log_and_who_is_banned_gets_nothing(
    book: Book, director: Actor, now: datetime
) -> None:
    person, episode = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = path_samples.whole_path(writer, person.id, episode.id)
        assert [one.name for one in path_papers.receivers(writer, episode.id)] == ["Ông Thị Ngọc Lan", person.full_name]
    handover, carer = kept[Handover].id, kept[Carer].id
    op = new_id()
    for _again in range(2):
        export_family_dossier(book, episode.id, handover, by=director, now=now, op=op, reason="khi bàn giao")
    assert readings(book, now) == [("export_family_dossier", person.id, 1, "Ông Thị Ngọc Lan: khi bàn giao")]
    before = journal_length(book, now)
    for unknown in ("", carer, new_id()):  # the carer is the receiver of the minutes already
        with pytest.raises(Refused) as refused:
            export_family_dossier(book, episode.id, unknown, by=director, now=now)
        assert refused.value.message.id == "Choose who receives the dossier."
    with pytest.raises(LookupError):
        export_family_dossier(book, new_id(), handover, by=director, now=now)
    relative = kept[Relative]
    assert isinstance(relative, Relative)
    barred = {
        "{name} is not to be given information.": replace(relative, no_information=True),
        "{name} must not be in contact with this person.": replace(relative, no_contact=True),
    }
    for said, changed in barred.items():
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            writer.amend(replace(changed, version=writer.record(Relative, relative.id).version))  # type: ignore[union-attr]
        before = journal_length(book, now)
        with pytest.raises(Refused) as refused:
            export_family_dossier(book, episode.id, handover, by=director, now=now)
        assert refused.value.message.id == said
        assert journal_length(book, now) == before
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(ContactBan(episode_id=episode.id, against="Ông Thị Ngọc Lan", from_on=TODAY, to_on=TODAY))
    with pytest.raises(Refused) as refused:
        export_family_dossier(book, episode.id, handover, by=director, now=now)
    assert refused.value.message.id == "{name} is banned from contact until {day}."
    export_family_dossier(book, episode.id, SELF, by=director, now=now)
    assert [one[0] for one in readings(book, now)] == ["export_family_dossier"] * 2


def test_only_who_may_and_never_a_protected_record(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    _person, episode = admit(book, director, now)
    for role in Role:
        actor = actor_with(role)
        if role in permissions.DEEDS["export_family_dossier"]:
            assert export_family_dossier(book, episode.id, SELF, by=actor, now=now).result.people == 1
        else:
            with pytest.raises(Refused):
                export_family_dossier(book, episode.id, SELF, by=actor, now=now)
    noted = readings(book, now)
    assert len(noted) == len(permissions.DEEDS["export_family_dossier"])
    _restricted, stay = admit(book, director, now, episode=emergency(confidential=True))
    with pytest.raises(Refused) as refused:
        export_family_dossier(book, stay.id, SELF, by=actor_with(Role.SOCIAL_WORKER), now=now)
    assert refused.value.message == protected()
    assert readings(book, now) == noted


def test_that_it_left_the_book_is_never_taken_back(book: Book, director: Actor, now: datetime) -> None:
    _person, episode = admit(book, director, now)
    op = new_id()
    export_family_dossier(book, episode.id, SELF, by=director, now=now, op=op)
    with pytest.raises(Refused):
        undo_deed(book, op, by=director, now=now)
    assert len(readings(book, now)) == 1
