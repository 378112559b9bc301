"""What is heard, checked, planned and taught on the way home: carers, opinions, check-list, supports, training of the carer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, stop_at
from carebook.actions.reintegration.visible import REINTEGRATION, at_hand, keep, running_path, strike
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    ReadinessAnswer,
    ReadinessCheck,
    Support,
)
from carebook.records.staff import Actor
from carebook.rules.identity import read_phone
from carebook.rules.names import normalise
from carebook.rules.reintegration import (
    problems_in_carer,
    problems_in_opinion,
    problems_in_readiness,
    problems_in_support,
    problems_in_training,
)
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.contacts import barred_from
from carebook.store.reintegration import path_law
from carebook.words import N_, message


@deed(N_("Save a carer"), "reintegration")
def save_carer(
    book: Book, carer: Carer, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Keep somebody who would take the person in. Choosing one takes the choice from the one before."""
    with book.changing(by.account_id, now, op, "save_carer", reason=reason) as writer:
        path_id, episode_id, person = _owner(writer, carer, by, now)
        phone = read_phone(carer.phone) if carer.phone.strip() else None
        mine = replace(
            carer,
            episode_id=episode_id,
            reintegration_id=path_id,
            full_name=normalise(carer.full_name),
            phone=phone.value if phone and phone.problem is None else carer.phone.strip(),
        )
        today = in_vietnam(now)
        stop_at(problems_in_carer(mine, today=today, barred=barred_from(writer, person.id, episode_id, today)))
        kept = keep(writer, mine, seen)
        if kept.chosen:
            for other in writer.records(Carer, "reintegration_id = ? AND chosen = 1 AND id <> ?", (path_id, kept.id)):
                writer.amend(replace(other, chosen=False))
    return _saved(person, kept, op)


@deed(N_("Strike a carer through"), "reintegration")
def strike_carer(book: Book, carer_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through a carer who was written down by mistake."""
    return strike(book, Carer, carer_id, "strike_carer", by=by, now=now, op=op, reason=reason)


@deed(N_("Record an opinion"), "reintegration")
def record_opinion(
    book: Book, opinion: Opinion, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Keep what somebody said about going home; who writes it down heard it, unless somebody is named."""
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "record_opinion", reason=reason) as writer:
        path_id, episode_id, person = _owner(writer, opinion, by, now)
        mine = replace(
            opinion,
            episode_id=episode_id,
            reintegration_id=path_id,
            name=normalise(opinion.name),
            heard_by_id=opinion.heard_by_id or by.staff_member_id or None,
        )
        law = path_law(writer, today)
        ages = (law.limit("age_own_opinion").value, law.limit("age_childhood_ends").value)
        stop_at(problems_in_opinion(mine, born=person.born, ages=ages, today=today))
        kept = keep(writer, mine, seen)
    return _saved(person, kept, op)


@deed(N_("Strike an opinion through"), "reintegration")
def strike_opinion(book: Book, opinion_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through an opinion that was written down by mistake."""
    return strike(book, Opinion, opinion_id, "strike_opinion", by=by, now=now, op=op, reason=reason)


@deed(N_("Answer the check-list"), "reintegration")
def check_readiness(
    book: Book,
    reintegration_id: str,
    answers: Mapping[str, tuple[ReadinessAnswer, str]],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Answer points of the check-list: code of the point → (answer, note). Points not named stay as they are; one that says
    the same as before keeps its day. ``Change.result`` is the tuple of the rows kept.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "check_readiness", reason=reason) as writer:
        path, _episode, person = running_path(writer, reintegration_id, by, now)
        points = [code.code for code in path_law(writer, today).choices("readiness_item")]
        stop_at(problems_in_readiness(answers, points=points))
        known = {one.item: one for one in writer.records(ReadinessCheck, "reintegration_id = ?", (path.id,))}
        kept = []
        for item, (answer, note) in answers.items():
            before = known.get(item)
            if before is not None and (before.answer, before.note) == (answer, note.strip()):
                continue
            check = ReadinessCheck(
                id=before.id if before else "",
                episode_id=path.episode_id,
                reintegration_id=path.id,
                item=item,
                answer=answer,
                note=note.strip(),
                checked_on=today,
                checker_id=by.staff_member_id or None,
            )
            kept.append(writer.amend(check) if before else writer.add(check))
    said = message("Saved the way home of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, path.id), op, said, result=tuple(kept))


@deed(N_("Save a support"), "reintegration")
def save_support(
    book: Book, support: Support, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Keep one thing the plan home brings."""
    with book.changing(by.account_id, now, op, "save_support", reason=reason) as writer:
        path_id, episode_id, person = _owner(writer, support, by, now)
        mine = replace(support, episode_id=episode_id, reintegration_id=path_id)
        stop_at(problems_in_support(mine, today=in_vietnam(now)))
        kept = keep(writer, mine, seen)
    return _saved(person, kept, op)


@deed(N_("Strike a support through"), "reintegration")
def strike_support(book: Book, support_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through a support that was written down by mistake."""
    return strike(book, Support, support_id, "strike_support", by=by, now=now, op=op, reason=reason)


@deed(N_("Record training of the carer"), "reintegration")
def record_carer_training(
    book: Book,
    training: CarerTraining,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep what the carer was taught; who writes it down taught it, unless somebody is named."""
    with book.changing(by.account_id, now, op, "record_carer_training", reason=reason) as writer:
        path_id, episode_id, person = _owner(writer, training, by, now)
        mine = replace(
            training,
            episode_id=episode_id,
            reintegration_id=path_id,
            trainer_id=training.trainer_id or by.staff_member_id or None,
        )
        stop_at(problems_in_training(mine, today=in_vietnam(now)))
        kept = keep(writer, mine, seen)
    return _saved(person, kept, op)


@deed(N_("Strike training of the carer through"), "reintegration")
def strike_carer_training(
    book: Book, training_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike through training that was written down by mistake."""
    return strike(book, CarerTraining, training_id, "strike_carer_training", by=by, now=now, op=op, reason=reason)


def _owner(
    writer: Writer, row: Carer | Opinion | Support | CarerTraining, by: Actor, now: datetime
) -> tuple[str, str, Person]:
    """The path a row belongs to and its stay, as the book has them when the row is there already, and the person."""
    known = at_hand(writer, type(row), row.id) if row.id else row
    path, episode, person = running_path(writer, known.reintegration_id, by, now)
    return path.id, episode.id, person


def _saved(person: Person, kept: Record, op: str) -> Change:
    said = message("Saved the way home of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)
