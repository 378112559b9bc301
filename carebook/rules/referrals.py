"""Referrals (chuyển gửi): the way from proposed to closed, what must be there before one is sent, when a reply is late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.records.episodes import Episode
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.rules.consents import Asked, why_not_valid
from carebook.rules.intake import too_long
from carebook.rules.names import tone_normalised
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

EARLIEST = 1990
FARTHEST = timedelta(days=366)  # a reply is expected within a year
_TEXTS = ("reason", "letter_no", "result", "failed_because")
_ENDED = frozenset({ReferralState.CLOSED, ReferralState.FAILED})
_NEXT = {
    ReferralState.PROPOSED: (ReferralState.SENT, ReferralState.FAILED),
    ReferralState.SENT: (ReferralState.ACCEPTED, ReferralState.FAILED),
    ReferralState.ACCEPTED: (ReferralState.SERVED, ReferralState.FAILED),
    ReferralState.SERVED: (ReferralState.CLOSED,),
    ReferralState.CLOSED: (),
    ReferralState.FAILED: (),
}
# The day of each state; a referral that failed ended on that day too.
DAY_OF = {
    ReferralState.PROPOSED: "proposed_on",
    ReferralState.SENT: "sent_on",
    ReferralState.ACCEPTED: "accepted_on",
    ReferralState.SERVED: "served_on",
    ReferralState.CLOSED: "closed_on",
    ReferralState.FAILED: "closed_on",
}


def moves(referral: Referral) -> tuple[ReferralState, ...]:
    """The states a referral can go to now. One that comes to us is accepted without our sending anything."""
    if referral.incoming and referral.state is ReferralState.PROPOSED:
        return (ReferralState.ACCEPTED, ReferralState.FAILED)
    return _NEXT[referral.state]


def is_ended(state: ReferralState) -> bool:
    """Whether nothing more is expected of a referral."""
    return state in _ENDED


def reply_due_on(sent_on: date, days: int) -> date:
    """Until when an answer is expected; ``days`` is the limit `referral_reply` of the book."""
    return sent_on + timedelta(days=days)


def ended_since(today: date) -> date:
    """Since when a stay may have ended so that somebody is still referred from it: the follow-up of a care leaver lasts 24 months."""
    return today - relativedelta(months=24)


def days_overdue(state: ReferralState, reply_due: date | None, today: date) -> int:
    """For how many days the answer to a sent referral is late; 0 while it is not."""
    if state is not ReferralState.SENT or reply_due is None:
        return 0
    return max(0, (today - reply_due).days)


@dataclass(frozen=True)
class Moving:
    """One step of a referral: to which state on which day, with what is written then."""

    state: ReferralState
    on: date
    letter_no: str = ""
    reply_due_on: date | None = None
    result: str = ""
    failed_because: str = ""


@dataclass(frozen=True)
class Sharing:
    """On what a referral is sent: its consent, the age of the person, whether the case is restricted, who receives it.

    ``elsewhere``: another referral was sent on the same consent.
    """

    consent: Consent | None
    asked: Asked
    restricted: bool
    partner: str
    elsewhere: bool = False


def problems_in_referral(referral: Referral, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of what is written about a referral, beside their fields."""
    return [*_in_words(referral), *_in_proposal(referral, stay, today), *too_long(referral, _TEXTS)]


def problems_in_move(referral: Referral, moving: Moving, sharing: Sharing, *, today: date) -> list[Problem]:
    """What stands against moving a referral on; of sending, also whether what is told may be told."""
    found: list[Problem] = []
    if moving.state not in moves(referral):
        found.append(Problem("state", message("From here the referral cannot go there. Open it again.")))
        return found
    found += _in_step(referral, moving, today)
    if moving.state is ReferralState.SENT:
        found += problems_in_sharing(sharing, moving.on)
    return found


