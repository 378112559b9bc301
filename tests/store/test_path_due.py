"""What the ways home wait for: asked with few questions, the same for every role, restricted people masked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.records.episodes import Absence
from carebook.records.families import FamilyRating
from carebook.records.follow_ups import FollowUp, VisitOwner, VisitState
from carebook.records.protection import SafetyPlan
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.records.reintegration import Reintegration, TrialReport
from carebook.records.staff import Actor, Role
from carebook.records.tracing import TracingLetter
from carebook.rules import path_due as rules
from carebook.store import code_lists
from carebook.store.book import Book, new_id
from carebook.store.path_due import calls_due, contracts_due, path_due
from tests import path_samples, samples

TODAY = date(2026, 11, 2)


@pytest.fixture
def stay_id(book: Book, director: Actor, now: datetime) -> str:
    """A restricted stay with everything open that a way home can wait for."""
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        person = writer.add(samples.person(alias="Hoa Sữa"))
        stay = writer.add(samples.episode(person.id, confidential=True))
        kept = path_samples.whole_path(writer, person.id, stay.id)
        path, visit = kept[Reintegration], kept[FollowUp]
        assert isinstance(path, Reintegration)
        assert isinstance(visit, FollowUp)
        for days, owner in ((-3, VisitOwner.CENTER), (-20, VisitOwner.COMMUNE), (90, VisitOwner.CENTER)):
            due_on, code = TODAY + timedelta(days=days), f"T{days}"
            later = replace(
                visit, id="", due_on=due_on, owner=owner, state=VisitState.DUE, done_on=None, sheet_code=code
            )
            writer.add(later)
        for cls, change in (
            (FamilyRating, {"red_flag": True}),
            (TracingLetter, {"reply_due_on": TODAY, "replied_on": None}),
            (Referral, {"state": ReferralState.SENT, "sent_on": TODAY, "reply_due_on": TODAY + timedelta(days=1)}),
            (SafetyPlan, {"review_on": TODAY}),
            (Consent, {"approved_on": None, "valid_to": None, "revoked_on": None}),
        ):
            writer.amend(replace(kept[cls], **change))  # type: ignore[type-var]
        for cls in (Consent, SafetyPlan):  # a consent nothing is sent on, and two plans of one day: the later one holds
            writer.add(replace(writer.record(cls, kept[cls].id), id=""))  # type: ignore[arg-type, type-var]
        trial = kept[TrialReport]
        assert isinstance(trial, TrialReport)
        writer.withdraw(TrialReport, trial.id, "thử")
        assert isinstance(kept[Absence], Absence)
        writer.amend(replace(path, handed_over_on=None))
    return stay.id


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.HEAD])
def test_every_kind_is_asked_and_masked(
    role: Role, stay_id: str, book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.reading_for(actor_with(role), now) as reader:
        (found,) = path_due(reader, TODAY)
        limits, calls = code_lists.limits(reader), calls_due(reader)
        contracts = contracts_due(reader, TODAY)
    assert (found.episode_id, found.name, found.masked) == (stay_id, "Hoa Sữa", True)
    items = rules.due([found], today=TODAY, limits=limits)
    kinds = {item.kind: item for item in items}
    assert set(kinds) == {
        *("follow_up_visit", "visit_report", "red_flag", "trial_decision", "tracing_reply"),
        *("consent_approval", "safety_plan_review"),
    }
    assert [item.kind for item in items if item.page in ("referrals", "protection")] == [
        "consent_approval",
        "safety_plan_review",
    ]
    assert dict(kinds["consent_approval"].about)["referral_id"] == found.consents[0].referral_id != ""
    assert kinds["visit_report"].waits_for is not None
    assert kinds["follow_up_visit"].waits_for is None
    assert kinds["red_flag"].due_on is None
    assert [item.kind for item in items].count("follow_up_visit") == 2  # the one in ninety days is not called yet
    assert rules.of_calls(calls, today=TODAY) == []
    assert rules.of_contracts(contracts, today=TODAY, limits=limits) == []
