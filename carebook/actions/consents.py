"""Deeds about consents to share information: writing one down, the head's approval, withdrawing it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.people import Person
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.records.staff import Actor
from carebook.rules.consents import problems_in_consent, problems_in_revoking, why_not_approved
from carebook.rules.protection import tells_place
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.consents import asked_of
from carebook.store.protection import hidden_places
from carebook.store.search import is_restricted
from carebook.words import N_, message

SERVICES = frozenset({"services"})


@deed(N_("Save a consent"), "services")
def save_consent(
    book: Book,
    consent: Consent,
    referral_id: str = "",
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a new consent (without an id) or correct one that is not approved yet; ``referral_id`` attaches it to a referral
    that is not sent yet. Refused when a restricted case would tell where the shelter is. ``Change.result`` is the `Consent`.
    """
    with book.changing(by.account_id, now, op, "save_consent", reason=reason) as writer:
        there = _consent(writer, consent.id) if consent.id else None
        episode, person = visible_stay(writer, there.episode_id if there else consent.episode_id, by, now)
        if there is not None and (there.approved_on or there.revoked_on):
            said = message("This consent was approved or withdrawn; write a new one instead.")
            raise refuse(said)
        mine = replace(consent, episode_id=episode.id, approved_on=None, approved_by_id=None, revoked_on=None)
        today = in_vietnam(now)
        problems = problems_in_consent(mine, stay=episode, asked=asked_of(writer, person, today), today=today)
        if is_restricted(writer, person.id):
            problems += tells_place(mine, ("purpose", "shared"), hidden_places(writer))
        stop_at(problems)
        kept = writer.amend(mine, seen=seen) if mine.id else writer.add(mine)
        if referral_id:
            _attach(writer, referral_id, kept)
    said = message("Noted the consent of {name}.", name=kept.given_by)
    return Change(SERVICES, (person.id, kept.id), op, said, result=kept)


@deed(N_("Approve a consent"), "services")
def approve_consent(
    book: Book,
    consent_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """The head approves that information is shared (TT 02/2020 Điều 9 khoản 2); a child old enough must have agreed.

    It is not undone but withdrawn: something may have been sent on it.
    """
    with book.changing(by.account_id, now, op, "approve_consent", reason=reason) as writer:
        there, person = _own(writer, consent_id, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        if why := why_not_approved(there, asked_of(writer, person, in_vietnam(now))):
            raise refuse(why)
        approved = replace(there, approved_by_id=by.staff_member_id, approved_on=in_vietnam(now))
        kept = writer.amend(approved)
    said = message("Approved: information may be shared with {partner}.", partner=kept.shared_with)
    return Change(SERVICES, (person.id, kept.id), op, said, undoable=False, result=kept)


@deed(N_("Withdraw a consent"), "services")
def revoke_consent(
    book: Book,
    consent_id: str,
    on: date | None = None,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep that a consent was taken back on a day (today without one). What was sent stays sent; who has it must be told."""
    today = in_vietnam(now)
    if not reason.strip():
        raise refuse(message("Say why the consent is withdrawn."), "reason")
    with book.changing(by.account_id, now, op, "revoke_consent", reason=reason) as writer:
        there, person = _own(writer, consent_id, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        stop_at(problems_in_revoking(there, on or today, today=today))
        kept = writer.amend(replace(there, revoked_on=on or today))
        sent = writer.records(Referral, "consent_id = ? AND sent_on IS NOT NULL", (kept.id,))
    if sent:
        said = message("The consent is withdrawn. Tell {partner}, who has the information.", partner=kept.shared_with)
    else:
        said = message("The consent is withdrawn; nothing had been sent on it.")
    return Change(SERVICES, (person.id, kept.id), op, said, result=kept)


def _own(writer: Writer, consent_id: str, by: Actor, now: datetime) -> tuple[Consent, Person]:
    """A consent that still stands, and whose it is. LookupError: no such consent."""
    there = _consent(writer, consent_id)
    _episode, person = visible_stay(writer, there.episode_id, by, now)
    return there, person


def _consent(writer: Writer, consent_id: str) -> Consent:
    there = writer.record(Consent, consent_id)
    if there is None:
        raise LookupError(consent_id)
    if there.is_withdrawn:
        raise refuse(message("This consent was struck through ({why}).", why=there.withdrawn_because))
    return there


def _attach(writer: Writer, referral_id: str, consent: Consent) -> None:
    referral = writer.record(Referral, referral_id)
    if referral is None or referral.episode_id != consent.episode_id:
        raise LookupError(referral_id)
    if referral.sent_on is not None and referral.state is not ReferralState.PROPOSED:
        raise refuse(message("The referral was sent on {day}; its consent stays.", day=written(referral.sent_on)))
    if referral.consent_id != consent.id:
        writer.amend(replace(referral, consent_id=consent.id))
