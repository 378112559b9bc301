"""Referrals: their steps, what must be there before one is sent, late replies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.episodes import Episode
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.rules.consents import Asked
from carebook.rules.problem import errors
from carebook.rules.referrals import (
    DAY_OF,
    Moving,
    Sharing,
    days_overdue,
    is_ended,
    moved,
    moves,
    problems_in_move,
    problems_in_referral,
    problems_in_sharing,
)

TODAY = date(2026, 11, 22)
STAY = Episode(person_id="p", start_on=date(2026, 1, 5))
ADULT = Asked(29, 7, 16)
S = ReferralState
LEGAL_AID = "Trung tâm trợ giúp pháp lý nhà nước"
REFERRAL = Referral(episode_id="e", partner_id="t", service="legal_aid", reason="Ly hôn", proposed_on=date(2026, 11, 2))
CONSENT = Consent(
    episode_id="e",
    shared_with=LEGAL_AID,
    purpose="Trợ giúp pháp lý",
    shared="Việc đã xảy ra",
    given_by="Chị",
    given_on=date(2026, 11, 2),
    approved_on=date(2026, 11, 3),
)


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({}, []),
        ({"partner_id": "", "service": "", "reason": " "}, ["partner_id", "service", "reason"]),
        ({"proposed_on": None}, ["proposed_on"]),
        ({"proposed_on": date(2026, 11, 23)}, ["proposed_on"]),
        ({"proposed_on": date(1026, 11, 2)}, ["proposed_on"]),
        ({"reason": "x" * 30_000}, ["reason"]),
    ],
)
def test_what_is_wrong_with_a_referral(given_: dict[str, Any], said: list[str]) -> None:
    found = problems_in_referral(replace(REFERRAL, **given_), stay=STAY, today=TODAY)
    assert [one.field for one in errors(found)] == said


def test_the_steps_of_a_referral() -> None:
    steps = {state: moves(replace(REFERRAL, state=state)) for state in S}
    assert steps == {
        S.PROPOSED: (S.SENT, S.FAILED),
        S.SENT: (S.ACCEPTED, S.FAILED),
        S.ACCEPTED: (S.SERVED, S.FAILED),
        S.SERVED: (S.CLOSED,),
        S.CLOSED: (),
        S.FAILED: (),
    }
    assert moves(replace(REFERRAL, incoming=True)) == (S.ACCEPTED, S.FAILED)
    assert [state for state in S if is_ended(state)] == [S.CLOSED, S.FAILED]


def sharing(consent: Consent | None = CONSENT, **given_: Any) -> Sharing:
    return Sharing(**{"consent": consent, "asked": ADULT, "restricted": True, "partner": LEGAL_AID} | given_)


@pytest.mark.parametrize(
    ("on_what", "said"),
    [
        (sharing(), []),
        (sharing(partner=LEGAL_AID.upper()), []),
        (sharing(None), [("consent_id", "error")]),
        (sharing(None, restricted=False), [("consent_id", "warning")]),
        (sharing(replace(CONSENT, approved_on=None)), [("consent_id", "error")]),
        (sharing(replace(CONSENT, approved_on=None), restricted=False), [("consent_id", "error")]),
        (sharing(replace(CONSENT, revoked_on=TODAY)), [("consent_id", "error")]),
        (sharing(asked=Asked(8, 7, 16)), [("consent_id", "error")]),
        (sharing(elsewhere=True), [("consent_id", "error")]),
        (sharing(elsewhere=True, restricted=False), []),
        (sharing(partner="Trường mầm non"), [("consent_id", "error")]),
        (sharing(partner="Trường mầm non", restricted=False), []),
    ],
)
def test_on_what_a_referral_is_sent(on_what: Sharing, said: list[tuple[str, str]]) -> None:
    assert [(one.field, one.severity) for one in problems_in_sharing(on_what, TODAY)] == said


@pytest.mark.parametrize(
    ("referral", "moving", "said"),
    [
        (REFERRAL, Moving(S.SENT, TODAY), []),
        (REFERRAL, Moving(S.ACCEPTED, TODAY), ["state"]),
        (REFERRAL, Moving(S.SENT, date(2026, 11, 1)), ["sent_on", "consent_id"]),
        (REFERRAL, Moving(S.SENT, date(2026, 11, 23)), ["sent_on"]),
        (REFERRAL, Moving(S.SENT, TODAY, reply_due_on=date(2026, 11, 21)), ["reply_due_on"]),
        (REFERRAL, Moving(S.SENT, TODAY, reply_due_on=date(2028, 1, 1)), ["reply_due_on"]),
        (REFERRAL, Moving(S.FAILED, TODAY), ["failed_because"]),
        (REFERRAL, Moving(S.FAILED, TODAY, failed_because="Nơi nhận hết chỗ"), []),
        (replace(REFERRAL, state=S.SENT, sent_on=TODAY), Moving(S.ACCEPTED, date(2026, 11, 20)), ["accepted_on"]),
        (replace(REFERRAL, state=S.SERVED), Moving(S.CLOSED, TODAY), ["result"]),
        (replace(REFERRAL, state=S.SERVED, result="Đã ly hôn"), Moving(S.CLOSED, TODAY), []),
        (replace(REFERRAL, state=S.SERVED), Moving(S.CLOSED, TODAY, result="Đã ly hôn"), []),
    ],
)
def test_what_stands_against_a_step(referral: Referral, moving: Moving, said: list[str]) -> None:
    assert [one.field for one in errors(problems_in_move(referral, moving, sharing(), today=TODAY))] == said


def test_sending_sets_when_a_reply_is_expected() -> None:
    sent = moved(REFERRAL, Moving(S.SENT, date(2026, 11, 10), letter_no=" 7/GT "), reply_days=7)
    assert (sent.state, sent.sent_on, sent.letter_no, sent.reply_due_on) == (
        *(S.SENT, date(2026, 11, 10), "7/GT"),
        date(2026, 11, 17),
    )
    assert [days_overdue(sent.state, sent.reply_due_on, date(2026, 11, day)) for day in (16, 17, 18, 22)] == [
        0,
        0,
        1,
        5,
    ]
    accepted = moved(sent, Moving(S.ACCEPTED, date(2026, 11, 20), result="Hẹn thứ Ba"), reply_days=7)
    assert (accepted.accepted_on, accepted.result) == (date(2026, 11, 20), "Hẹn thứ Ba")
    assert days_overdue(accepted.state, accepted.reply_due_on, TODAY) == 0
    failed = moved(accepted, Moving(S.FAILED, TODAY, failed_because="Đổi ý"), reply_days=7)
    assert (failed.closed_on, failed.failed_because, failed.result) == (TODAY, "Đổi ý", "Hẹn thứ Ba")


@given(
    steps=st.lists(st.tuples(st.sampled_from(list(S)), st.integers(-3, 10)), max_size=8),
    agreed=st.sampled_from([CONSENT, replace(CONSENT, approved_on=None), None]),
)
def test_no_way_leads_a_restricted_case_out_without_a_consent_that_holds(
    steps: list[tuple[ReferralState, int]], agreed: Consent | None
) -> None:
    referral, day = REFERRAL, date(2026, 11, 5)
    for state, days in steps:
        day += timedelta(days=days)
        moving = Moving(state, day, result="xong", failed_because="không nhận")
        if not errors(problems_in_move(referral, moving, sharing(agreed), today=TODAY)):
            referral = moved(referral, moving, reply_days=7)
    kept = [getattr(referral, DAY_OF[state]) for state in (S.PROPOSED, S.SENT, S.ACCEPTED, S.SERVED)]
    days_kept = [one for one in kept if one is not None]
    assert days_kept == sorted(days_kept)
    if agreed is not CONSENT:
        assert referral.sent_on is None
        assert referral.state in (S.PROPOSED, S.FAILED)
