"""What the way home, the hotline, referrals and protection ask for and when; what other offices owe is never our lateness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from carebook.dates import written
from carebook.records.codes import HolidayRow, Limit
from carebook.records.path_due import CallDue, ContractDue, PathDue
from carebook.rules.casework import AHEAD
from carebook.rules.casework.work import CaseWork
from carebook.rules.due import DueItem, Urgency, basis_message, by_lateness
from carebook.words import N_, Message, message

_BAN_AHEAD = timedelta(days=7)
_ANSWER_WITHIN = timedelta(days=3)
"""How long a red flag, a trial stay or a cause of coming back may wait for its answer."""
_OFFICES = {"commune": N_("the commune"), "department": N_("the Department of Health"), "family": N_("the family")}
_APPROVERS = ("head", "director", "deputy")


def due(
    stays: Iterable[PathDue],
    *,
    today: date,
    limits: Sequence[Limit],
    own: Sequence[HolidayRow] = (),
    ahead: timedelta | None = AHEAD,
) -> list[DueItem]:
    """What the paths of all stays ask for, sorted by how late; ``ahead``: how long before its day (None: always)."""
    work = CaseWork(today, limits, own, None, ahead)
    asks = (_visits, _papers, _answers, _replies, _protection)
    return by_lateness(item for stay in stays for ask in asks for item in ask(stay, work))


def of_calls(calls: Iterable[CallDue], *, today: date) -> list[DueItem]:
    """The callers who wait to be called back."""
    return by_lateness(
        DueItem(
            kind="call_back",
            action="call_back",
            for_whom=str(message("Call back a caller of the hotline")),
            why=message("because a call back was promised for {date}", date=written(one.call_back_on)),
            owner=one.taken_by_id,
            due_on=one.call_back_on,
            basis=basis_message(""),
            detail=one.call_id,
            page="hotline",
            about=(("call_id", one.call_id),),
        )
        for one in calls
        if one.call_back_on <= today + AHEAD
    )


def of_contracts(contracts: Iterable[ContractDue], *, today: date, limits: Sequence[Limit]) -> list[DueItem]:
    """The contracts of collaborators that end within the time of notice."""
    notice = timedelta(days=CaseWork(today, limits).limit("collaborator_contract_notice").value)
    return by_lateness(
        DueItem(
            kind="collaborator_contract",
            action="save_collaborator",
            for_whom=str(message("Renew the contract of the collaborator {name}", name=one.name)),
            why=message("because the contract ends on {date}", date=written(one.to_on)),
            due_on=one.to_on,
            basis=basis_message(""),
            detail=one.collaborator_id,
            roles=_APPROVERS,
            page="collaborators",
            about=(("collaborator_id", one.collaborator_id),),
        )
        for one in contracts
        if today >= one.to_on - notice
    )


def _visits(stay: PathDue, work: CaseWork) -> Iterator[DueItem]:
    for one in stay.visits:
        if not work.is_near(one.due_on):
            continue
        ours = one.owner == "center"
        item = work.form(
            stay,
            "follow_up_visit" if ours else "visit_report",
            "record_visit" if ours else "receive_visit_report",
            Message(one.why)
            if one.why and ours
            else message("because the follow-up says {date}", date=written(one.due_on)),
            one.due_on,
            "follow_ups",
            work.limit("aftercare"),
            detail=one.visit_id,
            about=(("visit_id", one.visit_id),),
            waits_for=None if ours else _office(one.owner, one.office),
        )
        yield replace(item, owner=one.worker_id or stay.case_manager_id)


def _office(owner: str, named: str) -> Message:
    return Message(named) if named else Message(_OFFICES.get(owner, _OFFICES["commune"]))


def _papers(stay: PathDue, work: CaseWork) -> Iterator[DueItem]:
    """The papers of the decision, each with its owner."""
    for one in stay.papers:
        if not work.is_near(one.due_on):
            continue
        item = work.form(
            stay,
            "path_paper",
            "record_path_paper",
            message("because {paper} has a time limit", paper=one.words),
            one.due_on,
            "home_path",
            work.limit(one.limit),
            detail=one.paper,
            about=(("reintegration_id", one.reintegration_id),),
            waits_for=None if one.owner == "center" else _office(one.owner, ""),
        )
        yield replace(item, owner=one.worker_id or stay.case_manager_id)


def _answers(stay: PathDue, work: CaseWork) -> Iterator[DueItem]:
    """What somebody has to decide or tell about a path."""
    for kind, action, page, why, found, roles in (
        (
            "red_flag",
            "clear_red_flag",
            "families",
            N_("because a red flag stands since {date}"),
            stay.red_flags,
            _APPROVERS,
        ),
        (
            "trial_decision",
            "decide_trial",
            "home_path",
            N_("because the trial stay ended on {date}"),
            stay.trials,
            _APPROVERS,
        ),
        ("return_cause", "link_return", "home_path", N_("because the person came back on {date}"), stay.returns, ()),
    ):
        for one in found:
            item = work.form(
                stay,
                kind,
                action,
                Message(why, {"date": written(one.since_on)}),
                one.since_on + _ANSWER_WITHIN,
                page,
                detail=one.detail or one.reintegration_id,
                about=(("reintegration_id", one.reintegration_id),),
                roles=roles,
                urgency=Urgency.SOON,
            )
            # a flag may stand as long as the family needs: it stops the path and is nobody's lateness
            answered = replace(item, due_on=None) if kind == "red_flag" else item
            yield replace(answered, owner=None if roles else one.worker_id or stay.case_manager_id)


def _replies(stay: PathDue, work: CaseWork) -> Iterator[DueItem]:
    """Letters and referrals whose answer is overdue: the other side is to be asked again."""
    for kind, action, page, about, found in (
        ("tracing_reply", "save_letter", "tracing", "letter_id", stay.letters),
        ("referral_reply", "move_referral", "referrals", "referral_id", stay.referrals),
    ):
        for one in found:
            if work.today < one.due_on:
                continue
            item = work.form(
                stay,
                kind,
                action,
                message("because no answer came to what was sent on {date}", date=written(one.since_on)),
                one.due_on,
                page,
                detail=one.record_id,
                about=((about, one.record_id),),
            )
            yield replace(item, owner=one.worker_id or stay.case_manager_id)
    for one in stay.consents:
        item = work.form(
            stay,
            "consent_approval",
            "approve_consent",
            message("because consent was given on {date}", date=written(one.since_on)),
            one.due_on,
            "referrals",
            detail=one.record_id,
            about=(("referral_id", one.referral_id),),
            roles=_APPROVERS,
        )
        yield replace(item, owner=None)


def _protection(stay: PathDue, work: CaseWork) -> Iterator[DueItem]:
    for one in stay.bans:
        if work.today >= one.due_on - _BAN_AHEAD:
            yield work.form(
                stay,
                "contact_ban_end",
                "save_contact_ban",
                message("because the ban of contact ends on {date}", date=written(one.due_on)),
                one.due_on,
                "protection",
                detail=one.record_id,
                urgency=Urgency.URGENT,
            )
    for one in stay.safety_plans:
        if work.is_near(one.due_on):
            item = work.form(
                stay,
                "safety_plan_review",
                "save_safety_plan",
                message("because the safety plan says {date}", date=written(one.due_on)),
                one.due_on,
                "protection",
                detail=one.record_id,
            )
            yield replace(item, owner=one.worker_id or stay.case_manager_id)
