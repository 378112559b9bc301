"""Visits that come into being: those of the template at the handover, those a risk asks for, those planned by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.follow_ups.followed import stop_unless_followed
from carebook.actions.reintegration.visible import REINTEGRATION, visible_path
from carebook.dates import written
from carebook.records.follow_ups import FollowUp, VisitOwner, VisitState
from carebook.records.reintegration import Reintegration
from carebook.records.staff import Actor
from carebook.rules.dated import code_on, limit_on
from carebook.rules.follow_ups import (
    TEMPLATES,
    TIGHTENING,
    Planned,
    is_awaited,
    is_made,
    merged,
    new_sheet_code,
    problems_in_planned,
    schedule,
    templates_for,
    tightened,
)
from carebook.store import code_lists
from carebook.store.book import Book, Writer, in_vietnam, new_id
from carebook.store.follow_ups import SheetCodes, leaver_of, visits_of
from carebook.words import N_, message

SETTLED = "sửa mức nguy cơ của lần theo dõi"
"""Why a visit that a risk had asked for falls away when the risk was corrected, as the book keeps it."""


def write_follow_ups(
    writer: Writer, path: Reintegration, handed_on: date, now: datetime, templates: Sequence[str] = ()
) -> list[FollowUp]:
    """Lay out the visits after a handover, under the templates in force that day; those of the destination, the age and the
    risk unless ``templates`` are given. Days that have a visit of the same owner stay as they are. Returns the new visits;
    none for a path or a destination without follow-up. Refused for a handover that lies in the future.
    """
    if handed_on > in_vietnam(now):
        raise refuse(message("{day} lies in the future.", day=written(handed_on)), "handed_on")
    kind = code_on(code_lists.codes(writer, "home_path", handed_on), "home_path", path.path, handed_on)
    if kind is None or not kind.extra.get("follow_up"):
        return []
    leaver, person = leaver_of(writer, path, handed_on)
    chosen = tuple(templates)
    if not chosen:
        destinations = code_lists.codes(writer, "home_destination", handed_on)
        destination = code_on(destinations, "home_destination", path.destination or "", handed_on)
        childhood = limit_on(code_lists.limits(writer), "age_childhood_ends", handed_on).value
        chosen = templates_for(destination, leaver, childhood_ends=childhood)
    codes = code_lists.code_history(writer, TEMPLATES)
    planned = merged(*(schedule(one, codes, handed_on, born=person.born) for one in chosen))
    there = {(one.due_on, one.owner) for one in visits_of(writer, path.id)}
    return _write(writer, path, [one for one in planned if (one.due_on, one.owner) not in there])


def write_tightening(writer: Writer, path: Reintegration, visit: FollowUp) -> list[FollowUp]:
    """Bring the visits that ``visit`` asks for in line with its risk and the next day agreed on: what is missing is added, what
    a correction made needless and nobody made yet is struck through, unless another visit asks for it too. Returns the new
    visits.
    """
    codes = code_lists.code_history(writer, TIGHTENING)
    wanted = {one.due_on: one for one in tightened(visit, codes)}
    visits = visits_of(writer, path.id)
    needless = set()
    for one in visits:
        if one.after_id == visit.id and is_awaited(one):
            if one.due_on in wanted:
                writer.amend(replace(one, why=wanted[one.due_on].why))
            else:
                writer.withdraw(FollowUp, one.id, SETTLED)
                needless.add(one.id)
    ours = {one.due_on for one in visits if one.owner is VisitOwner.CENTER and one.id not in needless}
    others = [one for one in visits if needless and is_made(one) and one.id != visit.id]
    added: list[FollowUp] = []
    for asking in (visit, *others):
        missing = tightened(asking, codes, ours)
        ours |= {one.due_on for one in missing}
        added += _write(writer, path, missing, after_id=asking.id)
    return added


def _write(
    writer: Writer, path: Reintegration, planned: Iterable[Planned], after_id: str | None = None
) -> list[FollowUp]:
    written = []
    for one in planned:
        visit_id = new_id()
        ours = one.owner is VisitOwner.CENTER
        written.append(
            writer.add(
                FollowUp(
                    id=visit_id,
                    episode_id=path.episode_id,
                    reintegration_id=path.id,
                    due_on=one.due_on,
                    owner=one.owner,
                    template=one.template,
                    after_id=after_id,
                    why=one.why,
                    sheet_code=new_sheet_code(visit_id, SheetCodes(writer)),
                    worker_id=path.worker_id,
                    collaborator_id=path.collaborator_id if ours else None,
                )
            )
        )
    return written


@deed(N_("Lay out the follow-up"), "reintegration")
def lay_out_follow_up(
    book: Book, reintegration_id: str, template: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Add the visits of another template after the day of the handover; those already laid out stay.

    Refused while nobody was handed over, after the follow-up ended, and where the template adds no day.
    """
    with book.changing(by.account_id, now, op, "lay_out_follow_up", reason=reason) as writer:
        path, _episode, person = visible_path(writer, reintegration_id, by, now)
        stop_unless_followed(path)
        assert path.handed_over_on is not None
        added = write_follow_ups(writer, path, path.handed_over_on, now, (template,))
        if not added:
            raise refuse(message("This schedule adds no visit."), "template")
    said = message("Laid out {n} visits for {name}.", n=len(added), name=person.full_name)
    return Change(REINTEGRATION, (person.id, path.id), op, said, result=added)


