"""Deeds about referrals: proposing one, sending it on its consent, what came of it, striking it through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.referrals import Consent, Partner, Referral, ReferralState
from carebook.records.staff import Actor
from carebook.rules.problem import Problem
from carebook.rules.protection import tells_place
from carebook.rules.referrals import (
    Moving,
    moved,
    problems_in_move,
    problems_in_referral,
    said_state,
)
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.protection import hidden_places
from carebook.store.referrals import referral_file, reply_days
from carebook.store.search import is_restricted
from carebook.words import N_, message

SERVICES = frozenset({"services"})


@deed(N_("Save a referral"), "services")
def save_referral(
    book: Book,
    referral: Referral,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Propose a referral (without an id), or correct what is written about one; its state is moved by `move_referral`.

    Once it was sent, partner, service, days and consent stay as they were sent. Refused when a restricted case would tell
    where the shelter is. ``Change.result`` is the kept `Referral`.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "save_referral", reason=reason) as writer:
        if referral.id:
            there, episode, person = _own(writer, referral.id, by, now)
            if seen is not None and there.version != seen:
                raise NewerVersion(there)
            mine = _corrected(there, referral)
        else:
            episode, person = visible_stay(writer, referral.episode_id, by, now)
            mine = replace(referral, state=ReferralState.PROPOSED, proposed_on=referral.proposed_on or today)
        problems = problems_in_referral(mine, stay=episode, today=today)
        problems += _in_links(writer, mine)
        if is_restricted(writer, person.id):
            problems += tells_place(mine, ("reason", "result"), hidden_places(writer))
        stop_at(problems)
        kept = writer.amend(mine) if mine.id else writer.add(mine)
    said = message("Saved the referral of {name}.", name=person.full_name)
    return Change(SERVICES, (person.id, kept.id), op, said, result=kept)


@deed(N_("Move a referral on"), "services")
def move_referral(
    book: Book,
    referral_id: str,
    state: ReferralState,
    on: date,
    *,
    letter_no: str = "",
    reply_due_on: date | None = None,
    result: str = "",
    because: str = "",
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Move a referral to its next state on a day: sent (with number and day of the reply), accepted, served, closed (with
    the result) or failed (with ``because``). Sending is refused on a consent that does not hold; a restricted case needs a
    valid one of its own, given for this receiver and approved by the head. ``Change.result`` is the kept `Referral`.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "move_referral", reason=reason) as writer:
        there, _episode, person = _own(writer, referral_id, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        file = referral_file(writer, there.id, today)
        assert file is not None
        moving = Moving(state, on, letter_no, reply_due_on, result, because)
        problems = [*problems_in_move(there, moving, file.sharing, today=today)]
        if file.sharing.restricted:
            problems += tells_place(moving, ("result", "failed_because"), hidden_places(writer))
        stop_at(problems)
        kept = writer.amend(moved(there, moving, reply_days=reply_days(writer, on)))
    return Change(SERVICES, (person.id, kept.id), op, said_state(state), result=kept)


@deed(N_("Strike a referral through"), "services")
def strike_referral(
    book: Book, referral_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike a referral through; it stays readable with the reason, and its consent stays."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_referral", reason=reason) as writer:
        there, _episode, person = _own(writer, referral_id, by, now)
        writer.withdraw(Referral, there.id, reason)
    return Change(SERVICES, (person.id, there.id), op, message("Struck through."))


def _own(writer: Writer, referral_id: str, by: Actor, now: datetime) -> tuple[Referral, Episode, Person]:
    """A referral that may still be written on, its stay and its person. LookupError: no such referral."""
    there = writer.record(Referral, referral_id)
    if there is None:
        raise LookupError(referral_id)
    episode, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This referral was struck through ({why}).", why=there.withdrawn_because))
    return there, episode, person


def _corrected(there: Referral, given: Referral) -> Referral:
    """What is corrected: everything that was typed while it is proposed, later only what tells of it."""
    said = replace(there, reason=given.reason, result=given.result, worker_id=given.worker_id)
    if there.state is not ReferralState.PROPOSED:
        return said
    return replace(
        said,
        partner_id=given.partner_id,
        service=given.service,
        incoming=given.incoming,
        proposed_on=given.proposed_on,
        consent_id=given.consent_id,
    )


def _in_links(writer: Writer, referral: Referral) -> list[Problem]:
    """A partner that is no longer one, a consent of somebody else."""
    partner = writer.record(Partner, referral.partner_id) if referral.partner_id else None
    found = []
    if referral.partner_id and (partner is None or partner.is_withdrawn):
        found.append(Problem("partner_id", message("Choose the partner.")))
    consent = writer.record(Consent, referral.consent_id) if referral.consent_id else None
    if referral.consent_id and (consent is None or consent.episode_id != referral.episode_id):
        found.append(Problem("consent_id", message("This consent is about another stay.")))
    return found
