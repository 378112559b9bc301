"""Deeds about handing somebody over: writing the minutes, completing them, which ends the stay, striking them through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.follow_ups.laying import write_follow_ups
from carebook.actions.reintegration import running_path, write_stage
from carebook.actions.stays import ENDED, end_stay
from carebook.dates import written
from carebook.records.closures import Closure, ClosureParty
from carebook.records.conferences import Conference
from carebook.records.episodes import Belonging, Episode
from carebook.records.handovers import HandedKind, Handover, HandoverItem, HandoverSignature
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.records.reintegration import PathPaper, Stage
from carebook.records.staff import Actor
from carebook.rules import closures as closing
from carebook.rules.dated import code_on
from carebook.rules.episodes import problems_in
from carebook.rules.handovers import (
    HandoverFacts,
    lacks_before_handover,
    problems_in_handover,
    refusal,
    stay_after,
)
from carebook.store import code_lists, facility, staff
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.closures import closure_of, course_of, write_closure
from carebook.store.handovers import (
    HandoverFile,
    handover_by_id,
    handover_facts,
    handover_file,
    write_handover,
)
from carebook.words import N_, message, speaking

REINTEGRATION = frozenset({"reintegration"})


@deed(N_("Save the handover minutes"), "reintegration")
def save_handover(
    book: Book,
    handover: Handover,
    items: Sequence[HandoverItem],
    signatures: Sequence[HandoverSignature],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep minutes that are being written; one for each path. ``Change.result`` is the kept `HandoverFile`."""
    with book.changing(by.account_id, now, op, "save_handover", reason=reason) as writer:
        path, episode, person = running_path(writer, handover.reintegration_id, by, now)
        there = handover_file(writer, path.id)
        if there is not None:
            _stop_if_completed(there, person)
            if there.id != handover.id or (seen is not None and there.handover.version != seen):
                raise NewerVersion(there.handover)
        stop_at(problems_in_handover(handover, items, signatures, since=episode.start_on, today=in_vietnam(now)))
        mine = replace(
            handover,
            id=there.id if there else "",
            version=there.handover.version if there else 0,
            episode_id=episode.id,
            state=FormState.IN_PROGRESS,
        )
        kept = write_handover(writer, mine, items, signatures)
    said = message("Saved the handover minutes of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Hand over"), "reintegration", *ENDED)
def complete_handover(
    book: Book,
    handover_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Hand somebody over on their minutes, which are frozen from now on. Refused, in words, while anything lacks.

    In one transaction: the stay ends with the reason and destination of the path, form 06 is begun where it is not there yet,
    belongings on the minutes are given back, the follow-up is laid out and the path goes on to it (or is closed where there
    is none). ``Change.result`` is the kept `HandoverFile`.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "complete_handover", reason=reason) as writer:
        there = handover_by_id(writer, handover_id)
        if there is None:
            raise LookupError(handover_id)
        path, episode, person = running_path(writer, there.handover.reintegration_id, by, now)
        _stop_if_completed(there, person)
        _stop_if_struck(there)
        if seen is not None and there.handover.version != seen:
            raise NewerVersion(there.handover)
        if episode.end_on is not None:
            raise refuse(
                message("The stay of {name} ended on {day}.", name=person.full_name, day=written(episode.end_on))
            )
        stop_at(
            problems_in_handover(there.handover, there.items, there.signatures, since=episode.start_on, today=today)
        )
        facts = handover_facts(writer, there, today)
        if found := lacks_before_handover(facts, today=today):
            raise refuse(refusal(found))
        ended = _end_stay(writer, facts, episode, person, there)
        kept = replace(there, handover=writer.amend(replace(there.handover, state=FormState.COMPLETED)))
        day = ended.end_on
        assert day is not None
        _give_back(writer, kept)
        _begin_form_06(writer, ended, person)
        gone = writer.amend(replace(path, handed_over_on=day))
        visits = write_follow_ups(writer, gone, day, now) if facts.path.follows_up else []
        if visits:
            write_stage(writer, gone, Stage.FOLLOW_UP, day)
            said = message(
                "Handed over {name}; follow-up begins, {n} visits are laid out.", name=person.full_name, n=len(visits)
            )
        else:
            write_stage(writer, writer.amend(replace(gone, ended_on=day)), Stage.CLOSED, day)
            said = message("Handed over {name}; no follow-up is expected.", name=person.full_name)
    subjects = REINTEGRATION | ENDED
    return Change(subjects, (person.id, episode.id, kept.id), op, said, result=kept)


