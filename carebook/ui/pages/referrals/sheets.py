"""The sheets of a referral: proposing or correcting it, one of its steps, the consent it is sent on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.rules.consents import giver
from carebook.rules.referrals import DAY_OF, reply_due_on
from carebook.store.referrals import ReferralFile
from carebook.ui.pages.referrals.asking import Referrals
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _

S = ReferralState
# What is written at each step, besides its day.
_WRITTEN = {
    S.SENT: ("letter_no", "reply_due_on"),
    S.ACCEPTED: ("result",),
    S.SERVED: ("result",),
    S.CLOSED: ("result",),
    S.FAILED: ("failed_because",),
}


def referral_sheet(referral: Referral, found: Referrals, shown: ReferralFile | None, desk: Desk) -> FormSheet:
    """What is written of a referral: all of it while it is proposed, later what tells of it. ``shown`` is on show."""
    proposed = referral.state is S.PROPOSED
    names = [
        *(() if referral.id or referral.episode_id else ("episode_id",)),
        *(("partner_id", "service", "proposed_on", "incoming") if proposed else ()),
        "reason",
        *(() if proposed else ("result",)),
        "worker_id",
    ]
    partners = list(found.partners)
    if shown is not None and referral.partner_id == shown.partner.id and referral.partner_id not in dict(partners):
        partners.append((shown.partner.id, shown.partner.name))  # no longer worked with
    form = Form(
        [section("", Referral, *names)],
        desk.today,
        choices={
            "episode_id": found.stays,
            "partner_id": partners,
            "service": desk.choices("service"),
            "worker_id": found.staff,
        },
        labels={"episode_id": _("For whom")},
        columns=1,
    )
    return FormSheet(form, referral)


def step_sheet(file: ReferralFile, state: ReferralState, reply_days: int, desk: Desk) -> FormSheet:
    """One step: its day, today unless changed, and what is written then."""
    today, day = desk.today(), DAY_OF[state]
    fresh: dict[str, Any] = {day: today}
    if state is S.SENT:
        fresh["reply_due_on"] = reply_due_on(today, reply_days)
    form = Form(
        [section("", Referral, day, *_WRITTEN[state])],
        desk.today,
        required=(day, *(("failed_because",) if state is S.FAILED else ())),
        columns=1,
    )
    return FormSheet(form, replace(file.referral, **fresh))


def consent_sheet(file: ReferralFile, desk: Desk) -> FormSheet:
    """The consent that is not approved yet, or a new one for the receiver of the referral."""
    there = file.consent
    if there is None or there.approved_on or there.revoked_on:
        there = Consent(
            episode_id=file.episode.id,
            shared_with=file.partner.name,
            purpose=desk.words("service", file.referral.service),
            given_by=giver(file.person),
            given_on=desk.today(),
        )
    names = ["shared_with", "purpose", "shared", "withheld", "given_by", "given_on", "way"]
    if file.asked.child_agrees_too:
        names.append("child_agreed")
    form = Form(
        [section("", Consent, *names, "valid_to")],
        desk.today,
        choices={"way": desk.choices("consent_way")},
        columns=1,
    )
    return FormSheet(form, there)
