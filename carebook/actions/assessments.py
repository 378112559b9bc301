"""Deeds about forms 02 and 03: kept while they are written, completed and frozen, struck through or replaced with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.intake import form_in_progress
from carebook.actions.people import visible_stay
from carebook.records.assessments import Assessment, DomainRating, EligibilityCheck
from carebook.records.intake import FormState
from carebook.records.staff import Actor
from carebook.rules import assessments as rules
from carebook.rules.assessments import AssessmentFile
from carebook.store.assessments import assessment_file, goals_answering
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.code_lists import codes
from carebook.words import N_, message

CASEWORK = frozenset({"casework"})


@deed(N_("Save the assessment"), "casework")
def save_assessment(
    book: Book,
    assessment: Assessment,
    ratings: Sequence[DomainRating],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep an assessment as it stands, in progress; a new one when it has no id. A completed one is refused.

    ``ratings`` are those that were touched: several people may work on one assessment, each on their domains, so a rating
    is checked against the version it was read with. ``Change.result`` is the kept `AssessmentFile`.
    """
    with book.changing(by.account_id, now, op, "save_assessment", reason=reason) as writer:
        many = len(_domains(writer, now))
        given = replace(assessment, state=FormState.IN_PROGRESS)
        if assessment.id:
            there, stay, person = form_in_progress(writer, Assessment, assessment.id, by, now)
            stop_at(rules.problems_in(given, ratings, stay, today=in_vietnam(now), domains=many))
            kept = writer.amend(replace(given, episode_id=there.episode_id, replaces_id=there.replaces_id), seen=seen)
        else:
            stay, person = visible_stay(writer, assessment.episode_id, by, now)
            stop_at(rules.problems_in(given, ratings, stay, today=in_vietnam(now), domains=many))
            stop_at(rules.problems_in_replacing(given, writer.records(Assessment, "episode_id = ?", (stay.id,))))
            kept = writer.add(given)
        for rating in ratings:
            _keep_rating(writer, replace(rating, episode_id=stay.id, assessment_id=kept.id))
        file = assessment_file(writer, kept.id)
    said = message("Saved the assessment of {name}.", name=person.full_name)
    return Change(CASEWORK, (kept.id,), op, said, result=file)


def _keep_rating(writer: Writer, rating: DomainRating) -> None:
    of = (rating.assessment_id, rating.domain)
    there = next(iter(writer.records(DomainRating, "assessment_id = ? AND domain = ?", of)), None)
    if there is None:
        if not rules.is_blank(rating):
            writer.add(replace(rating, id=""))
    elif not rating.id:
        raise NewerVersion(there)
    else:
        writer.amend(replace(rating, id=there.id), seen=rating.version)


@deed(N_("Complete the assessment"), "casework")
def complete_assessment(
    book: Book, assessment_id: str, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Complete an assessment; from now on it is frozen, and the one it replaces is no longer counted.

    High needs without an answer do not stop it: `Change.result` is (the completed `AssessmentFile`, their domains).
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "complete_assessment", reason=reason) as writer:
        assessment, stay, person = form_in_progress(writer, Assessment, assessment_id, by, now)
        ratings = writer.records(DomainRating, "assessment_id = ?", (assessment_id,))
        goals = goals_answering(writer, stay.id)
        stop_at(
            rules.problems_before_completing(
                assessment, ratings, stay, today=today, domains=_domains(writer, now), goals=goals
            )
        )
        kept = writer.amend(replace(assessment, state=FormState.COMPLETED), seen=seen)
        if assessment.replaces_id:
            _strike(writer, assessment.replaces_id, assessment.replaced_because)
    needs = rules.unanswered_needs(ratings, goals)
    said = message("Completed the assessment of {name}.", name=person.full_name)
    return Change(CASEWORK, (kept.id,), op, said, result=(AssessmentFile(kept, tuple(ratings)), needs))


@deed(N_("Strike through the assessment"), "casework")
def strike_assessment(
    book: Book, assessment_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike an assessment through, finished or not; it stays readable with its reason and is no longer counted."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_assessment", reason=reason) as writer:
        assessment = writer.record(Assessment, assessment_id)
        if assessment is None:
            raise LookupError(assessment_id)
        visible_stay(writer, assessment.episode_id, by, now)
        if assessment.is_withdrawn:
            raise refuse(message("This assessment is already struck through."))
        _strike(writer, assessment_id, reason)
    return Change(CASEWORK, (assessment_id,), op, message("Struck through."))


def _strike(writer: Writer, assessment_id: str, reason: str) -> None:
    writer.withdraw(Assessment, assessment_id, reason)
    for rating in writer.records(DomainRating, "assessment_id = ?", (assessment_id,)):
        writer.withdraw(DomainRating, rating.id, reason)


@deed(N_("Save the check of the criteria"), "casework")
def save_eligibility(
    book: Book,
    check: EligibilityCheck,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep form 03 as it stands, in progress; a new one when it has no id. ``Change.result`` is the kept check."""
    with book.changing(by.account_id, now, op, "save_eligibility", reason=reason) as writer:
        given = replace(check, state=FormState.IN_PROGRESS)
        if check.id:
            there, stay, person = form_in_progress(writer, EligibilityCheck, check.id, by, now)
            stop_at(rules.problems_in_check(given, stay, today=in_vietnam(now)))
            kept = writer.amend(replace(given, episode_id=there.episode_id, replaces_id=there.replaces_id), seen=seen)
        else:
            stay, person = visible_stay(writer, check.episode_id, by, now)
            stop_at(rules.problems_in_check(given, stay, today=in_vietnam(now)))
            others = writer.records(EligibilityCheck, "episode_id = ?", (stay.id,))
            stop_at(rules.problems_in_replacing_check(given, others))
            kept = writer.add(given)
    said = message("Saved form 03 of {name}.", name=person.full_name)
    return Change(CASEWORK, (kept.id,), op, said, result=kept)


@deed(N_("Complete the check of the criteria"), "casework")
def complete_eligibility(
    book: Book, check_id: str, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Complete form 03; from now on it is frozen, and the one it replaces is no longer counted."""
    with book.changing(by.account_id, now, op, "complete_eligibility", reason=reason) as writer:
        check, stay, person = form_in_progress(writer, EligibilityCheck, check_id, by, now)
        stop_at(rules.problems_before_completing_check(check, stay, today=in_vietnam(now)))
        kept = writer.amend(replace(check, state=FormState.COMPLETED), seen=seen)
        if check.replaces_id:
            writer.withdraw(EligibilityCheck, check.replaces_id, check.replaced_because)
    said = message("Completed form 03 of {name}.", name=person.full_name)
    return Change(CASEWORK, (kept.id,), op, said, result=kept)


def _domains(writer: Writer, now: datetime) -> list[str]:
    return [code.code for code in codes(writer, "need_domain", in_vietnam(now))]