@deed(N_("Strike the handover minutes through"), "reintegration")
def strike_handover(
    book: Book, handover_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike minutes through that were not completed, with what was listed and signed on them."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_handover", reason=reason) as writer:
        there = handover_by_id(writer, handover_id)
        if there is None:
            raise LookupError(handover_id)
        _path, _episode, person = running_path(writer, there.handover.reintegration_id, by, now)
        _stop_if_completed(there, person)
        _stop_if_struck(there)
        for item in there.items:
            writer.withdraw(HandoverItem, item.id, reason)
        for one in there.signatures:
            if one.id:
                writer.withdraw(HandoverSignature, one.id, reason)
        writer.withdraw(Handover, there.id, reason)
    return Change(REINTEGRATION, (person.id, there.id), op, message("Struck through."))


def _end_stay(writer: Writer, facts: HandoverFacts, episode: Episode, person: Person, there: HandoverFile) -> Episode:
    """End the stay by its path, as a discharge would."""
    day = there.handover.handed_on
    assert day is not None
    path = code_on(code_lists.codes(writer, "home_path", day), "home_path", facts.path.path, day)
    destinations = code_lists.codes(writer, "home_destination", day)
    goes_to = code_on(destinations, "home_destination", facts.path.destination or "", day)
    assert path is not None
    papers = writer.records(PathPaper, "reintegration_id = ?", (facts.path.reintegration_id,))
    ended = stay_after(episode, there.handover, papers, path=path, destination=goes_to)
    others = writer.records(Episode, "person_id = ?", (person.id,))
    stop_at(problems_in(ended, born=person.born, others=others, today=in_vietnam(writer.now)))
    return end_stay(writer, ended)


def _give_back(writer: Writer, kept: HandoverFile) -> None:
    """Belongings that stand on the minutes word for word are with the person from that day on."""
    handed = {(one.what, one.amount) for one in kept.items if one.kind in (HandedKind.BELONGING, HandedKind.MONEY)}
    for thing in writer.records(Belonging, "episode_id = ? AND returned_on IS NULL", (kept.handover.episode_id,)):
        if (thing.what, thing.amount) in handed:
            writer.amend(replace(thing, returned_on=kept.handover.handed_on))


def _begin_form_06(writer: Writer, ended: Episode, person: Person) -> None:
    """Form 06 is written at the end of the stay (TT 02/2020 khoản 3 Điều 8): begun with what the book knows, to be completed by
    the case manager. One that was begun by hand stays as it is.
    """
    if closure_of(writer, ended.id) is not None:
        return
    words = code_lists.words(writer)
    met = writer.records(Conference, "episode_id = ?", (ended.id,), order="held_on DESC, id DESC")
    manager = staff.staff_member(writer, ended.case_manager_id) if ended.case_manager_id else None
    names = {
        ClosureParty.MANAGER: manager.full_name if manager else "",
        ClosureParty.CLIENT: person.full_name,
        ClosureParty.FAMILY: ended.received_by,
        ClosureParty.HEAD: facility.facility(writer).head_name,
    }
    with speaking("vi"):  # a paper of the book, whatever the window speaks
        filled = closing.prefilled(course_of(writer, ended), words.text)
        closure = Closure(
            episode_id=ended.id,
            reason=ended.end_reason,
            closed_on=ended.end_on,
            closer_id=ended.case_manager_id,
            course="\n".join(map(str, filled.course)),
            results="\n".join(map(str, filled.results)),
            plan_after="\n".join(map(str, filled.plan_after)),
            conference_id=met[0].id if met else None,
        )
    write_closure(writer, closure, closing.places_to_sign((), lambda party: names[party]))


def _stop_if_completed(there: HandoverFile, person: Person) -> None:
    if there.is_completed:
        day = written(there.handover.handed_on) if there.handover.handed_on else "–"
        raise refuse(
            message("{name} was handed over on {day}; the minutes cannot be changed.", name=person.full_name, day=day)
        )


def _stop_if_struck(there: HandoverFile) -> None:
    if there.handover.is_withdrawn:
        raise refuse(message("These minutes were struck through ({why}).", why=there.handover.withdrawn_because))
