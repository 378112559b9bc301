"""A whole way home, its services and its protection, written straight into a book: one row of every record of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from carebook.records.collaborators import Collaborator
from carebook.records.contacts import Contact
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.follow_ups import FollowUp, FollowUpAttempt, FollowUpEnd, VisitState
from carebook.records.handovers import Handover, HandoverItem, HandoverParty, HandoverSignature
from carebook.records.intake import FormState
from carebook.records.people import Relative
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.records.record import Record, table_of
from carebook.records.referrals import Consent, Partner, Referral, ReferralState
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    ReadinessCheck,
    Reintegration,
    Stage,
    StageEntry,
    Support,
    TrialDecision,
    TrialReport,
)
from carebook.records.services import (
    ActivityGuest,
    CommunityActivity,
    DangerLevel,
    HotlineCall,
    ReliefCampaign,
    ReliefItem,
    ServiceRecord,
)
from carebook.records.staff import StaffMember
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.store.book import Writer

R = TypeVar("R", bound=Record)
DAY = date(2026, 6, 1)  # a Monday
MOMENT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
HANDED_ON = date(2026, 8, 3)
BY_STAY: tuple[type[Record], ...] = (
    *(Reintegration, StageEntry, Carer, Opinion, ReadinessCheck, Support, CarerTraining, TrialReport, PathPaper),
    *(TracingLead, TracingLetter, FamilyAssessment, FamilyRating, Contact),
    *(Handover, HandoverItem, HandoverSignature, FollowUp, FollowUpAttempt, FollowUpEnd),
    *(ServiceRecord, HotlineCall, ActivityGuest, ReliefItem, Referral, Consent),
    *(ProtectionCase, ContactBan, SafetyPlan, CaseAccess),
)
TABLES = frozenset(table_of(cls) for cls in BY_STAY)


def as_it_is(record: Record) -> Record:
    """The record, undressed."""
    return record


def whole_path(
    writer: Writer, person_id: str, episode_id: str, dress: Callable[[Record], Record] = as_it_is
) -> Mapping[type[Record], Record]:
    """Write the way home of one stay up to its first visit afterwards, its services, referral and protection.

    ``dress`` changes every record before it is written. Returns what was kept, by class (the newest of each). The stay itself is
    left open; if it is restricted, only the worker made here (and the managers) needs to know it.
    """
    kept: dict[type[Record], Record] = {}

    def add(record: R) -> R:
        written = writer.add(dress(record))
        kept[type(written)] = written
        return written  # type: ignore[return-value]

    stay: dict[str, Any] = {"episode_id": episode_id}
    worker = add(StaffMember(full_name="Ninh Thị Mộc Miên", post="Nhân viên công tác xã hội"))
    helper = add(Collaborator(full_name="Giáp Văn Lộc Vừng", phone="0912000111", commune="07030", from_on=DAY))
    relative = add(Relative(person_id=person_id, full_name="Ông Thị Ngọc Lan", relation="sibling", phone="0912000222"))
    path = add(
        Reintegration(
            **stay,
            destination="family",
            started_on=DAY,
            worker_id=worker.id,
            collaborator_id=helper.id,
            wish="Về với chị",
            eligibility="Hết lý do phải vào cơ sở",
            place="Thôn Ba Lá",
            handed_over_on=HANDED_ON,
        )
    )
    about = stay | {"reintegration_id": path.id}
    add(StageEntry(**about, stage=Stage.IDENTIFIED, from_on=DAY, to_on=HANDED_ON, reason="Đủ điều kiện"))
    add(StageEntry(**about, stage=Stage.FOLLOW_UP, from_on=HANDED_ON))
    carer = add(
        Carer(
            **about,
            full_name=relative.full_name,
            relation="sibling",
            phone=relative.phone,
            wishes="Muốn em về",
            willing=True,
            able=True,
            chosen=True,
        )
    )
    add(Opinion(**about, heard_on=DAY, heard_by_id=worker.id, alone=True, words="Cháu muốn về nhà"))
    add(ReadinessCheck(**about, item="wish", answer=ReadinessAnswer.MET, note="Nói hai lần", checked_on=DAY))
    add(Support(**about, kind="livelihood", what="Bò giống", amount=12_000_000, provider="UBND xã", due_on=HANDED_ON))
    add(
        CarerTraining(**about, carer_id=carer.id, topic="medicines", given_on=DAY, minutes=60, result="Chia được thuốc")
    )
    trial = add(
        Absence(
            **stay,
            kind=AbsenceKind.TRIAL_STAY,
            from_on=date(2026, 7, 6),
            back_on=date(2026, 7, 13),
            place="Thôn Ba Lá",
            taken_by=carer.full_name,
        )
    )
    add(
        TrialReport(
            **about,
            absence_id=trial.id,
            client_report="Vui",
            family_report="Ngủ được",
            decision=TrialDecision.GO_ON,
            decided_on=date(2026, 7, 14),
            decided_by_id=worker.id,
        )
    )
    add(PathPaper(**about, paper="decision_stop", number="21/QĐ-TTBTXH", dated_on=date(2026, 7, 30), issuer="Cơ sở"))
    lead = add(
        TracingLead(**stay, found_on=DAY, person=carer.full_name, place="Chợ Ba Lá", result="verified", result_on=DAY)
    )
    add(TracingLetter(**stay, addressee="UBND xã Ba Lá", number="7/CV", sent_on=DAY, lead_id=lead.id))
    family = add(
        FamilyAssessment(
            **about,
            carer_id=carer.id,
            state=FormState.COMPLETED,
            visited_on=date(2026, 6, 15),
            visitor_id=worker.id,
            household="Hai vợ chồng, một con",
            commune_opinion="Nhất trí",
            commune_on=date(2026, 6, 15),
            conclusion="Thuận lợi",
        )
    )
    add(FamilyRating(**stay, family_assessment_id=family.id, criterion="bond", score=3, remark="Hay gọi điện"))
    add(
        Contact(
            **stay,
            held_on=date(2026, 6, 20),
            relative_id=relative.id,
            name=relative.full_name,
            relation="sibling",
            course="Nói chuyện vui",
            staff_member_id=worker.id,
        )
    )
    handover = add(
        Handover(
            **about,
            state=FormState.COMPLETED,
            number="3/BB",
            handed_on=HANDED_ON,
            giver=worker.full_name,
            receiver=carer.full_name,
            health="Ổn định",
        )
    )
    minutes = stay | {"handover_id": handover.id}
    add(HandoverItem(**minutes, what="Giấy khai sinh", original=True))
    add(HandoverSignature(**minutes, party=HandoverParty.RECEIVER, name=carer.full_name, signed_on=HANDED_ON))
    visit = add(
        FollowUp(
            **about,
            due_on=date(2026, 8, 10),
            template="general",
            sheet_code="HG7KM",
            worker_id=worker.id,
            state=VisitState.DUE,
        )
    )
    add(
        FollowUpAttempt(
            **stay, follow_up_id=visit.id, tried_on=date(2026, 8, 11), mode="phone", result="Không nghe máy"
        )
    )
    add(FollowUpEnd(**about, ended_on=date(2027, 2, 3), reason="Đủ tiêu chí", worker_id=worker.id))

    partner = add(Partner(name="Trung tâm trợ giúp pháp lý nhà nước", kind="legal_aid_centre", phone="02033000111"))
    add(ServiceRecord(**stay, given_on=DAY, need="Mất ngủ", content="Lắng nghe", staff_member_id=worker.id))
    call = add(
        HotlineCall(
            **stay,
            called_at=MOMENT,
            caller="neighbour",
            caller_name="Quản Văn Trúc Đào",
            need="violence",
            content="Nghe tiếng kêu",
            taken_by_id=worker.id,
            partner_id=partner.id,
        )
    )
    activity = add(
        CommunityActivity(held_on=DAY, title="Nói chuyện về trẻ em", turns=40, people=40, leader_id=worker.id)
    )
    add(ActivityGuest(**stay, activity_id=activity.id, note="Phát biểu"))
    campaign = add(ReliefCampaign(name="Sau bão", from_on=DAY, rate=500_000, leader_id=worker.id))
    add(ReliefItem(**stay, campaign_id=campaign.id, amount=500_000, received_on=DAY, signed_by=carer.full_name))
    consent = add(
        Consent(
            **stay,
            shared_with=partner.name,
            purpose="Trợ giúp pháp lý",
            shared="Họ tên, việc đã xảy ra",
            given_by=carer.full_name,
            given_on=DAY,
            child_agreed=True,
            approved_by_id=worker.id,
            approved_on=DAY,
        )
    )
    add(
        Referral(
            **stay,
            partner_id=partner.id,
            service="legal_aid",
            reason="Cần luật sư",
            state=ReferralState.SENT,
            proposed_on=DAY,
            sent_on=DAY,
            reply_due_on=date(2026, 6, 8),
            consent_id=consent.id,
            worker_id=worker.id,
        )
    )
    add(
        ProtectionCase(
            **stay, opened_on=DAY, kinds=("physical",), told="Bị đánh", hotline_call_id=call.id, worker_id=worker.id
        )
    )
    add(ContactBan(**stay, against="Quản Văn Trúc Đào", number="2/QĐ", from_on=DAY, to_on=date(2026, 6, 4)))
    add(SafetyPlan(**stay, made_on=DAY, danger=DangerLevel.HIGH, signs="Say rượu", worker_id=worker.id))
    add(CaseAccess(**stay, staff_member_id=worker.id, from_on=DAY, why="Phụ trách ca"))
    return kept