@deed(N_("Plan a visit"), "reintegration")
def plan_visit(book: Book, visit: FollowUp, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Plan one more visit by hand, saying why. Refused outside follow-up. ``Change.result`` is the kept `FollowUp`."""
    with book.changing(by.account_id, now, op, "plan_visit", reason=reason) as writer:
        path, _episode, person = visible_path(writer, visit.reintegration_id, by, now)
        stop_unless_followed(path)
        mine = replace(
            FollowUp(episode_id=path.episode_id, reintegration_id=path.id, due_on=visit.due_on),
            id=new_id(),
            owner=visit.owner,
            why=visit.why.strip(),
            worker_id=visit.worker_id or path.worker_id,
            collaborator_id=visit.collaborator_id,
        )
        stop_at(problems_in_planned(mine, handed_on=path.handed_over_on, today=in_vietnam(now)))
        same = (mine.due_on, mine.owner)
        if any(is_awaited(one) and (one.due_on, one.owner) == same for one in visits_of(writer, path.id)):
            raise refuse(message("There is a visit on that day already."), "due_on")
        kept = writer.add(replace(mine, sheet_code=new_sheet_code(mine.id, SheetCodes(writer))))
    said = message("Planned a visit to {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Move a visit"), "reintegration")
def move_visit(
    book: Book, visit: FollowUp, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Give an awaited visit another day (with a reason), worker or collaborator; everything else about it stays."""
    with book.changing(by.account_id, now, op, "move_visit", reason=reason) as writer:
        there = _awaited(writer, visit.id)
        path, _episode, person = visible_path(writer, there.reintegration_id, by, now)
        mine = replace(there, due_on=visit.due_on, worker_id=visit.worker_id, collaborator_id=visit.collaborator_id)
        if mine.due_on != there.due_on and not reason.strip():
            raise refuse(message("Say why the visit is moved."), "reason")
        stop_at(
            [
                one
                for one in problems_in_planned(mine, handed_on=path.handed_over_on, today=in_vietnam(now))
                if one.field == "due_on"
            ]
        )
        kept = writer.amend(mine, seen=seen)
    said = message("Saved the visit to {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


def _awaited(writer: Writer, visit_id: str) -> FollowUp:
    there = writer.record(FollowUp, visit_id)
    if there is None:
        raise LookupError(visit_id)
    if there.is_withdrawn or there.state is not VisitState.DUE:
        raise refuse(message("This visit is not awaited any more."))
    return there
