"""Deeds about hospital: somebody is taken there, what was written is corrected, and they come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import VIETNAM, local
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.hospital import HospitalTransfer
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.episodes import problems_in_absence
from carebook.rules.hospital import problems_in_return, problems_in_transfer
from carebook.store.book import Book, Writer, in_vietnam
from carebook.words import N_, message

AWAY = frozenset({"people", "episodes", "daily_care", "meals"})


@deed(N_("Take to hospital"), "people", "episodes", "daily_care", "meals")
def transfer_to_hospital(
    book: Book,
    transfer: HospitalTransfer,
    *,
    expected_on: date | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Write down that somebody is taken to hospital: the absence, for which the bed stays theirs and meals stop, and what went
    along. With ``absence_id`` the transfer is added to a stay in hospital that was written down before.

    Refused while another absence runs. ``Change.result`` is the kept `HospitalTransfer`.
    """
    with book.changing(by.account_id, now, op, "transfer_to_hospital", reason=reason) as writer:
        episode, person = visible_stay(writer, transfer.episode_id, by, now)
        stop_at(problems_in_transfer(transfer, stay=episode, now=now))
        if transfer.absence_id:
            absence = _absence(writer, transfer.absence_id, episode)
            if writer.records(HospitalTransfer, "absence_id = ?", (absence.id,)):
                raise refuse(message("The transfer of this stay in hospital is already written down."))
        else:
            absence = writer.add(_absence_for(writer, transfer, episode, expected_on, now))
        kept = writer.add(replace(transfer, absence_id=absence.id))
    said = message("{name} was taken to {hospital}.", name=person.full_name, hospital=kept.hospital)
    return Change(AWAY, (person.id, kept.id, absence.id), op, said, result=kept)


@deed(N_("Edit the transfer to hospital"), "people", "episodes", "daily_care", "meals")
def amend_transfer(
    book: Book,
    transfer: HospitalTransfer,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Correct what was written of a transfer; the absence follows its time of leaving and its hospital."""
    with book.changing(by.account_id, now, op, "amend_transfer", reason=reason) as writer:
        _there, absence, episode, person = _standing(writer, transfer.id, by, now)
        mine = replace(transfer, episode_id=episode.id, absence_id=absence.id)
        stop_at(problems_in_transfer(mine, stay=episode, now=now))
        if absence.back_on is not None:
            stop_at(problems_in_return(mine, absence, _back_at(absence), now=now))
        _write_absence(writer, _left(absence, mine), episode, now)
        kept = writer.amend(mine, seen=seen)
    said = message("Saved the transfer of {name}.", name=person.full_name)
    return Change(AWAY, (person.id, kept.id, absence.id), op, said, result=kept)


@deed(N_("Return from hospital"), "people", "episodes", "daily_care", "meals")
def return_from_hospital(
    book: Book,
    transfer: HospitalTransfer,
    back_at: datetime | None,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write down that somebody came back at ``back_at``, in which state, with what diagnosis and advice, and who paid.

    Refused without the state on return. New orders are written as prescriptions. ``Change.result`` is the kept transfer.
    """
    with book.changing(by.account_id, now, op, "return_from_hospital", reason=reason) as writer:
        _there, absence, episode, person = _standing(writer, transfer.id, by, now)
        if absence.back_on is not None:
            raise refuse(message("{name} is back already.", name=person.full_name))
        mine = replace(transfer, episode_id=episode.id, absence_id=absence.id)
        stop_at(problems_in_return(mine, absence, back_at, now=now))
        assert back_at is not None
        came = local(back_at)
        ended = replace(absence, back_on=came.date(), back_at=came.time(), state_on_return=mine.back_state)
        _write_absence(writer, ended, episode, now)
        kept = writer.amend(mine, seen=seen)
    said = message("{name} is back from {hospital}.", name=person.full_name, hospital=kept.hospital)
    return Change(AWAY, (person.id, kept.id, absence.id), op, said, result=kept)


def _absence_for(
    writer: Writer, transfer: HospitalTransfer, episode: Episode, expected_on: date | None, now: datetime
) -> Absence:
    assert transfer.left_at is not None
    day = local(transfer.left_at).date()
    absence = _left(
        Absence(episode_id=episode.id, kind=AbsenceKind.HOSPITAL, from_on=day, expected_on=expected_on), transfer
    )
    others = writer.records(Absence, "episode_id = ?", (episode.id,))
    stop_at(problems_in_absence(absence, episode, others, today=in_vietnam(now)))
    return absence


def _left(absence: Absence, transfer: HospitalTransfer) -> Absence:
    assert transfer.left_at is not None
    left = local(transfer.left_at)
    return replace(absence, from_on=left.date(), left_at=left.time(), place=transfer.hospital)


def _write_absence(writer: Writer, absence: Absence, episode: Episode, now: datetime) -> None:
    others = writer.records(Absence, "episode_id = ?", (episode.id,))
    stop_at(problems_in_absence(absence, episode, others, today=in_vietnam(now)))
    writer.amend(absence)


def _back_at(absence: Absence) -> datetime | None:
    """When somebody came back; the end of the day where the hour is not known."""
    if absence.back_on is None:
        return None
    return datetime.combine(absence.back_on, absence.back_at or time(23, 59), VIETNAM)


def _absence(writer: Writer, absence_id: str, episode: Episode) -> Absence:
    """The stay in hospital a transfer is added to. LookupError: no such absence of this stay."""
    there = writer.record(Absence, absence_id)
    if there is None or there.episode_id != episode.id:
        raise LookupError(absence_id)
    if there.kind is not AbsenceKind.HOSPITAL or there.is_withdrawn:
        raise refuse(message("This absence is no stay in hospital."))
    return there


def _standing(
    writer: Writer, transfer_id: str, by: Actor, now: datetime
) -> tuple[HospitalTransfer, Absence, Episode, Person]:
    """A transfer that may be written on, with its absence. LookupError: no such transfer."""
    there = writer.record(HospitalTransfer, transfer_id)
    absence = writer.record(Absence, there.absence_id) if there is not None else None
    if there is None or absence is None:
        raise LookupError(transfer_id)
    episode, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
    return there, absence, episode, person
