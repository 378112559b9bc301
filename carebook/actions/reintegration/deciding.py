"""What the decision rests on: the papers the destination asks for, and what came of the trial stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, stop_at
from carebook.actions.reintegration.visible import REINTEGRATION, at_hand, running_path, strike
from carebook.records.episodes import Absence
from carebook.records.reintegration import PathPaper, TrialDecision, TrialReport
from carebook.records.staff import Actor
from carebook.rules.reintegration import problems_in_decision, problems_in_paper, problems_in_trial
from carebook.store.book import Book, NewerVersion, in_vietnam
from carebook.store.reintegration import path_facts, path_law
from carebook.words import N_, message


@deed(N_("Record a paper of the way home"), "reintegration")
def record_path_paper(
    book: Book, paper: PathPaper, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Keep a paper of the path: there with its day, or not needed for a reason; one row for each paper."""
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "record_path_paper", reason=reason) as writer:
        path, _episode, person = running_path(writer, paper.reintegration_id, by, now)
        known = writer.records(PathPaper, "reintegration_id = ? AND paper = ?", (path.id, paper.paper))
        mine = replace(paper, id=known[0].id if known else "", episode_id=path.episode_id, reintegration_id=path.id)
        papers = [code.code for code in path_law(writer, today).choices("path_paper")]
        stop_at(problems_in_paper(mine, known=papers, today=today))
        kept = writer.amend(mine, seen=seen) if known else writer.add(mine)
    said = message("Saved the way home of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a paper of the way home through"), "reintegration")
def strike_path_paper(book: Book, paper_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through a paper that was written down by mistake."""
    return strike(book, PathPaper, paper_id, "strike_path_paper", by=by, now=now, op=op, reason=reason)


@deed(N_("Report on a trial stay"), "reintegration")
def report_trial(
    book: Book,
    report: TrialReport,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep how a trial stay went, as the person, the family and the worker tell it; one report for each trial stay.

    What was decided after it stays as it is.
    """
    with book.changing(by.account_id, now, op, "report_trial", reason=reason) as writer:
        path, _episode, person = running_path(writer, report.reintegration_id, by, now)
        known = writer.records(TrialReport, "reintegration_id = ? AND absence_id = ?", (path.id, report.absence_id))
        before = known[0] if known else TrialReport(episode_id="", reintegration_id="", absence_id="")
        mine = replace(
            before,
            episode_id=path.episode_id,
            reintegration_id=path.id,
            absence_id=report.absence_id,
            client_report=report.client_report,
            family_report=report.family_report,
            staff_report=report.staff_report,
        )
        stop_at(problems_in_trial(mine, writer.record(Absence, mine.absence_id)))
        kept = writer.amend(mine, seen=seen) if known else writer.add(mine)
    said = message("Saved the way home of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Decide after a trial stay"), "reintegration")
def decide_trial(
    book: Book,
    report_id: str,
    decision: TrialDecision,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Decide what follows from a trial stay that is over; once more or not at all needs a reason. A later decision replaces it."""
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "decide_trial", reason=reason) as writer:
        known = at_hand(writer, TrialReport, report_id)
        path, _episode, person = running_path(writer, known.reintegration_id, by, now)
        if seen is not None and known.version != seen:
            raise NewerVersion(known)
        mine = replace(
            known,
            decision=decision,
            decided_on=today,
            decided_by_id=by.staff_member_id or None,
            reason=reason.strip(),
        )
        absence = writer.record(Absence, known.absence_id)
        if absence is None:
            raise LookupError(known.absence_id)
        asks_family = path_facts(writer, path.id, today).asks_family
        stop_at(problems_in_decision(mine, absence, asks_family=asks_family, today=today))
        kept = writer.amend(mine)
    said = message("Decided after the trial stay of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)
