"""Deeds about the assessment of a family: writing and completing it, striking it through, clearing a red flag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.records.reintegration import Reintegration
from carebook.records.staff import Actor
from carebook.rules.families import problems_before_completing, problems_in_assessment
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.code_lists import codes
from carebook.store.families import FamilyFile, family_file, scorecard, write_family
from carebook.words import N_, message

REINTEGRATION = frozenset({"reintegration"})


@deed(N_("Save the family assessment"), "reintegration")
def save_family_assessment(
    book: Book,
    assessment: FamilyAssessment,
    ratings: Sequence[FamilyRating],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep an assessment that is being written. A red flag on it stops the path from now on. ``Change.result`` is the kept
    `FamilyFile`.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "save_family_assessment", reason=reason) as writer:
        there: FamilyFile | None = None
        if assessment.id:
            there, path, person = _assessment(writer, assessment.id, by, now)
            _stop_unless_open(there)
            if seen is not None and there.assessment.version != seen:
                raise NewerVersion(there.assessment)
        else:
            path, person = _open_path(writer, assessment.reintegration_id, by, now)
        card = scorecard(writer, assessment.visited_on or today)
        uncleared = [
            replace(one, remark=one.remark.strip(), cleared_on=None, cleared_by_id=None, cleared_because="")
            for one in ratings
        ]
        stop_at(
            problems_in_assessment(assessment, uncleared, card.criteria, since=path.started_on or today, today=today)
        )
        mine = replace(
            assessment,
            id=there.id if there else "",
            version=there.assessment.version if there else 0,
            episode_id=path.episode_id,
            reintegration_id=path.id,
            state=FormState.IN_PROGRESS,
        )
        kept = write_family(writer, mine, uncleared)
    said = message("Saved the family assessment of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Complete the family assessment"), "reintegration")
def complete_family_assessment(
    book: Book,
    assessment_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Complete an assessment; it is frozen from now on. ``Change.result`` is the kept `FamilyFile`."""
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "complete_family_assessment", reason=reason) as writer:
        there, path, person = _assessment(writer, assessment_id, by, now)
        _stop_unless_open(there)
        if seen is not None and there.assessment.version != seen:
            raise NewerVersion(there.assessment)
        card = scorecard(writer, there.assessment.visited_on or today)
        stop_at(
            problems_before_completing(
                there.assessment, there.ratings, card.criteria, since=path.started_on or today, today=today
            )
        )
        kept = replace(there, assessment=writer.amend(replace(there.assessment, state=FormState.COMPLETED)))
    said = message(
        "Completed the family assessment of {name}: {total}/{most}.",
        name=person.full_name,
        total=kept.rated.total,
        most=kept.rated.most,
    )
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike the family assessment through"), "reintegration")
def strike_family_assessment(
    book: Book, assessment_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike an assessment through with its ratings; it stays readable with the reason.

    Refused while a red flag stands open on a completed one: a flag is cleared with a reason, never struck away.
    """
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_family_assessment", reason=reason) as writer:
        there, _path, person = _assessment(writer, assessment_id, by, now)
        if there.is_completed and there.rated.flags:
            raise refuse(message("A red flag stands on this assessment. It is cleared with a reason, not struck away."))
        for one in there.ratings:
            writer.withdraw(FamilyRating, one.id, reason)
        writer.withdraw(FamilyAssessment, there.id, reason)
    return Change(REINTEGRATION, (person.id, there.id), op, message("Struck through."))


@deed(N_("Clear the red flag"), "reintegration")
def clear_red_flag(
    book: Book, rating_id: str, because: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Clear a red flag of a completed assessment, by name and with the reason. ``Change.result`` is the kept `FamilyFile`."""
    if not because.strip():
        raise refuse(message("Write why the red flag no longer stands."), "cleared_because")
    if not by.staff_member_id:
        raise refuse(message("A red flag is cleared by a named person; this account belongs to nobody."))
    with book.changing(by.account_id, now, op, "clear_red_flag", reason=reason) as writer:
        rating = writer.record(FamilyRating, rating_id)
        if rating is None:
            raise LookupError(rating_id)
        there, _path, person = _assessment(writer, rating.family_assessment_id, by, now)
        if not there.is_completed:
            raise refuse(message("The assessment is still being written; take the mark off there."))
        if not rating.red_flag or rating.cleared_on is not None:
            raise refuse(message("No red flag stands here any more."))
        writer.amend(
            replace(
                rating,
                cleared_on=in_vietnam(now),
                cleared_by_id=by.staff_member_id,
                cleared_because=because.strip(),
            )
        )
        writer.run("UPDATE family_assessment SET version = version + 1 WHERE id = ?", (there.id,))
        kept = family_file(writer, there.id)
        words = {code.code: code.text for code in codes(writer, "family_criterion", in_vietnam(now))}
    said = message(
        "Cleared the red flag “{criterion}” of {name}.",
        criterion=words.get(rating.criterion, rating.criterion),
        name=person.full_name,
    )
    return Change(REINTEGRATION, (person.id, there.id), op, said, undoable=False, result=kept)


def _assessment(
    writer: Writer, assessment_id: str, by: Actor, now: datetime
) -> tuple[FamilyFile, Reintegration, Person]:
    """An assessment that was not struck through, its path and person. LookupError: no such assessment."""
    there = family_file(writer, assessment_id)
    if there is None:
        raise LookupError(assessment_id)
    path, person = _open_path(writer, there.assessment.reintegration_id, by, now)
    if there.assessment.is_withdrawn:
        why = there.assessment.withdrawn_because
        raise refuse(message("This assessment was struck through ({why}).", why=why))
    return there, path, person


def _open_path(writer: Writer, reintegration_id: str, by: Actor, now: datetime) -> tuple[Reintegration, Person]:
    """A path on which nobody was handed over yet, and whose it is. LookupError: no such path."""
    path = writer.record(Reintegration, reintegration_id)
    if path is None:
        raise LookupError(reintegration_id)
    _episode, person = visible_stay(writer, path.episode_id, by, now)
    if path.handed_over_on is not None:
        day = written(path.handed_over_on)
        said = message(
            "{name} was handed over on {day}; what is seen now belongs to a follow-up visit.",
            name=person.full_name,
            day=day,
        )
        raise refuse(said)
    if path.is_withdrawn or path.ended_on is not None:
        raise refuse(message("This way home has ended; nothing more is written on it."))
    return path, person


def _stop_unless_open(there: FamilyFile) -> None:
    if there.is_completed:
        raise refuse(
            message("This assessment is completed and can no longer be changed. Visit again and write a new one.")
        )