def problems_in_sharing(sharing: Sharing, on: date) -> list[Problem]:
    """Why a referral may not be sent on its consent on a day (TT 02/2020 Điều 9 khoản 2).

    A restricted case is shared only on a valid consent of its own, given for this receiver; elsewhere a missing consent is
    warned about, but one that does not hold stops it too.
    """
    consent = sharing.consent
    if consent is None:
        said = message("No consent to share information is attached to this referral.")
        if sharing.restricted:
            return [Problem("consent_id", message("A restricted case is referred only with a consent of its own."))]
        return [warning("consent_id", said)]
    if why := why_not_valid(consent, on, sharing.asked):
        return [Problem("consent_id", why)]
    if not sharing.restricted:
        return []
    if sharing.elsewhere:
        return [Problem("consent_id", message("Another referral was sent on this consent; each needs one of its own."))]
    if tone_normalised(consent.shared_with) != tone_normalised(sharing.partner):
        said = message(
            "The consent is for {with_whom}, the referral goes to {partner}.",
            with_whom=consent.shared_with,
            partner=sharing.partner,
        )
        return [Problem("consent_id", said)]
    return []


def moved(referral: Referral, moving: Moving, *, reply_days: int) -> Referral:
    """The referral after a step that nothing stands against."""
    days: dict[str, Any] = {DAY_OF[moving.state]: moving.on}
    step = replace(referral, state=moving.state, **days)
    match moving.state:
        case ReferralState.SENT:
            due = moving.reply_due_on or reply_due_on(moving.on, reply_days)
            return replace(step, letter_no=moving.letter_no.strip(), reply_due_on=due)
        case ReferralState.FAILED:
            return replace(step, failed_because=moving.failed_because.strip())
        case _:
            return replace(step, result=moving.result.strip() or step.result)


def said_state(state: ReferralState) -> Message:
    """What happened to a referral, as the message bar tells it."""
    return {
        ReferralState.PROPOSED: message("Proposed the referral."),
        ReferralState.SENT: message("Sent the referral."),
        ReferralState.ACCEPTED: message("Noted that the referral was accepted."),
        ReferralState.SERVED: message("Noted that the service was given."),
        ReferralState.CLOSED: message("Closed the referral."),
        ReferralState.FAILED: message("Noted that the referral came to nothing."),
    }[state]


def _in_words(referral: Referral) -> Iterator[Problem]:
    if not referral.partner_id:
        yield Problem("partner_id", message("Choose the partner."))
    if not referral.service:
        yield Problem("service", message("Choose the service asked for."))
    if not referral.reason.strip():
        yield Problem("reason", message("Write why the person is referred."))


def _in_proposal(referral: Referral, stay: Episode, today: date) -> Iterator[Problem]:
    on = referral.proposed_on
    if on is None:
        yield Problem("proposed_on", message("Write on which day the referral was proposed."))
    elif on.year < EARLIEST:
        yield Problem("proposed_on", message("The year {year} cannot be meant. Check it.", year=on.year))
    elif on > today:
        yield Problem("proposed_on", message("{day} lies in the future.", day=written(on)))
    elif on < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(on), start=written(stay.start_on))
        yield warning("proposed_on", said)


def _in_step(referral: Referral, moving: Moving, today: date) -> Iterator[Problem]:
    field = DAY_OF[moving.state]
    before = max((day for name in DAY_OF.values() if (day := getattr(referral, name)) is not None), default=None)
    if moving.on > today:
        yield Problem(field, message("{day} lies in the future.", day=written(moving.on)))
    elif before is not None and moving.on < before:
        said = message(
            "{day} lies before the step before it ({before}).", day=written(moving.on), before=written(before)
        )
        yield Problem(field, said)
    due = moving.reply_due_on
    if due is not None and not moving.on <= due <= moving.on + FARTHEST:
        yield Problem("reply_due_on", message("A reply is expected within a year after sending."))
    if moving.state is ReferralState.FAILED and not moving.failed_because.strip():
        yield Problem("failed_because", message("Write why the referral came to nothing."))
    if moving.state is ReferralState.CLOSED and not (moving.result.strip() or referral.result.strip()):
        yield Problem("result", message("Write what came of the referral."))
    yield from too_long(moving, ("letter_no", "result", "failed_because"))
